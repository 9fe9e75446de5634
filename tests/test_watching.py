"""Whether anything was committed to an SQLite file."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api.store.files import StoreFile
from api.store.watch import Watch

WRITE = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"


@pytest.fixture(params=["wal", "delete"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    path = str(tmp_path / "store.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {request.param}")
        connection.execute("CREATE TABLE said (what TEXT)")
    return path


@pytest.fixture
def writer(file: str) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


def test_each_commit_has_its_own_version(file: str, writer: sqlite3.Connection) -> None:
    watch = Watch(StoreFile(Path(file)))
    seen = [watch.version()]
    for turn in range(5):
        writer.execute("INSERT INTO said VALUES ('so')")
        seen.append(watch.version())
        assert watch.version() == seen[-1]
        if turn == 2:  # the log starts again
            writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert len(set(seen)) == len(seen)
    watch.close()


def test_what_is_not_committed_changes_nothing(file: str, writer: sqlite3.Connection) -> None:
    watch = Watch(StoreFile(Path(file)))
    before = watch.version()
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO said VALUES ('so')")
    writer.execute("ROLLBACK")
    assert watch.version() == before
    watch.close()


def test_a_file_that_all_others_leave_is_still_watched(file: str) -> None:
    watch = Watch(StoreFile(Path(file)))
    seen = [watch.version()]
    for _ in range(3):
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("INSERT INTO said VALUES ('so')")
        seen.append(watch.version())
    assert len(set(seen)) == len(seen)
    watch.close()


def test_a_link_is_watched_where_it_leads(file: str, writer: sqlite3.Connection) -> None:
    link = Path(f"{file}.link")
    link.symlink_to(file)
    watch = Watch(StoreFile(link))
    before = watch.version()
    writer.execute("INSERT INTO said VALUES ('so')")
    assert watch.version() != before
    watch.close()


def test_to_stop_watching_leaves_locks_alone(file: str, writer: sqlite3.Connection) -> None:
    writer.execute("BEGIN IMMEDIATE")
    watch = Watch(StoreFile(Path(file)))
    watch.version()
    watch.close()
    other = [sys.executable, "-c", WRITE, file]
    assert b"locked" in subprocess.run(other, capture_output=True, check=False).stderr
    writer.execute("ROLLBACK")
    assert subprocess.run(other, check=False).returncode == 0
