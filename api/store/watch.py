"""Whether anything was committed to an SQLite file since it was last looked at."""

import sqlite3
from threading import Lock

from .files import Identity, StoreFile


class Watch:
    """Gives a file's version: another one after every commit that anybody makes.

    It is SQLite's `data_version`, asked of one connection that writes nothing: a connection does
    not see its own commits, and the numbers of two cannot be compared. It takes 3 µs.
    """

    def __init__(self, file: StoreFile) -> None:
        """Made where it is first used, since no connection may be carried over a fork."""
        self._file = file
        self._opening = Lock()
        self._asking = Lock()
        self._open: tuple[Identity, int, sqlite3.Cursor] | None = None
        self._opened = 0  # so often

    def version(self) -> object:
        """Ask for the version; raises sqlite3.Error where there is no file."""
        identity, held = self._file.recent_identity(), self._open
        if held is None or held[0] != identity:
            held = self._opened_again(identity)
        _, number, cursor = held
        with self._asking:
            return number, cursor.execute("PRAGMA data_version").fetchone()[0]

    def close(self) -> None:
        """Close the connection."""
        if self._open:
            self._open[2].connection.close()
            self._open = None

    def _opened_again(self, identity: Identity) -> tuple[Identity, int, sqlite3.Cursor]:
        with self._opening:
            if self._open is None or self._open[0] != identity:
                # That of a file that was there before is left to the threads that still ask it.
                self._opened += 1
                self._open = identity, self._opened, self._file.open().cursor()
            return self._open
