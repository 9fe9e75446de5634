"""Reading the change feed: what changed after a place in it, as it is now."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from time import monotonic
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    column,
    func,
    literal_column,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from ..errors import Gone
from ..models import Article, Change, Entity, Feed, Figure, Measure, Quote
from ..models.changes import ACTIONS, TYPES
from ..schemas.changes import FILTERS, ChangedArticle, filters_in
from ..schemas.changes import Change as ChangeSchema
from ..store.database import Database
from ..store.documents import dumped, with_members
from ..store.projection import json_text
from . import articles, entities, figures, measures, quotes
from .filters import must_be_same
from .paging import LIMIT, Listing
from .since import Place, first_at

CREATED, _, DELETED = ACTIONS
LOOKED_AT = 1_000  # changes that a statement holds against the filters
_LONGEST = 1.0  # seconds of that in a request

# What the feed shows of each type of object.
OBJECTS: Mapping[str, tuple[Any, Any]] = {
    "article": (Article, json_text(ChangedArticle(), Article)),
    "entity": (Entity, entities.SHOWN),
    "figure": (Figure, Figure.json),
    "measure": (Measure, measures.SHOWN),
    "quote": (Quote, Quote.json),
}
must_be_same("the types of the change feed", OBJECTS, TYPES)
# And what its filters mean.
_LISTS: Mapping[str, tuple[Listing, Callable[[Database, Mapping[str, Any]], dict[str, Any]]]] = {
    "article": (articles.LISTING, articles.resolve),
    "figure": (figures.LISTING, figures.resolve),
    "quote": (quotes.LISTING, quotes.resolve),
}

# How far the feed goes: on SQLite to its end; on PostgreSQL to the oldest transaction that still
# runs, since what it writes comes before all that later ones have written.
_SQLITE_HORIZON = ("0", "(SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name='changes')")
_POSTGRESQL_HORIZON = (
    """((SELECT coalesce(max(generation), 0)::bigint << 48 FROM feed)
        + pg_snapshot_xmin(pg_current_snapshot())::text::bigint)""",
    "0",
)
_PLACE = bindparam("transaction", type_=BigInteger), bindparam("position", type_=BigInteger)
_IN_SQLITE = and_(Change.transaction == literal_column("0"), Change.position > _PLACE[1])
_IN_POSTGRESQL = and_(
    tuple_(Change.transaction, Change.position) > tuple_(*_PLACE),
    Change.transaction < literal_column(_POSTGRESQL_HORIZON[0]),
)
_EXPIRED = [
    select(func.coalesce(func.max(column), literal_column("0"))).scalar_subquery().label(column.key)
    for column in (Feed.expired_transaction, Feed.expired_position)
]


class Bookmark(NamedTuple):
    """How far a client has come.

    `place` is that of the last change that it got. `known` is how far it knows of all deletions:
    it got them, or began later.
    """

    place: Place
    known: Place


class FeedPage(NamedTuple):
    """Changes as JSON, where to go on, and whether there are more already."""

    items: Sequence[bytes]
    bookmark: Bookmark
    more: bool


class Wanted(NamedTuple):
    """Changes of which types, and with filters what each object must be.

    `filters` are the names of those of each type, `values` their values.
    """

    types: tuple[str, ...]
    filters: tuple[tuple[str, frozenset[str]], ...] = ()
    values: Mapping[str, Any] = MappingProxyType({})


def wanted(database: Database, query: Mapping[str, Any]) -> Wanted:
    """What a query means, its names looked up."""
    types, given = query["types"], filters_in(query)
    if not given:
        return Wanted(types)
    # What a list leaves out unless it is asked for comes in the feed.
    asked = {"status": "all", "salience": "all"} | {name: query[name] for name in given}
    filters: list[tuple[str, frozenset[str]]] = []
    values: dict[str, Any] = {}
    for kind in types:
        own = {name: asked[name] for name in asked.keys() & FILTERS[kind]}
        found = _LISTS[kind][1](database, own)
        filters.append((kind, frozenset(found)))
        values |= found  # what two types have by one name is the same in both
    return Wanted(types, tuple(filters), values)


def page(database: Database, wanted: Wanted, limit: int, after: Bookmark | None) -> FeedPage:
    """The changes after a bookmark, each object once; from the beginning where there is none.

    Raises Gone where deletions that the client does not know of are forgotten by now, or where it
    has come further than the feed has: it was restored from a backup.
    """
    if not wanted.filters:
        return _page(database, wanted, limit, limit, after)
    found: list[bytes] = []
    deadline = monotonic() + _LONGEST
    while True:
        part = _page(database, wanted, limit - len(found), LOOKED_AT, after)
        found += part.items
        if len(found) >= limit or not part.more or monotonic() > deadline:
            return part._replace(items=found)
        after = part.bookmark


def _page(
    database: Database, wanted: Wanted, limit: int, looked_at: int, after: Bookmark | None
) -> FeedPage:
    """The next changes, of so many that are looked at whether they are wanted."""
    place = after.place if after else Place(0, 0)
    values = {"transaction": place.transaction, "position": place.position, "limit": looked_at}
    statement = _statement(wanted.types, wanted.filters, database.is_sqlite)
    rows = database.read_newest(statement, {**values, **wanted.values})
    horizon, expired = Place(*rows[0][0:2]), Place(*rows[0][2:4])
    # They come in order; a join promises none, and to sort in SQL what is sorted costs more.
    changes = sorted(row[4:] for row in rows if row[4] is not None)
    if after:
        _must_be_known(after, horizon, expired)
    knows = after.known if after else horizon
    items: list[bytes] = []
    for *at, change, shown in changes:
        if len(items) == limit:
            break
        place = Place(*at)
        if not wanted.filters:
            items.append(with_members(change, object=shown or b"null"))
        elif item := _matching(change, shown, is_new=place > knows):
            items.append(item)
    more = len(changes) == looked_at or (bool(changes) and place < Place(*changes[-1][0:2]))
    # A client that begins now has nothing that was deleted before.
    known = max(after.known, place) if after and more else horizon
    return FeedPage(items, Bookmark(place, known), more)


def _matching(change: bytes, shown: bytes | None, *, is_new: bool) -> bytes | None:
    """A change of what matches the filters, or may have; None for another.

    `is_new` where the client may have what was there before the change.
    """
    if shown is not None:
        return with_members(change, object=shown)
    told = json.loads(change)
    if told["action"] == CREATED or not is_new:
        return None
    return dumped(told | {"action": DELETED, "object": None})


def since(database: Database, moment: dt.datetime | None) -> Bookmark:
    """Where the changes at a moment or later begin; for None, those that come from now on.

    What is there already, and was deleted, is behind it.
    """
    values = {"transaction": 0, "position": 0, "limit": 0}
    (state,) = database.read_newest(_statement(TYPES, (), database.is_sqlite), values)
    horizon = Place(*state[0:2])
    place = first_at(database, moment) if moment else None
    place = min(place, horizon) if place else horizon
    return Bookmark(place, place)


def _must_be_known(after: Bookmark, horizon: Place, expired: Place) -> None:
    if after.known < expired:
        reason = "Deletions that this cursor does not know of are forgotten by now"
    elif after.place > horizon:
        reason = "This cursor is ahead of the feed, which was restored from a backup"
    else:
        return
    raise Gone(
        f"{reason}. Start afresh: read all of the feed without `after`, and drop what you have "
        "and it does not give."
    )


@lru_cache(maxsize=64)
def _statement(
    types: tuple[str, ...], filters: tuple[tuple[str, frozenset[str]], ...], is_sqlite: bool
) -> Select[Any]:
    """One row with the state of the feed and, with it, each change of the page."""
    wanted = dict(filters)
    horizon = _SQLITE_HORIZON if is_sqlite else _POSTGRESQL_HORIZON
    state = select(
        *(literal_column(number).label(f"horizon_{at}") for at, number in enumerate(horizon)),
        *_EXPIRED,
    ).subquery("state")
    # Each type walks its index, and the walks are merged: a type that is rare is found at once.
    after = _IN_SQLITE if is_sqlite else _IN_POSTGRESQL
    walks: list[Any] = [_walk(name, after) for name in types]
    page = walks[0]
    if len(walks) > 1:
        merged = union_all(*(select(walk.subquery()) for walk in walks))
        page = merged.order_by(column("transaction"), column("position")).limit(LIMIT)
    change = aliased(Change, page.subquery("page"))
    shown = case(
        *(
            (
                change.type == literal_column(f"'{name}'"),
                select(OBJECTS[name][1])
                .where(OBJECTS[name][0].id == change.object_id, *_conditions(name, wanted))
                .scalar_subquery(),
            )
            for name in types
        )
    )
    return (
        select(
            state,
            change.transaction,
            change.position,
            json_text(ChangeSchema(), change),
            case((change.action != literal_column("'deleted'"), shown)),
        )
        .select_from(state)
        .outerjoin(change, true())
    )


def _conditions(name: str, wanted: Mapping[str, frozenset[str]]) -> list[ColumnElement[bool]]:
    return _LISTS[name][0].conditions(OBJECTS[name][0], wanted[name]) if wanted else []


def _walk(name: str, after: ColumnElement[bool]) -> Select[Any]:
    """The next changes of one type, a page of them: PostgreSQL would gather and sort all others."""
    walk = select(Change.__table__).where(Change.type == literal_column(f"'{name}'"), after)
    return walk.order_by(Change.transaction, Change.position).limit(LIMIT)
