"""The service under the versions of gunicorn that it is tested with, and under another."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from api import serving
from tests import stores
from tests.serving.test_command import ONRECORD, connect, environment

__all__ = ["environment"]

CHECKOUT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
LOWEST, OTHER = "27.0.0", "26.2.0"  # the highest tested is the one that all other tests run with

# Tests that take long, and only what onrecord's own worker does: gunicorn has no part in it.
OURS = ("never_ends_a_head", "an_exchange_is_cut", "byte_at_a_time", "everybody_comes_at_once")


def with_gunicorn(version: str, folder: Path) -> dict[str, str]:
    """Another gunicorn, ahead of the one of this environment: what variables lead to it."""
    install = [str(UV), "pip", "install", "-q", "--no-deps", "--target", str(folder)]
    subprocess.run([*install, f"gunicorn=={version}"], check=True)
    return os.environ | {"PYTHONPATH": str(folder)}


def test_the_range_is_the_one_that_is_tested() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    (needed,) = [one for one in project["dependencies"] if one.startswith("gunicorn")]
    major, minor = serving.TESTED
    assert needed == f"gunicorn>={major}.{minor},<{major}.{minor + 1}"
    assert f"{major}.{minor}.0" == LOWEST
    assert f"\ngunicorn=={major}.{minor}." in (CHECKOUT / "requirements.lock").read_text()


@pytest.mark.long
def test_the_worker_serves_under_the_lowest_version(tmp_path: Path) -> None:
    tests = [f"tests/serving/{name}.py" for name in ("test_http", "test_worker")]
    chosen = " and ".join(f"not {name}" for name in OURS)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "-k",
            chosen,
            *tests,
        ],
        check=False,
        cwd=CHECKOUT,
        env=with_gunicorn(LOWEST, tmp_path),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_another_version_serves_with_gthread_and_says_so(
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    changed = with_gunicorn(OTHER, tmp_path / "gunicorn")
    environment = environment | {"PYTHONPATH": changed["PYTHONPATH"], "HOME": str(tmp_path)}
    stores.make(environment["ONRECORD_DATABASE_URL"])
    server = subprocess.Popen([ONRECORD, "serve"], env=environment, stderr=subprocess.PIPE)
    connection = connect(environment)
    body = json.dumps({"text": "Mara Lindqvist said that 300 ships came."})
    connection.request("POST", "/v1/extract", body, {"Content-Type": "application/json"})
    assert json.load(connection.getresponse())["figures"][0]["value"] == 300
    connection.close()
    server.terminate()
    _, said = server.communicate(timeout=40)
    assert said.decode().count("Warning: onrecord's own worker needs gunicorn 27.0") == 1
    assert said.decode().count("\n") == 1
    assert not (tmp_path / ".gunicorn").exists()
