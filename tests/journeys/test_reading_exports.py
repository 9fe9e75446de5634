"""The lines of docs/api.md that read exports: each as somebody would type it, where it is there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen, urlretrieve

import pytest
from pyarrow import parquet

from tests.service import Service

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
_LINE = r"^\w+ = ((\w+)\.read_\w+\(.*{at}.*\))$"
LINES = re.findall(_LINE, DOCUMENT.read_text(), re.MULTILINE)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("exports"))
    with service.served():
        service.send(1)
        service.send(2)
        yield service


def test_there_is_a_line_for_each() -> None:
    assert {library for _, library in LINES} == {"pandas", "polars", "duckdb"}


@pytest.mark.parametrize(("line", "library"), LINES)
def test_it_reads_all_rows(service: Service, line: str, library: str) -> None:
    reader = pytest.importorskip(library)
    if library == "pandas" and "parquet" in line:
        pytest.importorskip("pyarrow")
    if library == "duckdb":
        _must_load_httpfs(reader)
    at = f"http://{service.at}/v1/export"
    names: dict[str, Any] = {library: reader, "urlopen": urlopen, "at": at}
    table = eval(line, names)  # noqa: S307 (our own document)
    wanted = 0 if "kind=direct" in line else 2
    assert len(table) == wanted


def test_a_saved_file_is_read(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines for duckdb without its extension, by pyarrow where duckdb is not there."""
    block = DOCUMENT.read_text().split("save the export first")[1].split("```")[1]
    save, read = block.removeprefix("python").strip().splitlines()[-2:]
    monkeypatch.chdir(tmp_path)
    exec(save, {"urlretrieve": urlretrieve, "at": f"http://{service.at}/v1/export"})  # noqa: S102
    assert parquet.read_table(tmp_path / "figures.parquet").num_rows == 2
    duckdb = pytest.importorskip("duckdb")
    assert len(eval(read.partition(" = ")[2], {"duckdb": duckdb})) == 2  # noqa: S307


def _must_load_httpfs(duckdb: Any) -> None:
    """Skip where the extension can be had from nowhere."""
    try:
        duckdb.execute("INSTALL httpfs; LOAD httpfs")
    except duckdb.Error as error:
        pytest.skip(f"duckdb has no httpfs here: {error}")
