"""The unit for systemd: verified by systemd's own tools, and its commands run as it has them."""

import configparser
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service import Service, wait_for

UNIT = Path(__file__).parents[2] / "docs/deploy/onrecord.service"
ANALYZE = shutil.which("systemd-analyze")
BIN = Path(sys.executable).parent
MOST_EXPOSED = 1.5  # of 10, as systemd-analyze counts


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The unit with the place of this environment in it."""
    file = tmp_path / UNIT.name
    command = f'"{BIN / "onrecord"}"'
    file.write_text(UNIT.read_text().replace("/opt/onrecord/bin/onrecord", command))
    return file


@pytest.mark.skipif(not ANALYZE, reason="systemd is not installed")
def test_systemd_understands_it_and_finds_little_exposed(here: Path) -> None:
    verified = subprocess.run(
        [str(ANALYZE), "verify", "--man=no", here], check=False, capture_output=True, text=True
    )
    assert [line for line in verified.stderr.splitlines() if UNIT.name in line] == []
    options = ["--offline=true", f"--threshold={MOST_EXPOSED * 10:g}"]
    subprocess.run([str(ANALYZE), "security", *options, here], check=True, capture_output=True)


def test_its_commands_serve_reload_and_stop(here: Path, tmp_path: Path) -> None:
    unit = configparser.RawConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(here)
    service, state = unit["Service"], tmp_path / "state"
    state.mkdir()
    given = dict(one.split("=", 1) for one in shlex.split(service["Environment"]))
    moved = {name: text.replace("/var/lib/onrecord", str(state)) for name, text in given.items()}
    served = Service(tmp_path)
    plain = {"PATH": os.environ["PATH"], "ONRECORD_BIND": served.at}
    before, start = (shlex.split(service[name]) for name in ("ExecStartPre", "ExecStart"))
    subprocess.run(before, check=True, env=plain | moved, cwd=state)
    with subprocess.Popen(
        start, env=plain | moved, cwd=state, stdout=subprocess.DEVNULL
    ) as process:
        wait_for(served.listens)
        served.send(1)
        reload = service["ExecReload"].replace("$MAINPID", str(process.pid))
        subprocess.run(shlex.split(reload), check=True)
        served.send(2)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=float(service["TimeoutStopSec"]))
    assert process.returncode == 0
    assert (state / "onrecord.db").is_file()
