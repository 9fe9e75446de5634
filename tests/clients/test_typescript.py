"""The API's document in TypeScript: generated clients compile, and walk through a service.

And what linters of such documents say of it.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import npm
from tests.contract.test_openapi import CHECKED_IN
from tests.npm import run
from tests.service import Service

HERE = Path(__file__).parent
SOURCES = ("*.ts", "*.json", "*.mjs", "*.yaml")


@pytest.fixture(scope="session")
def installed() -> Path:
    """A folder with everything that npm brings."""
    return npm.installed(HERE, "no TypeScript client was compiled")


@pytest.fixture(scope="session")
def compiled(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both clients, generated from the document and compiled with the journeys by tsc --strict."""
    folder = tmp_path_factory.mktemp("typescript")
    for pattern in SOURCES:
        for file in HERE.glob(pattern):
            shutil.copy(file, folder)
    shutil.copy(CHECKED_IN, folder)
    (folder / "node_modules").symlink_to(installed / "node_modules")
    programs = installed / "node_modules/.bin"
    (folder / "generated").mkdir()
    run(folder, str(programs / "openapi-typescript"), "openapi.yaml", "-o", "generated/schema.d.ts")
    run(folder, str(programs / "openapi-ts"))
    run(folder, str(programs / "tsc"))
    return folder / "compiled"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path)
    with service.served():
        yield service


@pytest.mark.parametrize("client", ["openapi_fetch", "hey_api"])
def test_its_journeys_end_well(compiled: Path, service: Service, client: str) -> None:
    said = run(compiled, "node", f"{client}.js", ONRECORD_AT=f"http://{service.at}")
    assert said.strip() == "done"


@pytest.mark.parametrize(
    "linter",
    [
        ("spectral", "lint", "--ruleset", "spectral.yaml", "--fail-severity", "warn"),
        ("redocly", "lint", "--config", "redocly.yaml", "--max-problems", "20"),
    ],
    ids=lambda linter: linter[0],
)
def test_linters_find_nothing(installed: Path, linter: tuple[str, ...]) -> None:
    for name in ("spectral.yaml", "redocly.yaml"):
        shutil.copy(HERE / name, installed)
    shutil.copy(CHECKED_IN, installed)
    program, *options = linter
    run(installed, str(installed / "node_modules/.bin" / program), *options, "openapi.yaml")
