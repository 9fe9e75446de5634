"""The API's document in TypeScript: generated clients compile, and walk through a service.

And what linters of such documents say of it. Everything is installed by npm, in the versions of the
lock file, into a folder that is kept.
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.test_openapi import CHECKED_IN
from tests.service import Service

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / ".clients"
PATIENCE = 600  # seconds: an installation comes over the network
SOURCES = ("*.ts", "*.json", "*.mjs", "*.yaml")


def run(folder: Path, *command: str, **environment: str) -> str:
    """What a program says; fails with it where the program does."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment | {"CI": "1", "REDOCLY_TELEMETRY": "off"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def installed() -> Path:
    """A folder with everything that npm brings."""
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("npm is not installed: no TypeScript client was compiled")
    lock = (HERE / "package-lock.json").read_bytes()
    folder = KEPT / hashlib.sha256(lock).hexdigest()[:16]
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        try:
            run(folder, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        except (AssertionError, subprocess.TimeoutExpired) as error:
            pytest.skip(f"npm cannot install, so no TypeScript client was compiled: {error}")
        (folder / "complete").touch()
    return folder


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
