"""The two stores: one engine that writes in transactions, one that reads without."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Engine, Row, Select, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api.config import folder
from api.errors import Misconfigured

# A SELECT as a driver takes it: its text, and what makes its parameters of values by name.
Prepared: TypeAlias = tuple[str, Callable[[Mapping[str, Any]], Any]]
Rows: TypeAlias = Sequence[Row[*tuple[Any, ...]]]

# WAL lets readers go on while one writes; NORMAL loses no consistency with it, at most the last
# commits when the machine's power fails (https://sqlite.org/pragma.html#pragma_synchronous).
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "busy_timeout = 10000",
    "cache_size = -4096",  # KiB, of each connection: the system caches the file for all
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
        self._prepared = lru_cache(maxsize=1024)(self._prepare)
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
            return self._read(statement, values)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return self._read(statement, values)  # the server restarted; the pool is new by now

    def _read(self, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]) -> Rows:
        sql, parameters = self._prepared(statement)
        with self.reads.connect() as connection:
            return connection.exec_driver_sql(sql, parameters(values)).all()

    def _prepare(self, statement: Select[*tuple[Any, ...]]) -> Prepared:
        """Render a SELECT once.

        The engine's own cache finds a statement by its structure, and to hash one as large as an
        answer takes longer than to run it: here it is found by identity.
        """
        compiled = statement.compile(self.reads)
        dialect = self.reads.dialect
        processors = [
            (name, bind.type.dialect_impl(dialect).bind_processor(dialect), bind.value)
            for name, bind in compiled.binds.items()
        ]

        def parameters(values: Mapping[str, Any]) -> Any:
            bound = {
                name: process(values.get(name, default)) if process else values.get(name, default)
                for name, process, default in processors
            }
            return bound if order is None else tuple(bound[name] for name in order)

        order = compiled.positiontup if compiled.positional else None
        return str(compiled), parameters

    def must_be_current(self) -> None:
        """Raise Misconfigured where the tables are not those of this version.

        It asks the store and the files themselves: Alembic takes half a second to load.
        """
        numbers = (file.name[:4] for file in folder("migrations").glob("versions/[0-9]*.py"))
        wanted, found = max(numbers), None
        if inspect(self.reads).has_table("alembic_version"):
            with self.reads.connect() as connection:
                found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if found != wanted:
            state = f"is at revision {found}" if found else "has no tables yet"
            raise Misconfigured(
                f"The store {state}, this version needs {wanted}: run onrecord db upgrade"
            )

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
    """A number as JSON: the shortest digits that read back as the same float."""
    return None if value is None else repr(value)
