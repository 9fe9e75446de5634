"""The recipes of docs/scaling.md, where the engine that each is for is installed."""

import re
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from api.config import folder

TEXT = "Mara Lindqvist said that the Northern Arc pipeline has a capacity of 9 bcm."


def _recipe(of: str) -> str:
    blocks = re.findall(
        r"```python\n(.*?)```", (folder("docs") / "scaling.md").read_text(), re.DOTALL
    )
    (found,) = (block for block in blocks if of in block)
    return str(found)


def _news(path: Path) -> None:
    table = pa.table({"url": [f"https://gull.example/{n}" for n in range(60)], "text": [TEXT] * 60})
    pq.write_table(table, path)


def test_what_ray_runs_is_a_function_of_a_batch() -> None:
    definition = (
        _recipe("ray.data")
        .replace("onrecord.", "api.")
        .partition("def read")[2]
        .partition("\nray.")[0]
    )
    scope: dict[str, object] = {}
    exec("def read" + definition, scope)  # noqa: S102 (it is our own)
    found = scope["read"]({"url": ["u"], "text": [TEXT]})  # type: ignore[operator]
    assert found == {"url": ["u"], "quotes": [1], "figures": [1]}


@pytest.mark.parametrize("engine", ["pyspark", "ray"])
def test_a_recipe_reads_every_article(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = pytest.importorskip(engine)
    _news(tmp_path / "news.parquet")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.chdir(tmp_path)
    scope = {"spark": module.sql.SparkSession.builder.getOrCreate()} if engine == "pyspark" else {}
    exec(_recipe("mapInPandas" if engine == "pyspark" else "ray.data"), scope)  # noqa: S102
    assert pq.read_table(tmp_path / "read").num_rows == 60
