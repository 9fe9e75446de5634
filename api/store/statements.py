"""Statements that are run often: rendered once, and given to the driver straight.

SQLAlchemy finds a statement that it has compiled by its structure, and makes an object for each run
and one for its result: for most of these that takes longer than the store does.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from .drivers import Outcome, Prepared, StoreWriter, Values, as_one_row_sql

Statement = TypeVar("Statement", bound=Executable)

_CUSTOM_PLAN, _AS_ONE_ROW = "custom_plan", "as_one_row"  # options of statements


class Found:
    """What a statement gave, asked as SQLAlchemy's results are."""

    __slots__ = ("_outcome",)

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    @property
    def rowcount(self) -> int:
        """How many rows were written."""
        return self._outcome.written

    def all(self) -> list[Any]:
        """Its rows, whose columns have names."""
        return list(map(_row(self._outcome.names), self._outcome.rows))

    def one(self) -> Any:
        """Its only row; raises ValueError where there is another or none."""
        (row,) = self.all()
        return row

    def scalar_one(self) -> Any:
        """The first column of the only row."""
        return self.one()[0]

    def scalars(self) -> list[Any]:
        """The first column of each row."""
        return [row[0] for row in self._outcome.rows]

    def scalar(self) -> Any:
        """The first column of the first row; None where there is no row."""
        return next(iter(self.scalars()), None)


def custom_plan(statement: Statement) -> Statement:
    """Have PostgreSQL plan a statement for its values, each time.

    What is prepared is soon given one plan for all values. That for words of any kind would read
    through all that is stored for a rare one.
    """
    return statement.execution_options(**{_CUSTOM_PLAN: True})


def as_one_row(statement: Statement) -> Statement:
    """Have PostgreSQL send all rows of a SELECT at once, each value as text; none may be NULL."""
    return statement.execution_options(**{_AS_ONE_ROW: True})


def execute(
    store: Session | Connection, statement: Executable, values: Values | Sequence[Values]
) -> Found:
    """Run one statement of many that are alike, inside a transaction; for each of several values.

    Raises SQLAlchemy's errors, as a session does.
    """
    connection = connection_of(store) if isinstance(store, Session) else store
    writer: StoreWriter = connection.info["writer"]
    ready = prepared(statement, writer.dialect)
    try:
        if isinstance(values, Mapping):
            return Found(writer.run(ready, values))
        return Found(writer.run_each(ready, values))
    except connection.dialect.loaded_dbapi.Error as error:
        raise _translated(connection, ready.sql, error) from error


def connection_of(session: Session) -> Connection:
    """The connection of a session's transaction; to ask the session takes longer than an INSERT."""
    transaction = session.get_transaction()
    known, connection = session.info.get("connected", (None, None))
    if transaction is None or transaction is not known or connection.closed:
        connection = session.connection()
        session.info["connected"] = session.get_transaction(), connection
    return connection  # type: ignore[no-any-return]


def _translated(connection: Connection, sql: str, error: Exception) -> BaseException:
    """A driver's error as SQLAlchemy raises it; a connection that broke is given up."""
    dialect, driver = connection.dialect, connection.connection.dbapi_connection
    is_lost = dialect.is_disconnect(error, driver, None)  # type: ignore[arg-type]
    if is_lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,  # what fails is logged: without anybody's text
        connection_invalidated=is_lost,
        dialect=dialect,
    )


@lru_cache(maxsize=1024)
def prepared(statement: Any, dialect: Dialect) -> Prepared:
    """A statement as a driver takes it.

    An engine's own cache finds a statement by its structure, and to hash one as large as an answer
    takes longer than to run it: here it is found by identity.
    """
    compiled = statement.compile(dialect=dialect)
    names = list(compiled.positiontup or ())
    binds = [compiled.binds[name] for name in names]
    defaults = {name: bind.value for name, bind in zip(names, binds, strict=True)}
    found = [bind.type.dialect_impl(dialect).bind_processor(dialect) for bind in binds]
    processors = [(at, process) for at, process in enumerate(found) if process]
    chosen = _chosen(names)

    def parameters(values: Values) -> Sequence[Any]:
        try:
            bound = chosen(values)
        except KeyError:
            bound = chosen({**defaults, **values})
        if not processors:
            return bound
        processed = list(bound)
        for at, process in processors:
            processed[at] = process(processed[at])
        return processed

    sql, options = str(compiled), statement.get_execution_options()
    as_one_row = _AS_ONE_ROW in options
    if dialect.name == "postgresql" and as_one_row:
        sql = as_one_row_sql(sql, len(statement.selected_columns))
    return Prepared(sql, parameters, _CUSTOM_PLAN in options, as_one_row)


def _chosen(names: Sequence[str]) -> Callable[[Values], Sequence[Any]]:
    """What takes the values of these names."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]


@lru_cache(maxsize=256)
def _row(names: Sequence[str]) -> Callable[[Sequence[Any]], Any]:
    kind: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # noqa: PYI024
    return kind._make
