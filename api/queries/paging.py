"""Lists by keyset, each page found by walking an index from where the last ended."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from marshmallow import Schema
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    bindparam,
    cast,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.elements import SQLCoreOperations

from ..errors import NotFound, TooSlow
from ..models import Article, ArticleTag
from ..models.types import Array, Moment
from ..store.database import Database
from ..store.drivers import Rows
from ..store.projection import json_array, json_text
from ..store.statements import as_one_row, custom_plan, execute
from .filters import (
    EXTRACTED,
    TAGGED,
    Filter,
    elements_of,
    gathered,
    must_translate,
    of_articles,
    publisher_of,
)
from .orders import BY_ID, CHANGED, NEWEST, ORDERS, Order, beyond, ordered, place_of, values_of

Names: TypeAlias = tuple[str, ...]  # of the fields that are shown; () shows all
Row: TypeAlias = Callable[[Names], SQLCoreOperations[Any]]

LONGEST = 5.0  # seconds that may be taken by what reads all that the filters leave
LIMIT = bindparam("limit", type_=BigInteger)
# Filters by several values, each of which has an index of its own: the filter, and the column it is
# about. A listing finds the first of each value, for the first of these that is asked for.
SEVERAL = {
    "ids_among": "id",
    "article_among": "article_id",
    "measure_among": "measure_id",
    "speakers": "speaker_id",
    "entities": "entity_id",
    "stated": "stated_by_id",
    TAGGED: "tag",
    "property_among": "property",
    "publisher_among": "publisher",
    "dimension_among": "dimension",
    "unit_code_among": "unit_code",
    "decided_among": "status",
}


_NARROW = {"article", "speaker", "entity", "measure"}  # these leave less to read than a tag does
_DATES = {"published_from", "published_to"}


class Key(NamedTuple):
    """The place of a row in a list: what the list goes by, as the wire writes it, and its id.

    Where a list goes by id alone, there is nothing else. In a search: what else orders it, and its
    place in the index.
    """

    value: str
    id: int


class Page(NamedTuple):
    """Items as JSON, the key of the last where there are more, and further members of the list."""

    items: list[bytes]
    last: Key | None
    members: Mapping[str, bytes] = MappingProxyType({})


ReadPage = Callable[[Database, Mapping[str, Any], int, Key | None], Page]


class Listing:
    """One list: its SELECTs, one for each combination of filters, made once and kept."""

    def __init__(
        self,
        row: Row,
        entity: Any,
        filters: Mapping[str, Filter],
        query: type[Schema],
        resolved: Collection[str] = (),
        always: Sequence[str] = (),
    ) -> None:
        """Keep what every page has: what gives the JSON of a row, columns that must be true.

        `query` is the schema of what may be asked, `resolved` its fields that are made other
        filters of; a field that nothing translates is refused.
        """
        must_translate(query, filters, resolved)
        self._row = row
        self.entity = entity
        self.filters = filters
        self._always = always
        # What has no date goes by its id.
        self._usual = NEWEST if hasattr(entity, "dated_at") else BY_ID
        self._statement = lru_cache(maxsize=512)(self._select)

    def read(
        self, database: Database, values: Mapping[str, Any], limit: int, after: Key | None
    ) -> Page:
        """One page, and the key of its last row where there are more; raises TooSlow.

        `values` are those of the filters, the names of the fields `shown`, and `sort`, one of
        ORDERS.
        """
        binds = dict(values)
        shown = binds.pop("shown", ())
        order = ORDERS[binds.pop("sort")] if "sort" in binds else self._usual
        statement = self._statement(frozenset(binds), order, after is not None, shown)
        if after:
            binds |= values_of(order, self.entity, *after)
        binds["limit"] = limit + 1
        if order.by == self._usual.by:
            rows = database.read(statement, binds)
        else:
            rows = read_all(database, statement, binds)
        page = rows[:limit]
        more = len(rows) > limit
        last = Key(page[-1][1].decode(), int(page[-1][2])) if more else None
        return Page([row[0] for row in page], last)

    def _select(
        self, names: frozenset[str], order: Order, continued: bool, shown: Names
    ) -> Select[Any]:
        entity = self.entity
        several = next((name for name in SEVERAL if name in names), None)
        if several == TAGGED and (names & _NARROW or order.by != NEWEST.by):
            several = None
        if several and order.by != CHANGED:
            conditions = [entity.id.in_(self._first_of_each(several, names, order, continued))]
        else:
            conditions = self.conditions(entity, names)
            conditions += [beyond(order, entity)] if continued else []
        rows = select(self._row(shown), *place_of(order, entity)).where(*conditions).limit(LIMIT)
        rows = ordered(rows, order, entity)
        if order.by != self._usual.by:
            # Few of a name or a unit are best sorted, many walked along the order's own index.
            rows = custom_plan(rows)
        # What is shown by name may be texts of megabytes, of which a page may be too much for one.
        return rows if shown else as_one_row(rows)

    def filtered(self, statement: Select[Any], names: frozenset[str]) -> Select[Any]:
        """A statement about all that the filters of these names leave, in no order."""
        conditions = self.conditions(self.entity, names - {TAGGED})
        if TAGGED in names:
            conditions.append(gathered(self.entity))
        return statement.select_from(self.entity).where(*conditions)

    def _first_of_each(
        self, name: str, names: frozenset[str], order: Order, continued: bool
    ) -> Select[Any]:
        """The ids of the first rows of each of several values, a page of each.

        To gather and sort all of their rows would cost more the more there are.
        """
        each = elements_of(bindparam(name, type_=Array), "each")
        near = aliased(self.entity)
        if name == TAGGED:
            of_value = self._tagged(each, near, names, order, continued)
        else:
            of_value = self._valued(each, near, name, order, continued)
        of_value = of_value.where(*self.conditions(near, names - {name}))
        first = of_value.limit(LIMIT).correlate(each).subquery()
        # As an array, since SQLite's FROM takes no subquery that depends on another row (LATERAL),
        # but a function that does.
        packed = select(json_array(first.c.id)).scalar_subquery()
        found = elements_of(packed, "found")
        return select(cast(found.c.value, BigInteger)).select_from(each).join(found, true())

    def _valued(
        self, each: Any, near: Any, name: str, order: Order, continued: bool
    ) -> Select[Any]:
        """The ids of the rows of one value, in their order."""
        column = getattr(near, SEVERAL[name])
        value = cast(each.c.value, column.type)
        one_value = [column == (publisher_of(value) if column.key == "publisher" else value)]
        if name == "decided_among":
            one_value.append(near.status != EXTRACTED)
        if continued:
            one_value.append(beyond(order, near))
        return ordered(select(near.id).where(*one_value), order, near)

    def _tagged(
        self, each: Any, near: Any, names: frozenset[str], order: Order, continued: bool
    ) -> Select[Any]:
        """The same of one tag: a walk along its articles, which are in the order of their rows."""
        tag = aliased(ArticleTag)
        one_tag = [tag.tag == each.c.value, *self._filtered(tag, names & _DATES)]
        if continued:
            last = bindparam("after", type_=Moment)
            one_tag.append(tag.dated_at <= last if order.descending else tag.dated_at >= last)
            one_tag.append(beyond(order, near))
        key = tag.dated_at, tag.article_id if self.entity is Article else near.id
        rows = select(near.id).select_from(of_articles(tag, near)).where(*one_tag)
        return rows.order_by(*(c.desc() if order.descending else c.asc() for c in key))

    def conditions(self, entity: Any, names: frozenset[str]) -> list[ColumnElement[bool]]:
        """What the filters of these names mean of a row."""
        conditions = [getattr(entity, name) for name in self._always]
        return conditions + self._filtered(entity, names)

    def _filtered(self, entity: Any, names: frozenset[str]) -> list[ColumnElement[bool]]:
        return [self.filters[name](entity) for name in sorted(names)]


def read_all(database: Database, statement: Select[Any], values: Mapping[str, Any]) -> Rows:
    """The rows of a SELECT that reads all that the filters leave; raises TooSlow."""
    try:
        return database.read_within(LONGEST, statement, values)
    except TooSlow as error:
        raise TooSlow(f"{error} Narrow it by filters, such as published_from.") from error


def row_of(schema: type[Schema], entity: Any, whole: SQLCoreOperations[Any]) -> Row:
    """A row's JSON as it is kept, or, where some fields are to be shown, made of these.

    To cut them out of what is kept took the store twice as long, and Python ten times. A highlight
    is no part of the row: a search adds it.
    """
    known = schema().dump_fields.keys()

    def row(shown: Names) -> SQLCoreOperations[Any]:
        some = [name for name in shown if name in known]
        return json_text(schema(only=some), entity) if shown else whole

    return row


def only(database: Database, statement: Select[Any], name: str, number: int) -> bytes:
    """The one row of a SELECT by id, as JSON; raises NotFound with the thing's name."""
    rows = database.read(statement, {"id": number})
    if not rows:
        raise NotFound(f"There is no {name} {number}.")
    text: bytes = rows[0][0]
    return text


class Single:
    """One thing by its id: its SELECTs, one for each choice of fields, made once and kept."""

    def __init__(self, name: str, entity: Any, row: Row) -> None:
        """Keep what it is called, its table, and what gives the JSON of a row."""
        self._name = name
        self.entity = entity
        self._row = row
        self._statement = lru_cache(maxsize=128)(self._select)

    def read(self, database: Database, number: int, shown: Names = ()) -> bytes:
        """Its JSON, or some fields of it; raises NotFound."""
        return only(database, self._statement(shown), self._name, number)

    def written(self, session: Session, number: int) -> bytes:
        """The same, as this transaction has just written it."""
        session.flush()
        statement = self._statement(())
        text: str = execute(session, statement, {"id": number}).scalar_one()
        return text.encode()

    def _select(self, shown: Names) -> Select[Any]:
        by_id = self.entity.id == bindparam("id", type_=BigInteger)
        return select(self._row(shown)).where(by_id)
