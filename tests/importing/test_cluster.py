"""A real cluster of Dask reads as this machine does, whatever becomes of its workers."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from api.cli import main
from api.errors import Error, Misconfigured
from api.importing.cluster import Cluster
from api.importing.pool import Done, Item, LocalPool
from api.importing.records import Options, Record, Rejected
from api.store.database import Database
from tests import stores
from tests.importing import material
from tests.importing.test_import import reasons, run, stored
from tests.importing.test_poisoned import endless
from tests.service import ONRECORD, wait_for

dask: Any = pytest.importorskip("dask")
distributed: Any = pytest.importorskip("distributed")
COUNT = 150


@contextmanager
def _cluster() -> Iterator[str]:
    """Two workers, each a process that is started again when it dies; where their scheduler is."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        # Another process that runs tests has the usual port; any free one will do.
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as made,
    ):
        yield str(made.scheduler_address)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with _cluster() as found:
        yield found


@pytest.fixture
def own_address() -> Iterator[str]:
    """A cluster for one test: what is killed as it starts again does not start once more."""
    with _cluster() as found:
        yield found


def _items() -> Iterator[Item]:
    """Records of several formats, some of which do harm, and what is no record."""
    for number, line in enumerate(material.lines(30).encode().splitlines()):
        yield Item(number, Record(f"line {number}", "json_lines", line))
    yield Item("page", Record("page", "html", material.page().encode()))
    yield Item("front page", Record("front", "html", material.FRONT_PAGE.encode()))
    yield Item("bad", Rejected("bad", "It was none."))
    yield Item("end", None)


def test_it_gives_what_this_machine_gives(address: str) -> None:
    with LocalPool(2) as pool:
        here = list(pool.map(_items(), Options()))
    with Cluster(address) as pool:
        there = list(pool.map(_items(), Options()))
    assert there == here
    assert sum(len(done.results) for done in there) == 33


def test_what_never_ends_costs_its_own_record(address: str) -> None:
    def items() -> Iterator[Item]:
        for number, content in enumerate([b"1", b"endless", b"deadly", b"hungry", b"2"]):
            yield Item(None, Record(str(number), "text", content))

    with Cluster(address, endless, deadline=1) as pool:
        results: list[Any] = [done.results for done in pool.map(items(), Options())]
    assert results[0] == [b"1"]
    assert results[4] == [b"2"]
    assert [one.reason for (one,) in results[1:4]] == [
        "It could not be read within 1 s.",
        "It ended the process that read it.",
        "To read it takes more memory than one record may.",
    ]


def murderous(record: Record, _options: Options) -> list[Any]:
    """What a record would be that ends its worker: the process that gave it to be read."""
    if record.content == b"poison":
        os.kill(os.getppid(), signal.SIGKILL)
    return [record.content]


def test_a_record_that_ends_its_workers_is_found_and_rejected(own_address: str) -> None:
    contents = [b"a", b"b", b"poison", b"c"]
    items = [Item(None, Record(str(n), "text", content)) for n, content in enumerate(contents)]
    with Cluster(own_address, murderous) as pool:
        results = [done.results for done in pool.map(items, Options())]
    rejected = Rejected("2", "It ended every process of the cluster that read it.")
    assert results == [[b"a"], [b"b"], [rejected], [b"c"]]


def test_a_worker_that_is_killed_costs_time_alone(
    own_address: str, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text(material.lines(COUNT) + "{bad\n")

    class Killing(Cluster):
        """It kills one of the workers once something has been read."""

        def _done(self, *given: Any) -> Iterator[Done]:
            if victims:
                os.kill(victims.pop(), signal.SIGKILL)
            yield from super()._done(*given)

    with distributed.Client(own_address, set_as_default=False) as client:
        victims = [next(iter(client.run(os.getpid).values()))]
    rejects = tmp_path / "rejects.jsonl"
    tally = run(database, rejects, tmp_path / "a.jsonl", pool=Killing(own_address))
    assert not victims
    assert (tally.stored, tally.known, tally.rejected) == (COUNT, 0, 1)
    assert {url for url, *_ in stored(database)} == {
        f"https://gull.example/{number}" for number in range(COUNT)
    }
    assert set(reasons(rejects)) == {"a.jsonl"}


@contextmanager
def _scheduler() -> Iterator[tuple[str, subprocess.Popen[bytes], subprocess.Popen[bytes]]]:
    """A scheduler and its one worker, which can be killed: processes of their own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    module = [sys.executable, "-m", "dask"]
    own = ("scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2])
    worker = ("worker", address, "--no-nanny", "--nthreads", "1")
    with (
        subprocess.Popen([*module, *own, "--no-dashboard"], stderr=subprocess.DEVNULL) as one,
        subprocess.Popen([*module, *worker, "--no-dashboard"], stderr=subprocess.DEVNULL) as other,
    ):
        try:
            yield address, one, other
        finally:
            one.kill()
            other.kill()


def test_where_no_worker_is_left_the_import_ends() -> None:
    items = [Item(None, Record("0", "text", b"endless"))]
    with _scheduler() as (there, _, worker), Cluster(there, endless, patience=20) as pool:
        pool._patience = 1  # noqa: SLF001 (the first one may take a while)
        worker.kill()
        with pytest.raises(Error, match="has had no worker for 1 s"):
            list(pool.map(items, Options()))


def test_a_scheduler_that_is_frozen_ends_the_import() -> None:
    items = [Item(None, Record("0", "text", b"endless"))]
    with _scheduler() as (there, scheduler, _), Cluster(there, endless, patience=20) as pool:
        pool._patience = 1  # noqa: SLF001 (the first worker may take a while)
        scheduler.send_signal(signal.SIGSTOP)
        with pytest.raises(Error, match="no longer answers"):
            list(pool.map(items, Options()))


def test_a_scheduler_that_dies_ends_the_import_which_goes_on_with_another(
    address: str, tmp_path: Path
) -> None:
    archive, rejects = tmp_path / "a.jsonl", tmp_path / "rejects.jsonl"
    archive.write_text(material.lines(COUNT) + "{bad\n")
    arguments = ["import", str(archive), "--rejects", str(rejects), "--scheduler"]
    environment = {"ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path}/store.db"}
    runner = CliRunner(env=environment)
    stores.make(environment["ONRECORD_DATABASE_URL"])
    with (
        stores.opened(environment["ONRECORD_DATABASE_URL"]) as database,
        _scheduler() as (there, scheduler, _),
        subprocess.Popen(
            [ONRECORD, *arguments, there], env=os.environ | environment, stderr=subprocess.PIPE
        ) as process,
    ):
        wait_for(lambda: bool(stored(database)))
        scheduler.kill()
        said = process.communicate()[1].decode()
        assert process.returncode == 1, said
        gone = (
            f"Error: The scheduler at {there} no longer answers. "
            "The same command goes on from here."
        )
        assert said.splitlines()[-1] == gone
        assert "Traceback" not in said
        kept = len(stored(database))
        assert 0 < kept < COUNT
        resumed = runner.invoke(main, [*arguments, address, "--json"])
        tally = json.loads(resumed.stdout.splitlines()[-1])
        assert (tally["stored"], tally["known"], tally["rejected"]) == (COUNT - kept, 0, 1)
        undisturbed = {(f"https://gull.example/{n}", 1, 1) for n in range(COUNT)}
        assert stored(database) == undisturbed


def test_an_address_where_nobody_answers() -> None:
    soon = dask.config.set({"distributed.comm.timeouts.connect": "1s"})
    with (
        soon,
        pytest.raises(Misconfigured, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"),
    ):
        Cluster("tcp://127.0.0.1:9")
