"""Where in the change feed a moment is.

Changes are found by their place alone, so that nothing more has to be kept up to date: by halves to
one that was surely before, since they happened nearly in the order of their positions, and one by
one from there.
"""

import datetime as dt
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    bindparam,
    column,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)

from ..models import Change
from ..models.changes import TYPES
from ..models.types import Moment
from ..store.database import Database

# Transactions that run at the same time note their changes in any order. None takes as long.
_OVERLAP = dt.timedelta(minutes=1)
_BEGINNING = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
_ONE: ColumnElement[int] = literal_column("1")
_MOMENT = bindparam("moment", type_=Moment)
_PLACE = bindparam("transaction", type_=BigInteger), bindparam("position", type_=BigInteger)
_LAST = select(func.max(Change.position))
_NEXT = (
    select(Change.position, Change.transaction, (Change.at < _MOMENT).label("is_early"))
    .where(Change.position >= _PLACE[1])
    .order_by(Change.position)
    .limit(_ONE)
)


class Place(NamedTuple):
    """A place in the feed, by which it is ordered."""

    transaction: int
    position: int


def _first_of(kind: str) -> Select[Any]:
    """The first change of a type from a place on, at a moment or later."""
    walk = select(Change.transaction, Change.position).where(
        Change.type == literal_column(f"'{kind}'"),
        tuple_(Change.transaction, Change.position) > tuple_(*_PLACE),
        Change.at >= _MOMENT,
    )
    first = walk.order_by(Change.transaction, Change.position).limit(_ONE)
    return select(first.subquery(f"{kind}_changes"))


_FIRST = (
    union_all(*map(_first_of, TYPES))
    .order_by(column("transaction"), column("position"))
    .limit(_ONE)
)


def first_at(database: Database, moment: dt.datetime) -> Place | None:
    """The place before the first change at a moment or later; None where there is none yet."""
    early = moment - min(_OVERLAP, moment - _BEGINNING)
    place = _surely_before(database, early)
    rows = database.read(_FIRST, {**place._asdict(), "moment": moment})
    if not rows:
        return None
    transaction, position = rows[0]
    return Place(transaction, position - 1)


def _surely_before(database: Database, moment: dt.datetime) -> Place:
    """A place before which there is nothing at a moment or later, and not much after it."""
    ((last,),) = database.read(_LAST, {})
    transaction, low, high = 0, 0, (last or 0) + 1
    while low < high:  # what is before `low` was early, what is from `high` on was not
        middle = (low + high) // 2
        rows = database.read(_NEXT, {"position": middle, "moment": moment})
        if rows and rows[0][0] < high and rows[0][2]:
            low, transaction = rows[0][0] + 1, rows[0][1]
        else:
            high = middle
    # On SQLite all are of transaction 0; elsewhere the whole of this one.
    return Place(transaction, 0 if transaction else low - 1)
