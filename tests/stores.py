"""Stores of this version for what tests start, without a run of all migrations for each."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from api.services import checking, upkeep
from api.store.database import Database

SQLITE = "sqlite:///"


def make(url: str) -> None:
    """Bring a store up to date; a new file of SQLite is a copy of one that was made before."""
    file = Path(url.removeprefix(SQLITE))
    if url.startswith(SQLITE) and not file.exists():
        file.write_bytes(_new_file())
        return
    with opened(url) as database:
        upkeep.upgrade(database)


@cache
def _new_file() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "store.db"
        with opened(f"{SQLITE}{file}") as database:
            upkeep.upgrade(database)
        return file.read_bytes()


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Open a store for a while."""
    database = Database(url)
    try:
        yield database
    finally:
        database.dispose()


def faults(database: Database) -> list[str]:
    """What `onrecord check` finds."""
    return [fault for outcome in checking.check(database) for fault in outcome.faults]


def must_be_whole(url: str) -> None:
    """Check a store, by an engine of its own."""
    with opened(url) as database:
        assert faults(database) == []
