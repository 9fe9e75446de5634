"""Whether anything was committed to an SQLite file since it was last looked at."""

import sqlite3


class Watch:
    """Gives a file's version: another one after every commit that anybody makes.

    It is SQLite's `data_version`, asked of one connection that writes nothing: a connection does
    not see its own commits, and the numbers of two cannot be compared. It takes 3 µs.
    """

    def __init__(self, path: str) -> None:
        """Open it; made where it is first used, since no connection may be carried over a fork."""
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    def version(self) -> object:
        """Ask for the version."""
        return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
