"""How much is on record.

To count reads all there is, so what was counted is kept a hundred times as long as that took:
however often it is looked at, it takes a hundredth of the time. Where it took longer than a second,
nobody waits for it again: what was counted last is shown while it is counted anew.
"""

import json
import time
from collections.abc import Mapping
from threading import Lock, Thread
from typing import Any

from sqlalchemy import func, select

from ..errors import TooSlow
from ..models import Article, Entity, Figure, Measure, Quote
from ..store.database import Database
from . import articles, counts, measures
from .facets import facets
from .paging import LONGEST

_KEPT = 100  # times as long as counting took
_PATIENCE = 1.0  # seconds that somebody waits for a count
_ROWS = 10
_LOOKED_AT = 20  # measures among which the most disputed are looked for
_READINGS = 100
_TABLES = {
    "articles": Article,
    "quotes": Quote,
    "figures": Figure,
    "entities": Entity,
    "measures": Measure,
}
_TOTALS = {name: select(func.count()).select_from(table) for name, table in _TABLES.items()}
_ALL = {"copies": "all"}


class Overview:
    """What was counted last, and until when it is kept."""

    def __init__(self) -> None:
        self._counted: dict[str, Any] = {}
        self._until = self._took = 0.0
        self._turn = Lock()

    def read(self, database: Database) -> Mapping[str, Any]:
        """All counts; raises TooSlow where one takes too long."""
        if self._counted and self._took > _PATIENCE:
            if time.monotonic() >= self._until and self._turn.acquire(blocking=False):
                Thread(target=self._count_apart, args=(database,), daemon=True).start()
            return self._counted
        with self._turn:
            if time.monotonic() >= self._until:
                self._count(database)
            return self._counted

    def _count_apart(self, database: Database) -> None:
        """Count while others go on; this thread has the turn, and gives it back."""
        failures: tuple[type[Exception], ...] = (TooSlow, *database.errors)
        try:
            self._count(database)
        except failures:
            self._until = time.monotonic() + _KEPT * self._took  # and what was counted stays
        finally:
            self._turn.release()

    def _count(self, database: Database) -> None:
        began = time.monotonic()
        self._counted = _count(database)
        now = time.monotonic()
        self._took = now - began
        self._until = now + _KEPT * self._took


def _count(database: Database) -> dict[str, Any]:
    figures: dict[str, Any] = {**_ALL, "salience": "high"}
    frequent = _each(counts.FIGURES.read(database, figures, ("measure",), _LOOKED_AT))
    return {
        "totals": {name: _total(database, name) for name in _TOTALS},
        "speakers": _each(counts.QUOTES.read(database, _ALL, ("speaker",), _ROWS + 1)),
        "publishers": _each(counts.QUOTES.read(database, _ALL, ("publisher",), _ROWS)),
        "measures": [one for one in frequent if one["key"]][:_ROWS],
        "disputed": _disputed(database, frequent),
        "newest": facets(articles.page, database, _ALL, {"day": "published_at"}),
    }


def _total(database: Database, name: str) -> int:
    return int(database.read_within(LONGEST, _TOTALS[name], {})[0][0])


def _each(found: list[bytes]) -> list[dict[str, Any]]:
    return [json.loads(one) for one in found]


def _disputed(database: Database, frequent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the measures that are read most, those whose newest readings disagree, most first."""
    found = []
    for measure in frequent:
        if measure["key"] is None:
            continue
        query = {"measure": measure["key"], "copies": "once"}
        page = measures.series(database, query, _READINGS, None, to=None)
        number = len(json.loads(page.members["disagreements"]))
        found.append({**measure, "disagreements": number})
    disputed = [one for one in found if one["disagreements"]]
    return sorted(disputed, key=lambda one: -one["disagreements"])[:_ROWS]
