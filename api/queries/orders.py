"""The orders of lists: what of a row each goes by, and which way.

A list goes by one value and, among those with the same, by another that no two rows share: so the
place where a page ended is exact whatever comes meanwhile.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Double,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    literal,
    literal_column,
    tuple_,
)
from sqlalchemy.types import TypeEngine

from ..models import Change
from ..models.types import Moment, Probability
from ..store.projection import json_value

CHANGED = "changed"


class Order(NamedTuple):
    """By which column of its rows a list goes, and whether the greatest come first.

    `CHANGED` stands for the place in the change feed, and no column for the id alone.
    """

    by: str
    descending: bool


NEWEST = Order("dated_at", descending=True)
BY_ID = Order("", descending=True)
_BY = {"value": "magnitude", "confidence": "confidence", "updated": CHANGED}
# As `sort` names them: what the greatest come first of has a minus, as in JSON:API.
ORDERS: Mapping[str, Order] = {
    "newest": NEWEST,
    "oldest": Order("dated_at", descending=False),
    **{name: Order(by, descending=False) for name, by in _BY.items()},
    **{f"-{name}": Order(by, descending=True) for name, by in _BY.items()},
}


def columns_of(order: Order, entity: Any) -> tuple[Any, ...]:
    """What a list goes by, the first things first."""
    if order.by == CHANGED:
        return Change.transaction, Change.position
    return (getattr(entity, order.by), entity.id) if order.by else (entity.id,)


def place_of(order: Order, entity: Any) -> tuple[ColumnElement[str], Any]:
    """The columns of a row's place in the list, the first as a text that is exact."""
    *first, last = columns_of(order, entity)
    return cast(json_value(first[0]), Text) if first else literal(""), last


def ordered(statement: Select[Any], order: Order, entity: Any) -> Select[Any]:
    """A SELECT of an entity, in order."""
    if order.by == CHANGED:
        kind: ColumnElement[str] = literal_column(f"'{entity.__tablename__.removesuffix('s')}'")
        its_change = and_(Change.type == kind, Change.object_id == entity.id)
        statement = statement.join_from(entity, Change, its_change)
    columns = columns_of(order, entity)
    return statement.order_by(*(c.desc() if order.descending else c.asc() for c in columns))


def beyond(order: Order, entity: Any) -> ColumnElement[bool]:
    """The condition that a row comes after a place, which `values_of` fills."""
    columns = columns_of(order, entity)
    names = ("after", "after_id")[-len(columns) :]
    last = [bindparam(name, type_=c.type) for name, c in zip(names, columns, strict=True)]
    here, there = tuple_(*columns), tuple_(*last)
    return here < there if order.descending else here > there


def values_of(order: Order, entity: Any, text: str, last: int) -> dict[str, Any]:
    """The parameters of `beyond` for a place, as its row had it."""
    *first, _ = columns_of(order, entity)
    return {"after": _read(first[0].type, text) if first else None, "after_id": last}


def _read(kind: TypeEngine[Any], text: str) -> Any:
    read: Callable[[str], Any] = int
    if isinstance(kind, Moment):
        read = dt.datetime.fromisoformat
    elif isinstance(kind, Double | Probability):
        read = float
    return read(text)
