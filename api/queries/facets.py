"""What the newest of a list have in common: how many there are of each speaker, publisher, month.

Counted among a bounded number of them, so that it takes no longer the more there is to find: the
counts of `counts` read all that they count, which is for those who ask for it.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..store.database import Database
from .paging import ReadPage

SAMPLE = 400  # items that are counted
_CUT = {"month": len("2026-03"), "day": len("2026-03-04")}  # of a moment as the wire has it
_MOST = 8  # values of each facet that are given


class Value(NamedTuple):
    """A value of a facet: what it is filtered by, what it is called, and how many have it."""

    key: str
    name: str
    number: int


class Facets(NamedTuple):
    """The values of each facet, the most frequent first, and whether all items were counted."""

    values: Mapping[str, Sequence[Value]]
    counted: int
    whole: bool


def facets(
    read: ReadPage, database: Database, query: Mapping[str, Any], fields: Mapping[str, str]
) -> Facets:
    """Count the newest items of a list by some of their fields.

    `fields` names the field of each facet. Of a moment its `month` or `day` counts, of an entity
    its id.
    """
    shown = tuple(dict.fromkeys(fields.values()))
    found = read(database, {**query, "shown": shown}, SAMPLE, None)
    items = [json.loads(item) for item in found.items]
    values = {
        name: _most(_value(name, item[field]) for item in items) for name, field in fields.items()
    }
    return Facets(values, len(items), found.last is None)


def _most(values: Any) -> list[Value]:
    counts = Counter(value for value in values if value)
    return [Value(key, name, count) for (key, name), count in counts.most_common(_MOST)]


def _value(facet: str, found: Any) -> tuple[str, str] | None:
    if isinstance(found, Mapping):
        return str(found["id"]), found["name"]
    if found and facet in _CUT:
        found = found[: _CUT[facet]]
    return (found, found) if found else None
