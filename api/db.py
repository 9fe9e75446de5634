"""The two stores: one engine that writes in transactions, one that reads without."""

import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import (
    Connection,
    CursorResult,
    Dialect,
    Engine,
    Executable,
    PoolProxiedConnection,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.orm import Session

from api.config import folder
from api.errors import Misconfigured, TooLong

Values: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = Sequence[tuple[Any, ...]]

# WAL lets readers go on while one writes; NORMAL loses no consistency with it, at most the last
# commits when the machine's power fails (https://sqlite.org/pragma.html#pragma_synchronous).
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "busy_timeout = 10000",
    "mmap_size = 268435456",  # reads take pages from the system's cache, without a copy,
    "cache_size = -1024",  # so that a larger one of each connection's own (KiB) gains nothing
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
        event.listen(self.reads, "connect", _give_bytes)
        self._held = threading.local()
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

    def read(self, statement: Executable, values: Values) -> Rows:
        """All rows of one SELECT, outside any transaction; text is UTF-8, ready to be sent.

        Straight from the driver: SQLAlchemy's own connection and result would take as long again
        as a short SELECT does. Each thread keeps a connection for its reads.
        """
        sql, parameters = _prepared(statement, self.reads.dialect)
        bound = parameters(values)
        connection = self._connection()
        try:
            return self._execute(connection, sql, bound)
        except self.reads.dialect.loaded_dbapi.Error as error:
            if not self.reads.dialect.is_disconnect(error, connection.driver_connection, None):
                raise
            connection.invalidate(error)
            self.reads.dispose()  # the server restarted: no other connection is good either
            self._held.connection = None
        return self._execute(self._connection(), sql, bound)

    def read_within(self, seconds: float, statement: Executable, values: Values) -> Rows:
        """The same for a SELECT that may take long; raises TooLong where it takes longer."""
        driver: Any = self._connection().driver_connection
        stop = threading.Timer(seconds, driver.interrupt if self.is_sqlite else driver.cancel_safe)
        stop.start()
        try:
            return self.read(statement, values)
        except self.reads.dialect.loaded_dbapi.OperationalError as error:
            if not stop.finished.is_set():
                raise
            raise TooLong(f"This would take longer than {seconds:g} seconds.") from error
        finally:
            stop.cancel()
            stop.join()  # so that it stops nothing that comes after

    def _connection(self) -> PoolProxiedConnection:
        held: PoolProxiedConnection | None = getattr(self._held, "connection", None)
        if held is None:
            held = self._held.connection = self.reads.raw_connection()
        return held

    @staticmethod
    def _execute(connection: PoolProxiedConnection, sql: str, bound: Any) -> Rows:
        driver: Any = connection.driver_connection
        rows: Rows = driver.execute(sql, bound).fetchall()
        return rows

    def must_be_current(self) -> None:
        """Raise Misconfigured where the tables are not those of this version.

        It asks the store and the files themselves: Alembic takes half a second to load.
        """
        numbers = (file.name[:4] for file in folder("migrations").glob("versions/[0-9]*.py"))
        wanted, found = max(numbers), None
        if inspect(self.writes).has_table("alembic_version"):
            with self.writes.connect() as connection:
                found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if found != wanted:
            state = f"is at revision {found}" if found else "has no tables yet"
            raise Misconfigured(
                f"The store {state}, this version needs {wanted}: run onrecord db upgrade"
            )

    def dispose(self) -> None:
        """Close every connection that is not in use."""
        self.writes.dispose()
        self._held = threading.local()
        self.reads.dispose()


def execute(connection: Connection, statement: Executable, values: Values) -> CursorResult[Any]:
    """Run one statement of many that are alike, inside a transaction, as `Database.read` does."""
    sql, parameters = _prepared(statement, connection.dialect)
    return connection.exec_driver_sql(sql, parameters(values))


@lru_cache(maxsize=1024)
def _prepared(statement: Any, dialect: Dialect) -> tuple[str, Callable[[Values], Any]]:
    """A statement as a driver takes it: its text, and what makes its parameters of values by name.

    An engine's own cache finds a statement by its structure, and to hash one as large as an answer
    takes longer than to run it: here it is found by identity.
    """
    compiled = statement.compile(dialect=dialect)
    processors = [
        (name, bind.type.dialect_impl(dialect).bind_processor(dialect), bind.value)
        for name, bind in compiled.binds.items()
    ]

    def parameters(values: Values) -> Any:
        bound = {
            name: process(values.get(name, default)) if process else values.get(name, default)
            for name, process, default in processors
        }
        return bound if order is None else tuple(bound[name] for name in order)

    order = compiled.positiontup if compiled.positional else None
    return str(compiled), parameters


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # pysqlite's own BEGIN breaks SAVEPOINT: take it over
    connection.create_function("json_number", 1, json_number, deterministic=True)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _give_bytes(connection: Any, _record: object) -> None:
    """Give text as bytes: answers are made of it, and to decode and encode it costs a fifth."""
    if isinstance(connection, sqlite3.Connection):
        connection.text_factory = bytes
        return
    from psycopg.adapt import Loader  # noqa: PLC0415 (an extra: not there where SQLite is enough)

    class Undecoded(Loader):
        def load(self, data: Any) -> bytes:
            return bytes(data)

    connection.adapters.register_loader("text", Undecoded)


def _begin_immediate(connection: Any) -> None:
    """Take the write lock at once: two that upgrade from reading would refuse each other."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def json_number(value: float | None) -> str | None:
    """A number as JSON: the shortest digits that read back as the same float."""
    return None if value is None else repr(value)
