"""Straight to each store's driver: how a thread reads, on a connection of its own, and writes.

SQLAlchemy's own connection and result would take as long again as a short statement does.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from sqlalchemy import Dialect
from sqlalchemy.exc import InvalidatePoolError

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.pq.abc import PGresult

    from .pulse import Pulse

Rows: TypeAlias = Sequence[tuple[Any, ...]]
Values: TypeAlias = Mapping[str, Any]

_CANCELLING = 5.0  # seconds that to ask for it may take
MOST = 300  # statements that a connection to PostgreSQL keeps prepared
# Between the rows of what is as_one_row: in no JSON text, where control characters are escaped.
_BETWEEN = b"\x1e"


class Prepared(NamedTuple):
    """A statement as a driver takes it: its text, and what makes its parameters of values by name.

    `custom` and `as_one_row` as statements.custom_plan and statements.as_one_row have them.
    """

    sql: str
    parameters: Callable[[Values], Any]
    custom: bool
    as_one_row: bool


class Outcome(NamedTuple):
    """What a statement gave: its rows, whose columns have names, and how many rows it wrote."""

    names: tuple[str, ...]
    rows: Rows
    written: int


class StoreReader(Protocol):
    """A connection that is read from; text is UTF-8, ready to be sent."""

    def read(self, prepared: Prepared, values: Values) -> Rows:
        """All rows of one SELECT; raises the driver's errors."""

    def interrupt(self) -> None:
        """End what is being read, from another thread."""


class SQLiteReader:
    """Reads from a file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._cursor = connection.cursor()
        self.interrupt = connection.interrupt

    def read(self, prepared: Prepared, values: Values) -> Rows:
        """All rows of one SELECT, which SQLite plans once and hands over without waiting."""
        return self._cursor.execute(prepared.sql, prepared.parameters(values)).fetchall()


class StoreWriter(Protocol):
    """A connection that is written to; `dialect` renders the statements that it takes."""

    dialect: Dialect

    def run(self, prepared: Prepared, values: Values) -> Outcome:
        """Run one statement; raises the driver's errors."""

    def run_each(self, prepared: Prepared, each: Sequence[Values]) -> Outcome:
        """Run one that gives no rows for each of several values."""


class SQLiteWriter:
    """Writes to a file, in a transaction that SQLAlchemy begins."""

    def __init__(self, connection: sqlite3.Connection, dialect: Dialect) -> None:
        self.dialect = dialect
        self._connection = connection

    def run(self, prepared: Prepared, values: Values) -> Outcome:
        """Run one statement; raises the driver's errors."""
        cursor = self._connection.execute(prepared.sql, prepared.parameters(values))
        if not cursor.description:
            return Outcome((), (), cursor.rowcount)
        names = tuple(column[0] for column in cursor.description)
        return Outcome(names, cursor.fetchall(), cursor.rowcount)

    def run_each(self, prepared: Prepared, each: Sequence[Values]) -> Outcome:
        """Run one that gives no rows for each of several values."""
        every = [prepared.parameters(values) for values in each]
        return Outcome((), (), self._connection.executemany(prepared.sql, every).rowcount)


class _LibPQ:
    """Statements through libpq, PostgreSQL's client library, as psycopg gives access to it.

    A psycopg cursor takes 30 µs to ask and to wait; to call libpq takes 9.
    """

    def __init__(self, connection: "Connection", pulse: "Pulse", name: str) -> None:
        from psycopg import errors, pq  # noqa: PLC0415 (installed where PostgreSQL is used)
        from psycopg.adapt import PyFormat, Transformer  # noqa: PLC0415

        self._libpq = connection.pgconn
        self._pulse, self._socket = pulse, connection.pgconn.socket
        self._transformer = Transformer(connection)
        self._python, self._text = PyFormat.TEXT, pq.Format.TEXT
        self._success = pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK
        self._error = errors.error_from_result
        self._name, self._names = name, dict[str, bytes]()  # of the statements that are prepared

    def _result(self, prepared: Prepared, values: Values) -> "PGresult":
        """What a statement gives whose parameters are written as $1, $2 and so on."""
        dumper = self._transformer.get_dumper
        texts: list[Any] = [  # to its types, no parameter may be NULL
            None if value is None else dumper(value, self._python).dump(value)
            for value in prepared.parameters(values)
        ]
        self._pulse.begin(self._socket)
        try:
            if prepared.custom:
                result = self._libpq.exec_params(prepared.sql.encode(), texts)
            else:
                result = self._libpq.exec_prepared(self._prepared(prepared.sql), texts)
        finally:
            self._pulse.end()
        self._must_be_good(result)
        return result

    def _prepared(self, sql: str) -> bytes:
        """The name of a statement, which the server keeps with its plan."""
        name = self._names.get(sql)
        if name is None:
            if len(self._names) >= MOST:
                self._must_be_good(self._libpq.exec_(b"DEALLOCATE ALL"))
                self._names.clear()
            name = f"{self._name}_{len(self._names)}".encode()
            self._must_be_good(self._libpq.prepare(name, sql.encode()))
            self._names[sql] = name
        return name

    def _must_be_good(self, result: "PGresult") -> None:
        if result.status not in self._success:
            raise self._error(result)

    def _loaded(self, result: "PGresult") -> Rows:
        loader, value = self._transformer.get_loader, result.get_value
        loads = [loader(result.ftype(at), self._text).load for at in range(result.nfields)]
        return [
            tuple(
                None if (text := value(row, at)) is None else load(text)
                for at, load in enumerate(loads)
            )
            for row in range(result.ntuples)
        ]


class PostgreSQLReader(_LibPQ):
    """Reads from a server."""

    def __init__(self, connection: "Connection", pulse: "Pulse") -> None:
        from psycopg import Error  # noqa: PLC0415 (installed where PostgreSQL is used)

        super().__init__(connection, pulse, "read")
        self._connection, self._nothing_to_end = connection, Error

    def read(self, prepared: Prepared, values: Values) -> Rows:
        """All rows of one SELECT."""
        result = self._result(prepared, values)
        return _split_row(result) if prepared.as_one_row else self._loaded(result)

    def interrupt(self) -> None:
        """End what is being read, from another thread; it may have ended by itself."""
        with suppress(self._nothing_to_end):
            self._connection.cancel_safe(timeout=_CANCELLING)


class PostgreSQLWriter(_LibPQ):
    """Writes to a server, in the transaction that psycopg would have begun."""

    def __init__(self, connection: "Connection", pulse: "Pulse", dialect: Dialect) -> None:
        from psycopg.pq import ExecStatus, TransactionStatus  # noqa: PLC0415 (where it is used)

        super().__init__(connection, pulse, "write")
        self.dialect = dialect
        self._connection, self._idle = connection, TransactionStatus.IDLE
        self._empty = ExecStatus.EMPTY_QUERY

    def must_answer(self) -> None:
        """Raise what makes a pool connect again where the connection is broken."""
        from psycopg import OperationalError  # noqa: PLC0415 (installed where it is used)

        try:
            with self._pulse.awaited(self._socket):
                is_there = self._libpq.exec_(b"").status == self._empty
        except OperationalError:
            is_there = False
        if not is_there:
            raise InvalidatePoolError

    def run(self, prepared: Prepared, values: Values) -> Outcome:
        """Run one statement; raises the driver's errors."""
        return self._run(prepared, values)

    def run_each(self, prepared: Prepared, each: Sequence[Values]) -> Outcome:
        """Run one that gives no rows for each of several values."""
        return Outcome((), (), sum(self._run(prepared, values).written for values in each))

    def _run(self, prepared: Prepared, values: Values) -> Outcome:
        if self._libpq.transaction_status == self._idle and not self._connection.autocommit:
            with self._pulse.awaited(self._socket):
                self._must_be_good(self._libpq.exec_(b"BEGIN"))
        result = self._result(prepared, values)
        names = [result.fname(at) or b"" for at in range(result.nfields)]
        rows = self._loaded(result) if names else ()
        return Outcome(tuple(map(bytes.decode, names)), rows, result.command_tuples or 0)


def as_one_row_sql(sql: str, columns: int) -> str:
    """The statement that gives the rows of another, which hold no NULL, in one.

    PostgreSQL sends rows in pieces of 8 KB, and each wakes the one that waits for them. Of 50 rows
    with 700 characters each that took more time than all else: 150 µs for 65.
    """
    names = [f"column_{at}" for at in range(columns)]
    texts = ", ".join(f"string_agg({name}::text, chr(30))" for name in names)
    return f"SELECT {texts} FROM ({sql}) AS each_row({', '.join(names)})"  # noqa: S608


def _split_row(result: "PGresult") -> Rows:
    """The rows of what was as_one_row, all values as text."""
    columns = [result.get_value(0, at) for at in range(result.nfields)]
    return list(
        zip(*(column.split(_BETWEEN) for column in columns if column is not None), strict=True)
    )
