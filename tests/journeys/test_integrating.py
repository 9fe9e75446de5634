"""The program of docs/integrating.md, as somebody would run it."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.service import Service, wait_for

DOCUMENT = Path(__file__).parents[2] / "docs" / "integrating.md"


@contextmanager
def running(program: Path, service: Service, copy: Path) -> Iterator[None]:
    """Run it for as long as the block runs, then kill it."""
    process = subprocess.Popen([sys.executable, program, f"http://{service.at}", copy])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def figures(copy: Path) -> int:
    """Count what it has."""
    with closing(sqlite3.connect(copy)) as store:
        try:
            return int(store.execute("SELECT count(*) FROM figures").fetchone()[0])
        except sqlite3.OperationalError:  # it has not begun
            return 0


def test_the_program_stays_in_step_through_kills_and_restarts(tmp_path: Path) -> None:
    match = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert match
    program, copy = tmp_path / "program.py", tmp_path / "copy.db"
    program.write_text(match[1])
    service = Service(tmp_path)
    with service.served():
        service.send(1)
        with running(program, service, copy):
            wait_for(lambda: figures(copy) > 0)
            of_one = figures(copy)
        service.send(2)
    with running(program, service, copy), service.served():
        service.send(3)
        wait_for(lambda: figures(copy) == 3 * of_one)
