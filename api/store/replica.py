"""A streaming replica of PostgreSQL that reads are answered from, once it is far enough."""

import threading
from math import inf
from time import monotonic, sleep
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from .database import Database

_RETRY = 5.0  # seconds that a replica that failed is left alone
_BETWEEN_LOOKS = 0.004  # seconds; it is behind by half a millisecond, most of the time
_CANCELED = "57014"
_OF_STATEMENT = {"22", "42"}  # classes of errors: of its data, and of how it is written
_POSITION = text("SELECT CAST(pg_current_wal_insert_lsn() AS text)")
_REPLAYED = text(
    "SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= CAST(:position AS pg_lsn)"
)


class Replica:
    """A server that follows the one that is written to, a moment behind it.

    Nobody reads what was true before a write that they know of: who wrote is given the log's
    position after it (`position`), and the replica answers whom it has caught up with.
    """

    def __init__(self, database: "Database") -> None:
        self.database = database
        self._own = threading.local()
        self._failed_at = -inf

    def may_answer(self, position: str | None, seconds: float) -> bool:
        """Whether it answers what this thread reads from now on; waits until it has caught up.

        For `seconds` at most. `position` is None for who knows of no write.
        """
        deadline = monotonic() + seconds
        while not (chosen := self._has(position)) and monotonic() < deadline:
            sleep(_BETWEEN_LOOKS)
        self._own.chosen = chosen
        return chosen

    def may_not_answer(self) -> None:
        """Have this thread read from the server that is written to."""
        self._own.chosen = False

    def is_chosen(self) -> bool:
        """Whether this thread reads from the replica."""
        return getattr(self._own, "chosen", False)

    def _has(self, position: str | None) -> bool:
        if monotonic() - self._failed_at < _RETRY:
            return False
        if position is None:
            return True
        try:
            ((has,),) = self.database.read_newest(_REPLAYED, {"position": position})
        except self.database.errors as error:
            self.must_have_failed(error)
            return False
        return bool(has)

    def must_have_failed(self, error: Exception) -> None:
        """Read from the other server for a while; raises an error that is the statement's own."""
        code = getattr(error, "sqlstate", None)
        if code == _CANCELED or (code and code[:2] in _OF_STATEMENT):
            raise error
        self._failed_at = monotonic()
        self.may_not_answer()


def position(database: "Database") -> str:
    """How far the log of the server that is written to has come: behind all commits so far."""
    ((position,),) = database.read_newest(_POSITION, {})
    return position.decode() if isinstance(position, bytes) else str(position)
