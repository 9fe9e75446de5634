"""Finding entities by what they are called."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from api.db import Database
from api.models import EntityName
from api.models.names import search_range
from api.models.types import Folded

MOST = 500  # entities that one name may stand for

_BY_NAME = (
    select(EntityName.entity_id)
    .where(
        EntityName.key >= bindparam("first", type_=Folded),
        EntityName.key < bindparam("end", type_=Folded),
    )
    .distinct()
    .limit(MOST)
)


def ids_named(database: Database, name: str) -> Sequence[int]:
    """The entities that a filter means: by id where it is a number, else by words of a name."""
    if name.isascii() and name.isdigit():
        return [int(name)] if len(name) < 19 else []  # noqa: PLR2004 (digits of a 64-bit number)
    first, end = search_range(name)
    return [row[0] for row in database.read(_BY_NAME, {"first": first, "end": end})]
