"""A power cut, as far as it can be made without one: what was synced is a store that is whole.

A store's files are copied at a moment at which all its processes stand still; then what need not
have reached the disk is taken away from the copy. So this holds as far as the two stores sync what
they say they do (https://sqlite.org/wal.html, https://www.postgresql.org/docs/18/wal.html).
"""

import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests import postgresql
from tests.faults.load import Load, goes_on, report, workers
from tests.faults.test_kills import TIMES, start, stop
from tests.service import Service, wait_for
from tests.stores import must_be_whole

CUTS = max(1, TIMES // 3)
MANY = 10
# No checkpoint comes by itself, and what is committed is synced, as it is by default.
SYNCED = ("checkpoint_timeout=1h", "max_wal_size=4GB", "listen_addresses=")
# Of the index of SQLite's log (https://sqlite.org/walformat.html): how many frames it has, and of
# how many the pages may have been written to the store itself, which they are once it is synced.
FRAMES, WRITTEN_BACK = 16, 128
HEADER, FRAME = 32, 24 + 4096  # bytes


@contextmanager
def standing_still(processes: list[int]) -> Iterator[None]:
    """Have processes stop in here, wherever they are."""
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    wait_for(lambda: all(_state(process) == "T" for process in processes))
    try:
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


def _state(process: int) -> str:
    return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0]


def test_sqlite_has_all_that_was_synced_and_is_whole(tmp_path: Path) -> None:
    """The end of its log is torn: `synchronous` is NORMAL, so the last commits may be lost."""
    service, chance = Service(tmp_path), random.Random(7)  # noqa: S311 (no secret)
    began, load = time.monotonic(), Load(service)
    master = start(service)
    images: list[tuple[Path, set[int]]] = []
    with load.running():
        for turn in range(CUTS):
            goes_on(load)
            time.sleep(chance.random() / 10)
            image = tmp_path / f"image{turn}"
            image.mkdir()
            taken = set(load.taken)
            with standing_still([master.pid, *workers(master)]):
                for file in tmp_path.glob("service.db*"):
                    shutil.copy(file, image)
            images.append((image / "service.db", taken))
    stop(master)
    for image, taken in images:
        log = image.with_name("service.db-wal")
        index = image.with_name("service.db-shm").read_bytes()
        (frames,), (least,) = (struct.unpack_from("=I", index, at) for at in (FRAMES, WRITTEN_BACK))
        whole = image.parent / "whole"
        whole.mkdir()
        for file in (image, log):
            shutil.copy(file, whole)
        assert taken <= numbers(whole / image.name)
        image.with_name("service.db-shm").unlink()
        kept = chance.randint(least, frames)
        os.truncate(log, min(log.stat().st_size, HEADER + kept * FRAME + chance.randrange(FRAME)))
        must_be_whole(f"sqlite:///{image}")
        assert numbers(image) <= numbers(whole / image.name)
    report("power cut, SQLite", CUTS, load, began)


def numbers(file: Path) -> set[int]:
    """The articles in a file."""
    with closing(sqlite3.connect(file)) as connection:
        return {int(title) for (title,) in connection.execute("SELECT title FROM articles")}


@pytest.mark.skipif(TIMES < MANY, reason="takes long: make faults has it")
def test_postgresql_has_all_that_it_committed(tmp_path: Path) -> None:
    """Of its files nothing was written since the checkpoint; its log is all that was synced."""
    with postgresql.started(SYNCED) as server:
        service = Service(tmp_path, server.url)
        began, whole = time.monotonic(), Load(service)
        master = start(service)
        for turn in range(CUTS):
            load = Load(service, first=1 + 100_000 * turn)
            with image_of(server, load) as (image, taken):
                image.start()
                with psycopg.connect(image.url.replace("+psycopg", "")) as connection:
                    rows = connection.execute("SELECT title FROM articles").fetchall()
                assert taken <= {int(title) for (title,) in rows}
                must_be_whole(image.url)
            whole.taken |= load.taken
            whole.answers += load.answers
        report("power cut, PostgreSQL", CUTS, whole, began)
        stop(master)


@contextmanager
def image_of(server: postgresql.Server, load: Load) -> Iterator[tuple[postgresql.Server, set[int]]]:
    """Give a server with what is on the disk, and the articles that were answered for by then."""
    image = postgresql.Server(Path(tempfile.mkdtemp(prefix="pg")), SYNCED)
    data, copy = server.folder / "data", image.folder / "data"
    try:
        image.prepare()  # for the folder's owner
        shutil.rmtree(copy)
        with load.running():
            goes_on(load)
            with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as connection:
                connection.execute("CHECKPOINT")
            with server.frozen():
                _copy(data, copy)
            goes_on(load)
            taken = set(load.taken)
            with server.frozen():
                shutil.rmtree(copy / "pg_wal")
                _copy(data / "pg_wal", copy / "pg_wal")
        (copy / "postmaster.pid").unlink()
        yield image, taken
    finally:
        with suppress(subprocess.CalledProcessError):
            image.stop()
        shutil.rmtree(image.folder)


def _copy(folder: Path, copy: Path) -> None:
    subprocess.run(["cp", "--archive", folder, copy], check=True)
