"""Packages that tests need from npm, in the versions of a lock file, in a folder that is kept."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[1] / ".clients"
PATIENCE = 600  # seconds: an installation comes over the network
# Where it is set, what is missing is a failure: `make browser` sets it.
MUST = "TEST_BROWSER_REQUIRED"


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


def missing(what: str) -> None:
    """Skip a test and say what it lacks; fail where it must run."""
    if os.environ.get(MUST):
        pytest.fail(what)
    pytest.skip(what)


def installed(project: Path, so: str) -> Path:
    """A folder with everything that a project's lock file names; `so` says what is left out."""
    npm = shutil.which("npm")
    if not npm:
        missing(f"npm is not installed, so {so}")
    lock = (project / "package-lock.json").read_bytes()
    folder = KEPT / hashlib.sha256(lock).hexdigest()[:16]
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(project / name, folder)
        try:
            run(folder, str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        except (AssertionError, subprocess.TimeoutExpired) as error:
            missing(f"npm cannot install, so {so}: {error}")
        (folder / "complete").touch()
    return folder
