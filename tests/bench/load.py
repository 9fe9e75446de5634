"""Load by wrk, and what it cost the server."""

import itertools
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench import processes

CONNECTIONS = 32
_MARKS: Iterator[int] = itertools.count(1)


class Load(NamedTuple):
    """What a server did: per second, and in microseconds of processor time for each request."""

    requests: float
    processor: float
    database: float  # of a database server, where there is one
    p50: float  # milliseconds
    p99: float


def must_have_wrk() -> None:
    """End here where the tool is missing."""
    if not shutil.which("wrk"):
        raise SystemExit("The bench loads the servers with wrk: apt-get install wrk")


def load(
    server: processes.Running, requests: Path, seconds: float, database: int | None = None
) -> Load:
    """Send a file's requests for some seconds; raises where one of them is refused."""
    before = processes.processor_time(server.process)
    database_before = processes.processor_time(database) if database else 0.0
    found = _wrk(server.address, requests, seconds)
    spent = processes.processor_time(server.process) - before
    on_database = processes.processor_time(database) - database_before if database else 0.0
    count = found["requests"]
    if found["refused"] or found["broken"] or not count:
        raise RuntimeError(f"{requests.name} at {server.address}: {found}")
    return Load(
        count / found["seconds"],
        spent / count * 1e6,
        on_database / count * 1e6,
        found["p50"],
        found["p99"],
    )


def _wrk(address: str, requests: Path, seconds: float) -> dict[str, float]:
    script = str(Path(__file__).with_name("wrk.lua"))
    run = subprocess.run(
        [
            *("wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--timeout", "10s"),
            *("--duration", f"{seconds:.0f}s", "--latency", "--script", script, address),
            *("--", str(requests), str(next(_MARKS))),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=seconds + 60,
    )
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found
