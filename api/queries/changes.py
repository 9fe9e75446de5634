"""Reading the change feed: what changed after a place in it, as it is now."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
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
from ..models.changes import TYPES
from ..schemas.changes import Change as ChangeSchema
from ..schemas.changes import ChangedArticle
from ..store.database import Database
from ..store.documents import with_members
from ..store.projection import json_text
from . import entities, measures
from .filters import must_be_same
from .pages import LIMIT

# What the feed shows of each type of object.
OBJECTS: Mapping[str, tuple[Any, Any]] = {
    "article": (Article, json_text(ChangedArticle(), Article)),
    "entity": (Entity, entities.SHOWN),
    "figure": (Figure, Figure.json),
    "measure": (Measure, measures.SHOWN),
    "quote": (Quote, Quote.json),
}
must_be_same("the types of the change feed", OBJECTS, TYPES)

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


class Place(NamedTuple):
    """A place in the feed, by which it is ordered."""

    transaction: int
    position: int


class Bookmark(NamedTuple):
    """How far a client has come.

    `place` is that of the last change that it got. `known` is how far it knows of all deletions:
    it got them, or began later.
    """

    place: Place
    known: Place


class FeedPage(NamedTuple):
    """Changes as JSON, and where to go on."""

    items: Sequence[bytes]
    bookmark: Bookmark


def page(
    database: Database, types: tuple[str, ...], limit: int, after: Bookmark | None
) -> FeedPage:
    """The changes after a bookmark, each object once; from the beginning where there is none.

    Raises Gone where deletions that the client does not know of are forgotten by now, or where it
    has come further than the feed has: it was restored from a backup.
    """
    place = after.place if after else Place(0, 0)
    values = {"transaction": place.transaction, "position": place.position, "limit": limit}
    rows = database.read(_statement(types, database.is_sqlite), values)
    horizon, expired = Place(*rows[0][0:2]), Place(*rows[0][2:4])
    # They come in order; a join promises none, and to sort in SQL what is sorted costs more.
    changes = sorted(row[4:] for row in rows if row[4] is not None)
    if after:
        _must_be_known(after, horizon, expired)
    if changes:
        place = Place(*changes[-1][0:2])
    # A client that begins now has nothing that was deleted before.
    known = max(after.known, place) if after and len(changes) == limit else horizon
    items = [with_members(change, object=shown or b"null") for *_, change, shown in changes]
    return FeedPage(items, Bookmark(place, known))


def now(database: Database, types: tuple[str, ...]) -> Bookmark:
    """Where the feed has come to: what is there already, and was deleted, is behind it."""
    values = {"transaction": 0, "position": 0, "limit": 0}
    (state,) = database.read(_statement(types, database.is_sqlite), values)
    horizon = Place(*state[0:2])
    return Bookmark(horizon, horizon)


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
def _statement(types: tuple[str, ...], is_sqlite: bool) -> Select[Any]:
    """One row with the state of the feed and, with it, each change of the page."""
    horizon = _SQLITE_HORIZON if is_sqlite else _POSTGRESQL_HORIZON
    state = select(
        *(literal_column(number).label(f"horizon_{at}") for at, number in enumerate(horizon)),
        *_EXPIRED,
    ).subquery("state")
    # Each type walks its index, and the walks are merged: a type that is rare is found at once.
    after = _IN_SQLITE if is_sqlite else _IN_POSTGRESQL
    merged = union_all(*(_walk(name, after) for name in types))
    page = merged.order_by(column("transaction"), column("position")).limit(LIMIT)
    change = aliased(Change, page.subquery("page"))
    shown = case(
        *(
            (
                change.type == literal_column(f"'{name}'"),
                select(OBJECTS[name][1])
                .where(OBJECTS[name][0].id == change.object_id)
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


def _walk(name: str, after: ColumnElement[bool]) -> Select[Any]:
    """The next changes of one type, a page of them: PostgreSQL would gather and sort all others."""
    walk = select(Change.__table__).where(Change.type == literal_column(f"'{name}'"), after)
    page = walk.order_by(Change.transaction, Change.position).limit(LIMIT)
    return select(page.subquery(f"{name}_changes"))
