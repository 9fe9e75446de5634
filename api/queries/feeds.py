"""When what a feed shows last changed: the change feed knows of everything."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, Text, bindparam, cast, select

from ..models import Change
from ..models.types import Array
from ..store.database import Database
from ..store.projection import json_value
from .filters import elements_of

_IDS = elements_of(bindparam("ids", type_=Array), "each")
_CHANGED = select(Change.object_id, cast(json_value(Change.at), Text)).where(
    Change.type == bindparam("type", type_=Text),
    Change.object_id.in_(select(cast(_IDS.c.value, BigInteger))),
)


def changed_at(database: Database, kind: str, ids: Sequence[int]) -> dict[int, str]:
    """When each of some things changed, or was stored, as the wire writes it."""
    rows = database.read(_CHANGED, {"type": kind, "ids": list(ids)}) if ids else []
    return {int(number): at.decode() for number, at in rows}
