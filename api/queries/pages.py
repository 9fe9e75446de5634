"""Lists by keyset: newest first, each page found by walking an index from where the last ended."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    FromClause,
    Select,
    Text,
    bindparam,
    cast,
    select,
    tuple_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from api.db import Database
from api.errors import NotFound
from api.models.types import Array, Moment
from api.queries.projection import json_value


class Key(NamedTuple):
    """The place of a row in a list: its moment as the wire writes it, and its id."""

    dated_at: str
    id: int


class Page(NamedTuple):
    """Items as JSON text, and the key of the last where there are more."""

    items: list[str]
    last: Key | None


class Listing:
    """One list: its SELECTs, one for each combination of filters, made once and kept.

    `filters` are conditions by name, each with the bind parameter that its value fills.
    """

    def __init__(
        self,
        row: ColumnElement[str],
        entity: Any,
        filters: Mapping[str, ColumnElement[bool]],
        always: Sequence[Any] = (),
        order: Sequence[Any] = (),
        joined: tuple[FromClause, ColumnElement[bool]] | None = None,
    ) -> None:
        """Keep what every page has: the JSON of a row, `always` as conditions, a join.

        `order` are the columns that a page descends by: moment and id unless given, or id alone.
        """
        self._row = row
        self._entity = entity
        self._filters = filters
        self._always = always
        self._order = tuple(order) or (entity.dated_at, entity.id)
        self._joined = joined
        self._statement = lru_cache(maxsize=512)(self._select)

    def read(
        self, database: Database, values: Mapping[str, Any], limit: int, after: Key | None
    ) -> Page:
        """One page as JSON texts, and the key of its last row where there are more."""
        binds = dict(values)
        if after:
            moment = dt.datetime.fromisoformat(after.dated_at)
            binds |= {"after_moment": moment, "after_id": after.id}
        statement = self._statement(frozenset(values), after is not None)
        rows = database.read(statement, binds | {"limit": limit + 1})
        page = rows[:limit]
        more = len(rows) > limit
        return Page([row[0] for row in page], Key(page[-1][1], page[-1][2]) if more else None)

    def _select(self, names: frozenset[str], continued: bool) -> Select[Any]:
        moment = cast(json_value(self._entity.dated_at), Text)
        statement = (
            select(self._row, moment, self._entity.id)
            .where(*self._always, *(self._filters[name] for name in sorted(names)))
            .order_by(*(column.desc() for column in self._order))
            .limit(bindparam("limit", type_=BigInteger))
        )
        if self._joined:
            statement = statement.join(*self._joined)
        if continued:
            key = bindparam("after_moment", type_=Moment), bindparam("after_id", type_=BigInteger)
            places = key[-len(self._order) :]
            statement = statement.where(tuple_(*self._order) < tuple_(*places))
        return statement


def only(database: Database, statement: Select[Any], name: str, number: int) -> str:
    """The one row of a SELECT by id, as JSON; raises NotFound with the thing's name."""
    rows = database.read(statement, {"id": number})
    if not rows:
        raise NotFound(f"There is no {name} {number}.")
    text: str = rows[0][0]
    return text


def equals(column: Any, name: str) -> ColumnElement[bool]:
    """The filter that a column is the parameter."""
    return column == bindparam(name, type_=column.type)  # type: ignore[no-any-return]


def at_least(column: Any, name: str) -> ColumnElement[bool]:
    """The filter that a column is the parameter or more."""
    return column >= bindparam(name, type_=column.type)  # type: ignore[no-any-return]


def below(column: Any, name: str) -> ColumnElement[bool]:
    """The filter that a column is less than the parameter."""
    return column < bindparam(name, type_=column.type)  # type: ignore[no-any-return]


def one_of(column: Any, name: str) -> ColumnElement[bool]:
    """The filter that a column is among the parameter's values, a list."""
    return _among(column, bindparam(name, type_=Array))


class _among(ColumnElement[bool]):  # noqa: N801 (reads as SQL)
    """A column among the elements of one parameter: one statement, however many there are."""

    inherit_cache = True
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], values: ColumnElement[Any]) -> None:
        self.column, self.values = column, values


@compiles(_among)
def _spell_among(element: _among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(part, **kw) for part in (element.column, element.values))
    if compiler.dialect.name == "sqlite":
        return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 (both compiled)
    cast = "SELECT value::bigint FROM json_array_elements_text"
    return f"{column} IN ({cast}({values}))"


def published(entity: Any) -> dict[str, ColumnElement[bool]]:
    """The filters by time and publisher, which all lists have."""
    return {
        "publisher": equals(entity.publisher, "publisher"),
        "published_from": at_least(entity.dated_at, "published_from"),
        "published_to": below(entity.dated_at, "published_to"),
    }
