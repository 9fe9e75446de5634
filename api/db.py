"""The two stores: one engine that writes in transactions, one that reads without."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Engine, Row, Select, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Rows: TypeAlias = Sequence[Row[*tuple[Any, ...]]]

# WAL lets readers go on while one writes; NORMAL loses no consistency with it, at most the last
# commits when the machine's power fails (https://sqlite.org/pragma.html#pragma_synchronous).
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "busy_timeout = 10000",
    "cache_size = -16384",  # KiB
    "mmap_size = 268435456",
    "temp_store = MEMORY",
)


class Database:
    """A store and the ways to it.

    `writes` begins and commits transactions. `reads` is in autocommit: a read is one statement,
    and on PostgreSQL a rollback at each return to the pool would also forget what psycopg has
    prepared.
    """

    def __init__(self, url: str) -> None:
        """Take a checked URL, as Settings gives it; nothing is opened yet."""
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            Path(str(self.url.database)).absolute().parent.mkdir(parents=True, exist_ok=True)
        self.writes = self._engine(pool_pre_ping=not self.is_sqlite)  # servers restart
        self.reads = self._engine(isolation_level="AUTOCOMMIT", pool_reset_on_return=None)
        if self.is_sqlite:
            event.listen(self.writes, "begin", _begin_immediate)

    def _engine(self, **options: Any) -> Engine:
        if self.is_sqlite:
            engine = create_engine(self.url, **options)
            event.listen(engine, "connect", _prepare_sqlite)
            return engine
        return create_engine(self.url, **options)

    def session(self) -> Session:
        """A session whose transaction begins with its first statement."""
        return Session(self.writes, expire_on_commit=False)

    def read(self, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]) -> Rows:
        """All rows of one SELECT, outside any transaction."""
        try:
            with self.reads.connect() as connection:
                return connection.execute(statement, values).all()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        with self.reads.connect() as connection:  # the server restarted; the pool is new by now
            return connection.execute(statement, values).all()

    def dispose(self) -> None:
        """Close every connection that is not in use."""
        self.writes.dispose()
        self.reads.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # pysqlite's own BEGIN breaks SAVEPOINT: take it over
    connection.create_function("json_number", 1, json_number, deterministic=True)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:
    """Take the write lock at once: two that upgrade from reading would refuse each other."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def json_number(value: float | None) -> str | None:
    """A number as JSON: the shortest digits that read back as the same float.

    SQLite before 3.42 prints 15 of 17 digits by itself. Whole numbers have no ".0".
    """
    if value is None:
        return None
    text = repr(value)
    return text.removesuffix(".0")
