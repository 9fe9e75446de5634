"""Nothing that was answered is lost, whatever is killed: a few times here, 50 in `make faults`."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import postgresql
from tests.articles import article
from tests.faults.load import (
    Load,
    ask,
    goes_on,
    memory,
    must_have_lost_nothing,
    report,
    stored,
    workers,
)
from tests.service import ONRECORD, Service, wait_for

TIMES = int(os.environ.get("FAULTS_TIMES", "3"))
SECONDS = int(os.environ.get("FAULTS_SECONDS", "6"))


class Running(NamedTuple):
    """A service, and the server of its store where it has one."""

    service: Service
    server: postgresql.Server | None

    @property
    def store(self) -> str:
        """What its store is called."""
        return "PostgreSQL" if self.server else "SQLite"


@pytest.fixture(params=["sqlite", "postgresql"])
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    if request.param == "sqlite":
        yield Running(Service(tmp_path), None)
        return
    with postgresql.started(postgresql.KILLABLE) as server:
        yield Running(Service(tmp_path, server.url), server)


def start(service: Service) -> subprocess.Popen[bytes]:
    """Start it, as often as the workers of a master that was killed still have its address."""
    while True:
        process = subprocess.Popen(
            [ONRECORD, "serve"],
            env=service.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while process.poll() is None:
            if workers(process) and ask(service, "GET", "/healthz")[0] == 200:
                return process
            time.sleep(0.05)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=60)


def strike(
    running: Running,
    what: str,
    once: Callable[[subprocess.Popen[bytes], int], subprocess.Popen[bytes]],
) -> None:
    """Do it to a service under load, again and again, and look whether it has lost anything.

    `once` takes the master, and which time it is; it gives the master that serves from then on.
    """
    began, load = time.monotonic(), Load(running.service)
    master = start(running.service)
    with load.running():
        for turn in range(TIMES):
            goes_on(load)
            master = once(master, turn)
        goes_on(load)
    must_have_lost_nothing(load)
    report(what, TIMES, load, began)
    stop(master)


def test_workers_that_are_killed(running: Running) -> None:
    def kill(master: subprocess.Popen[bytes], _turn: int) -> subprocess.Popen[bytes]:
        with suppress(ProcessLookupError, IndexError):
            os.kill(workers(master)[0], signal.SIGKILL)
        return master

    strike(running, f"kill -9 of a worker, {running.store}", kill)


def test_masters_that_are_killed(running: Running) -> None:
    def kill(master: subprocess.Popen[bytes], _turn: int) -> subprocess.Popen[bytes]:
        master.kill()
        master.wait()
        return start(running.service)

    strike(running, f"kill -9 of the master, {running.store}", kill)


def test_a_server_of_postgresql_that_is_killed(running: Running) -> None:
    server = running.server
    if not server:
        pytest.skip("SQLite has no server")

    def kill(master: subprocess.Popen[bytes], _turn: int) -> subprocess.Popen[bytes]:
        server.kill()
        server.start()
        return master

    strike(running, "kill -9 of PostgreSQL, all its processes", kill)


def test_being_told_to_stop_or_to_reload_in_the_middle(running: Running) -> None:
    def tell(master: subprocess.Popen[bytes], turn: int) -> subprocess.Popen[bytes]:
        if turn % 2:
            master.send_signal(signal.SIGHUP)
            return master
        stop(master)
        return start(running.service)

    strike(running, f"SIGTERM and SIGHUP in turn, {running.store}", tell)


def test_one_article_that_fifty_send_at_once(running: Running) -> None:
    master = start(running.service)
    body = json.dumps(article(title="1"))
    for _ in range(TIMES):
        with ThreadPoolExecutor(50) as senders:
            sent = [
                senders.submit(ask, running.service, "POST", "/v1/articles", body)
                for _ in range(50)
            ]
        statuses = [one.result()[0] for one in sent]
        assert set(statuses) <= {200, 201, 503}
        assert len({one.result()[1]["id"] for one in sent if one.result()[0] in {200, 201}}) == 1
    assert stored(running.service) == [1]
    stop(master)


def test_more_than_can_be_done_is_refused_in_flat_memory(running: Running) -> None:
    """Many more clients than there are threads and places to wait."""
    running.service.environment["ONRECORD_QUEUE"] = "8"
    began, load = time.monotonic(), Load(running.service, clients=48)
    master = start(running.service)
    used: list[int] = []
    with load.running():
        for _ in range(SECONDS * 2):
            time.sleep(0.5)
            used.append(memory([master.pid, *workers(master)]))
        wait_for(lambda: load.answers["POST", 503] > 0)
        assert ask(running.service, "GET", "/healthz")[0] == 200
    must_have_lost_nothing(load)
    third = len(used) // 3
    early, late = max(used[third : 2 * third]), max(used[-third:])
    assert late < early * 1.1 + 10_000_000
    megabytes = f"{early // 1_000_000} MB, then {late // 1_000_000} MB"
    report(f"overload for {SECONDS} s ({megabytes}), {running.store}", 1, load, began)
    wait_for(lambda: ask(running.service, "GET", "/v1/articles?limit=1")[0] == 200)
    stop(master)
