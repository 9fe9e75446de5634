"""The file of an SQLite store: opened where it is there, and made only where that is meant."""

import os
import sqlite3
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any, TypeAlias

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from ..errors import StoreFull, StoreUnavailable

Identity: TypeAlias = tuple[int, int] | None  # device and inode; None where there is no file

# Seconds that a look at which file is there holds for reads. Writes look each time: what is written
# to a file that has lost its name is lost.
FRESH = 0.5
_ROOM = 1_000_000  # bytes: an article takes some 20,000


class StoreFile:
    """One path, and which file stands there.

    SQLite makes a file that is not there, and goes on with one that was moved away or deleted: what
    is written to that is lost. So none is made by opening it (`mode=rw`, https://sqlite.org/uri.html)
    and a connection is given up once another file, or none, has the name: before the next write,
    and for reads within FRESH seconds.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._name = str(self.path)
        self._log = self.path.with_name(f"{self.path.name}-wal")
        self._uri = f"{self.path.as_uri()}?mode=rw"
        self._known: tuple[Identity, Identity] = None, None  # the file opened last, and its log
        self._seen: tuple[float, Identity] = -inf, None  # until when it holds, and what was seen

    def create(self) -> None:
        """Make an empty file, and its folder, where there is none."""
        if self.identity() is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch()

    def identity(self) -> Identity:
        """Which file has the name now; it takes 2 µs, and more where others want the processor."""
        found = _identity(self._name)
        self._seen = monotonic() + FRESH, found
        return found

    def recent_identity(self) -> Identity:
        """The same as it was within the last FRESH seconds."""
        until, found = self._seen
        return found if monotonic() < until else self.identity()

    def must_have_room(self) -> None:
        """Raise StoreFull where its disk is full: a transaction notes that only when it commits."""
        disk = os.statvfs(self.path)
        if disk.f_bavail * disk.f_frsize < _ROOM:
            raise StoreFull("The store's disk is full.")

    def open(self) -> sqlite3.Connection:
        """A connection for any thread, in autocommit; raises StoreUnavailable."""
        self._must_be_there()
        return sqlite3.connect(self._uri, uri=True, isolation_level=None, check_same_thread=False)

    def keep(self, engine: Engine) -> None:
        """Have an engine's connections keep to it; after what else is done with new ones."""
        event.listen(engine, "do_connect", self._address)
        event.listen(engine, "connect", self._note)
        event.listen(engine, "checkout", self._must_be_the_same)

    def _address(
        self, _dialect: object, record: ConnectionPoolEntry, arguments: list[Any], named: Any
    ) -> None:
        # Noted before it is opened: where another takes its place meanwhile, that is noticed.
        record.info["file"] = self._must_be_there()
        arguments[0], named["uri"] = self._uri, True

    def _note(self, _connection: object, record: ConnectionPoolEntry) -> None:
        self._known = record.info["file"], _identity(self._log)

    def _must_be_the_same(
        self, _connection: object, record: ConnectionPoolEntry, _fairy: object
    ) -> None:
        if record.info["file"] != self.identity():
            raise DisconnectionError  # the pool opens a new one in its place, or says why it cannot

    def _must_be_there(self) -> Identity:
        """The file that is there; raises StoreUnavailable where to open it would do harm."""
        found = self.identity()
        if found is None:
            raise StoreUnavailable(f"The store does not answer: its file {self.path} is not there.")
        known, log = self._known
        if found != known and log and log == _identity(self._log):
            # SQLite would take what is in it for the new file's.
            raise StoreUnavailable(
                f"The store does not answer: {self.path} was replaced by another file, while "
                f"{self._log.name} still belongs to the one before. Move that away too."
            )
        return found


def _identity(path: str | Path) -> Identity:
    try:
        found = os.stat(path)  # noqa: PTH116 (half of what Path.stat takes)
    except OSError:
        return None
    return found.st_dev, found.st_ino
