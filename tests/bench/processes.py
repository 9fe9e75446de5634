"""Servers as processes: started, watched and, whatever happens, stopped."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.bench.stores import CACHE, ROOT

TICKS = os.sysconf("SC_CLK_TCK")
STARTING = 60  # seconds that a server may take
STOPPING = 5


class Running(NamedTuple):
    """A server that answers, and how many seconds it took to."""

    process: int
    address: str
    started: float


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str], path: str) -> Iterator[Running]:
    """Start a server, wait until it answers for this path, and stop it afterwards.

    `{port}` in the command and in the environment's values becomes a free port.
    """
    port = str(_free_port())
    address = f"http://127.0.0.1:{port}"
    begun = time.perf_counter()
    with (CACHE / "servers.log").open("ab") as log:
        process = subprocess.Popen(
            [part.replace("{port}", port) for part in command],
            env=os.environ | {k: v.replace("{port}", port) for k, v in environment.items()},
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        while not _answers(address + path):
            if process.poll() is not None or time.perf_counter() - begun > STARTING:
                raise RuntimeError(f"{command[0]} does not start: see {log.name}")
            time.sleep(0.005)
        yield Running(process.pid, address, time.perf_counter() - begun)
    finally:
        _stop(process)


def processor_time(root: int) -> float:
    """The seconds that a process and all below it have computed, also those that ended."""
    total = 0.0
    for process in tree(root):
        fields = _stat(process)
        total += sum(map(int, fields[11:15])) / TICKS  # utime, stime, cutime, cstime
    return total


def memory(root: int, without: str) -> float:
    """Megabytes of a process and all below it (PSS), without mappings of files named so."""
    kilobytes, counted = 0, True
    for process in tree(root):
        for line in Path(f"/proc/{process}/smaps").read_text().splitlines():
            name = line.partition(" ")[0]
            if not name.endswith(":"):
                counted = without not in line
            elif name == "Pss:" and counted:
                kilobytes += int(line.split()[1])
    return kilobytes * 1024 / 1e6


def tree(root: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def _stat(process: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on; none of a process that is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port: int = chosen.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (our own address)
            return bool(answer.read())
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{url}: {error.code} {error.read()[:500]!r}") from error
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the whole group to end, then end it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            continue
    process.wait()
