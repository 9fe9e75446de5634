"""Counting for all processes and machines in PostgreSQL, as a storage of the library limits.

The library has none. Counts are in a table of their own, which is not logged: a crash forgets them.
"""

import threading
import time
from contextlib import suppress
from typing import Any

import psycopg
from limits.storage import Storage

_TABLE = """
CREATE UNLOGGED TABLE IF NOT EXISTS rate_limits (
    key text PRIMARY KEY, count integer NOT NULL, ends double precision NOT NULL
) WITH (fillfactor = 70)
"""
# By the clock of the server, since those of machines differ.
_INCREASE = """
INSERT INTO rate_limits AS kept VALUES
    (%(key)s, %(amount)s, extract(epoch FROM clock_timestamp()) + %(seconds)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN kept.ends <= extract(epoch FROM clock_timestamp())
        THEN excluded.count ELSE kept.count + excluded.count END,
    ends = CASE WHEN kept.ends <= extract(epoch FROM clock_timestamp())
        THEN excluded.ends ELSE kept.ends END
RETURNING count, ends - extract(epoch FROM clock_timestamp())
"""
_COUNT = (
    "SELECT count FROM rate_limits WHERE key = %s AND ends > extract(epoch FROM clock_timestamp())"
)
_OVER = "DELETE FROM rate_limits WHERE ends <= extract(epoch FROM clock_timestamp())"
SWEEP = 60.0  # seconds between two times that what is over is deleted
SECONDS = 1  # that it may take


class PostgreSQLStorage(Storage):
    """One connection for each thread, outside any transaction."""

    STORAGE_SCHEME = ["postgresql"]  # noqa: RUF012 (as the library declares it)

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        self._uri = uri
        self._held = threading.local()
        self._swept = time.monotonic()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What is raised where it does not answer."""
        return psycopg.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, and remember when the window ends."""
        if time.monotonic() - self._swept > SWEEP:
            self._swept = time.monotonic()
            self._run(_OVER, None)
        values = {"key": key, "amount": amount, "seconds": expiry}
        count, left = self._run(_INCREASE, values)[0]
        self._held.ends = key, time.time() + left
        return int(count)

    def get(self, key: str) -> int:
        """How many there were in the window of now."""
        rows = self._run(_COUNT, [key])
        return int(rows[0][0]) if rows else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends that this thread has just counted in; else now."""
        counted, ends = getattr(self._held, "ends", (None, 0.0))
        return float(ends) if counted == key else time.time()

    def check(self) -> bool:
        """Whether it answers."""
        try:
            self._run("SELECT 1", None)
        except psycopg.Error:
            return False
        return True

    def reset(self) -> int | None:
        """Forget all."""
        self._run("DELETE FROM rate_limits", None)
        return None

    def clear(self, key: str) -> None:
        """Forget what one key has sent."""
        self._run("DELETE FROM rate_limits WHERE key = %s", [key])

    def _run(self, statement: str, values: Any) -> list[Any]:
        cursor = self._connection().execute(statement, values)
        return cursor.fetchall() if cursor.description else []

    def _connection(self) -> psycopg.Connection[Any]:
        """This thread's; one that broke is replaced."""
        held: psycopg.Connection[Any] | None = getattr(self._held, "connection", None)
        if held is None or held.closed:
            held = self._held.connection = psycopg.connect(
                self._uri,
                autocommit=True,
                connect_timeout=SECONDS,
                options=f"-c statement_timeout={SECONDS}s",
                tcp_user_timeout=SECONDS * 1000,
            )
            with suppress(psycopg.errors.UniqueViolation):  # another was making it
                held.execute(_TABLE)
        return held
