"""Reading entities, and finding them by what they are called."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    Select,
    and_,
    bindparam,
    cast,
    func,
    intersect,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from ..errors import MergedInto, NotFound
from ..models import Entity, EntityName, EntityUri, Figure, Measure, Merge, Parting, Quote
from ..models.names import name_key, prefix_range, search_range, slips
from ..models.types import Array, Folded
from ..schemas.entities import EntityQuery, NamedEntity
from ..store.database import Database
from ..store.projection import json_array, json_object, json_text, json_value, merged, object_text
from ..store.statements import execute
from .filters import REJECTED, chosen, elements_of, equals, expanded, listed, one_of
from .paging import LIMIT, Key, Listing, Names, Page

MOST = 500  # entities that one name may stand for
COUNTED = 10_000  # where counting stops: a page takes no longer the more is stored
_MOST_WORDS = 8  # of a name that is searched for with slips


def many(table: Any, column: str, of: Any, most: int = COUNTED) -> ColumnElement[int]:
    """How many current readings refer to a row, up to so many."""
    refers = select(literal(1)).where(*_present(table, column, of))
    some = refers.limit(literal_column(str(most))).correlate(of).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def seen(which: Any, of: Any, places: Sequence[tuple[Any, str]]) -> ColumnElement[Any]:
    """When the first, or last, article was published that has a current reading of a row."""
    each = union_all(
        *(
            select(which(table.dated_at).label("moment"))
            .where(*_present(table, column, of))
            .correlate(of)
            for table, column in places
        )
    ).subquery()
    return json_value(select(which(each.c.moment)).scalar_subquery())


def _present(table: Any, column: str, of: Any) -> tuple[ColumnElement[bool], ...]:
    """The readings that lists show, those that refer to a row."""
    return getattr(table, column) == of.id, table.current, table.status != REJECTED


def merges_of(table: Any) -> ColumnElement[Any]:
    """What was merged into a row, as a JSON array."""
    other = aliased(table)
    into = (
        select(Merge.id, other.id.label("other"), other.name)
        .join(other, other.id == Merge.merged_id)
        .where(
            Merge.table == literal_column(f"'{table.__tablename__}'"),
            Merge.into_id == table.id,
            Merge.part_of.is_(None),
            Merge.linked_by.is_(None),
        )
        .order_by(Merge.id)
        .correlate(table)
        .subquery()
    )
    shown = json_object(
        literal_column("'id'"),
        into.c.id,
        literal_column("'merged'"),
        json_object(literal_column("'id'"), into.c.other, literal_column("'name'"), into.c.name),
    )
    return select(json_array(shown)).scalar_subquery()


def _aliases() -> ColumnElement[Any]:
    """The names of an entity other than the one that it goes by, as a JSON array."""
    other = aliased(Entity)
    # Two SELECTs: for "this row or those merged into it" SQLite would read all rows.
    names = union_all(
        *(
            select(other.id, other.written)
            .where(meant, other.article_id.is_(None), other.written != Entity.name)
            .correlate(Entity)
            for meant in (other.id == Entity.id, other.merged_into == Entity.id)
        )
    ).order_by("id")
    return select(json_array(names.subquery().c.written)).scalar_subquery()


def _same_as() -> ColumnElement[Any]:
    """The URIs of an entity and of those that were merged into it, as a JSON array."""
    other = aliased(Entity)
    uris = union_all(
        select(EntityUri.uri).where(EntityUri.entity_id == Entity.id).correlate(Entity),
        select(EntityUri.uri)
        .join(other, EntityUri.entity_id == other.id)
        .where(other.merged_into == Entity.id)
        .correlate(Entity),
    ).order_by("uri")
    return select(json_array(uris.subquery().c.uri)).scalar_subquery()


_PLACES = ((Quote, "speaker_id"), (Figure, "entity_id"))
# What is told of an entity beyond its own row.
_TOLD: Mapping[str, ColumnElement[Any]] = {
    "aliases": _aliases(),
    "same_as": _same_as(),
    "quotes": many(Quote, "speaker_id", Entity),
    "figures": many(Figure, "entity_id", Entity),
    "first_seen": seen(func.min, Entity, _PLACES),
    "last_seen": seen(func.max, Entity, _PLACES),
    "merges": merges_of(Entity),
}
SHOWN = merged(json_text(NamedEntity(), Entity), object_text(**_TOLD))


def _row(shown: Names) -> ColumnElement[str]:
    """An entity's JSON, or these fields of it: what is not shown is not counted."""
    own = [name for name in shown if name not in _TOLD]
    told = {name: _TOLD[name] for name in shown if name in _TOLD}
    if not shown:
        return SHOWN
    if not own:
        return object_text(**told)
    named = json_text(NamedEntity(only=own), Entity)
    return merged(named, object_text(**told)) if told else named


_ONE = select(Entity.version, Entity.merged_into, SHOWN).where(
    Entity.id == bindparam("id", type_=BigInteger)
)
LISTING = Listing(
    _row,
    Entity,
    {
        "kind": equals("kind"),
        "named": one_of("id", "named"),
        **chosen("kind", "kind"),
        **chosen("id", "ids"),
    },
    EntityQuery,
    {"name", "prefix", "same_as", "ids"},
    always=["stands"],
)


class Versioned(NamedTuple):
    """A row's version and JSON."""

    version: int
    text: bytes


def one(database: Database, entity_id: int) -> Versioned:
    """An entity; raises NotFound, and MergedInto where another is meant now."""
    return found_in(database.read(_ONE, {"id": entity_id}), "entity", entity_id)


def written(session: Session, entity_id: int) -> Versioned:
    """The same, as this transaction has just written it."""
    return written_by(session, _ONE, entity_id)


def found_in(rows: Sequence[Any], what: str, number: int) -> Versioned:
    """The one row of version, what it was merged into, and JSON."""
    if not rows:
        raise NotFound(f"There is no {what} {number}.")
    ((version, into, text),) = rows
    if into is not None:
        raise MergedInto(what, number, into)
    return Versioned(version, text)


def written_by(session: Session, statement: Executable, number: int) -> Versioned:
    """The same row, as this transaction has just written it."""
    session.flush()
    row: Any = execute(session, statement, {"id": number}).one()
    return Versioned(row[0], row[2].encode())


def page(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """One page of the entities that a query means."""
    filters = dict(query)
    if "name" in filters:
        name = filters.pop("name")
        filters["named"] = _named(database, name) or _nearly_named(database, name)
    if "prefix" in filters:
        uses = _begun(database, filters.pop("prefix"))
        filters["named"] = [each for each in filters.get("named", uses) if each in uses]
    if "same_as" in filters:
        meant = [row[0] for row in database.read(_BY_URI, {"uri": filters.pop("same_as")})]
        filters["named"] = [each for each in filters.get("named", meant) if each in meant]
    filters = expanded(with_ids(database, Entity, filters))
    if "prefix" in query:
        return _most_used(database, filters, uses, limit, after)
    return LISTING.read(database, filters, limit, after)


def _most_used(
    database: Database,
    filters: dict[str, Any],
    uses: Mapping[int, int],
    limit: int,
    after: Key | None,
) -> Page:
    """One page of what a beginning may mean, the most used first, the latest found of equals."""
    values = {name: value for name, value in filters.items() if name != "shown"}
    left = database.read(_left(frozenset(values)), values)
    ranks = sorted(((uses[row[0]], row[0]) for row in left), reverse=True)
    if after:
        ranks = [rank for rank in ranks if rank < (int(after.value or 0), after.id)]
    ids = [number for _, number in ranks[:limit]]
    items = LISTING.read(database, filters | {"named": ids}, limit, None).items
    by_id = dict(zip(sorted(ids, reverse=True), items, strict=False))
    last = Key(str(ranks[limit - 1][0]), ids[-1]) if len(ranks) > limit else None
    return Page([by_id[number] for number in ids if number in by_id], last)


@lru_cache(maxsize=64)
def _left(names: frozenset[str]) -> Select[Any]:
    """The ids of the entities that filters leave, in no order."""
    return select(Entity.id).where(*LISTING.conditions(Entity, names))


class LinkedName(NamedTuple):
    """A name that was taken for an entity's; of a surname alone, in which article."""

    id: int
    name: str
    rule: str
    confidence: float
    article_id: int | None


def links_of(database: Database, entity_id: int, most: int) -> list[LinkedName]:
    """The names that were taken for an entity's, the least certain first."""
    rows = database.read(_LINKS, {"id": entity_id, "limit": most})
    return [
        LinkedName(number, name.decode(), rule.decode(), confidence, article_id)
        for number, name, rule, confidence, article_id in rows
    ]


def parted_from(database: Database, entity_id: int) -> set[int]:
    """The entities that a person said are others than this one."""
    return {row[0] for row in database.read(_PARTED, {"id": entity_id})}


def ids_named(database: Database, name: str) -> Sequence[int]:
    """The entities that a filter means: by id where it is a number, else by words of a name.

    A number is taken as it is: the list itself asks what it was merged into.
    """
    if name.isascii() and name.isdigit():
        return [int(name)] if len(name) <= 18 else []  # noqa: PLR2004 (what 64 bits always hold)
    return _named(database, name)


def with_ids(database: Database, table: Any, filters: dict[str, Any]) -> dict[str, Any]:
    """The filters, with `ids` as those that they mean now: some may have been merged."""
    if "ids" not in filters:
        return filters
    ids = listed(filters)["ids"]
    meant = tuple(ids_meant(database, table, ids.values)) or (0,)
    return filters | {"ids": ids._replace(values=meant)}


def ids_meant(database: Database, table: Any, ids: Sequence[int]) -> list[int]:
    """Ids, with that of what each was merged into in its place."""
    return [row[0] for row in database.read(_INTO[table], {"ids": list(ids)})]


_LINKS = (
    select(Entity.id, Entity.written, Entity.linked_by, Entity.link_confidence, Entity.article_id)
    .where(Entity.merged_into == bindparam("id", type_=BigInteger), Entity.linked_by.is_not(None))
    .order_by(Entity.link_confidence, Entity.id.desc())
    .limit(LIMIT)
)
_PARTED = union_all(
    *(
        select(func.coalesce(Entity.merged_into, Entity.id))
        .join(Parting, one == Entity.id)
        .where(other == bindparam("id", type_=BigInteger))
        for one, other in (
            (Parting.name_id, Parting.other_id),
            (Parting.other_id, Parting.name_id),
        )
    )
)
_INTO = {
    table: select(func.coalesce(table.merged_into, table.id)).where(one_of("id", "ids")(table))
    for table in (Entity, Measure)
}
_MEANT = func.coalesce(Entity.merged_into, Entity.id)
_BY_URI = (
    select(_MEANT)
    .join(EntityUri, EntityUri.entity_id == Entity.id)
    .where(EntityUri.uri == bindparam("uri", type_=Folded))
)
_BY_NAME = (
    select(_MEANT)
    .join(EntityName, EntityName.entity_id == Entity.id)
    .where(
        EntityName.key >= bindparam("first", type_=Folded),
        EntityName.key < bindparam("end", type_=Folded),
    )
    .distinct()
    .limit(MOST)
)


def _named(database: Database, name: str) -> Sequence[int]:
    first, end = search_range(name)
    return [row[0] for row in database.read(_BY_NAME, {"first": first, "end": end})]


_COMPLETED = 200  # names that a beginning may have: no page shows more
# The first of the names that begin so: a walk along their keys that ends, however many there are.
_FIRST_OF_PREFIX = (
    select(EntityName.entity_id)
    .where(
        EntityName.key >= bindparam("first", type_=Folded),
        EntityName.key < bindparam("end", type_=Folded),
    )
    .order_by(EntityName.key)
    .limit(literal_column(str(_COMPLETED)))
    .subquery()
)
_BEGUN = (
    select(_MEANT.label("id"))
    .select_from(_FIRST_OF_PREFIX)
    .join(Entity, Entity.id == _FIRST_OF_PREFIX.c.entity_id)
    .distinct()
    .subquery()
)
_RANKED = 200  # quotes, and figures, that tell which of many names is meant
_BY_PREFIX = select(
    Entity.id,
    many(Quote, "speaker_id", Entity, _RANKED) + many(Figure, "entity_id", Entity, _RANKED),
).join(_BEGUN, _BEGUN.c.id == Entity.id)


def _begun(database: Database, prefix: str) -> dict[int, int]:
    """The entities with a name that begins so, each with how many quotes and figures it has."""
    first, end = prefix_range(prefix)
    return {row[0]: row[1] for row in database.read(_BY_PREFIX, {"first": first, "end": end})}


def _each_word(count: int) -> Any:
    """The entities whose names have, for each of several words, one of its spellings."""
    having = []
    for number in range(count):
        each = elements_of(bindparam(f"word{number}", type_=Array), "each")
        spelling = cast(each.c.value, Folded)
        key = EntityName.key
        having.append(
            select(_MEANT)
            .select_from(each)
            .join(EntityName, and_(key >= spelling + " ", key < spelling + "!"))
            .join(Entity, EntityName.entity_id == Entity.id)
        )
    return intersect(*having).limit(MOST) if count > 1 else having[0].distinct().limit(MOST)


_NEARLY = [_each_word(count) for count in range(1, _MOST_WORDS + 1)]


def _nearly_named(database: Database, name: str) -> Sequence[int]:
    """The entities that have each of these words, or one with a slip for it."""
    words = name_key(name).split()[:_MOST_WORDS]
    values = {f"word{at}": slips(word) for at, word in enumerate(words)}
    return [row[0] for row in database.read(_NEARLY[len(words) - 1], values)] if words else []
