"""The built wheel works by itself: an empty environment, an empty folder, no checkout."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build and install it; gives the environment's folder of programs."""
    folder = tmp_path_factory.mktemp("a wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, check=True, cwd=CHECKOUT, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    subprocess.run([UV, "venv", "-q", "-p", sys.executable, environment], check=True)
    install = [str(UV), "pip", "install", "-q", "--python", str(environment / "bin" / "python")]
    subprocess.run(
        [*install, "--require-hashes", "-r", str(CHECKOUT / "requirements.lock")], check=True
    )
    subprocess.run([*install, "--no-deps", str(wheel)], check=True)
    return environment / "bin"


def test_it_brings_all_it_needs(installed: Path, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}

    def run(*arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [installed / "onrecord", *arguments],
            check=True,
            cwd=tmp_path,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
        )
        return done.stdout

    run("db", "upgrade")
    assert "12 new" in run("seed")
    text = "Mara Lindqvist said that 5 million people came."
    found = json.loads(run("extract", "--json", "-", given=text))
    assert found["quotes"][0]["speaker"]["name"] == "Mara Lindqvist"
    assert found["figures"][0]["value"] == 5_000_000
    assert (tmp_path / "instance" / "onrecord.db").exists()
