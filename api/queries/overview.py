"""How much is on record.

To count reads all there is, so what was counted is kept a hundred times as long as that took:
however often it is looked at, it takes a hundredth of the time. Nobody waits for a count longer
than a second: what was counted last is shown meanwhile, and nothing at first.
"""

import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from threading import Lock, Thread
from typing import Any, TypeVar

from sqlalchemy import func, select

from ..errors import TooSlow
from ..models import Article, Entity, Figure, Measure, Quote
from ..store.database import Database
from . import articles, counts, measures
from .facets import facets
from .paging import LONGEST

T = TypeVar("T")

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
    """What was counted last, and until when it is kept; a thread of its own counts."""

    def __init__(self) -> None:
        self._counted: Mapping[str, Any] = {}
        self._until = self._took = 0.0
        self._under_way: Future[None] | None = None
        self._turn = Lock()

    def read(self, database: Database) -> Mapping[str, Any]:
        """What was counted last, empty where nothing was; raises what the store raises.

        What takes too long to be counted is None.
        """
        with self._turn:
            if self._under_way is None and time.monotonic() >= self._until:
                self._under_way = Future()
                Thread(target=self._count, args=(database, self._under_way), daemon=True).start()
            under_way = self._under_way
        if under_way and self._took <= _PATIENCE:
            with suppress(TimeoutError):
                under_way.result(_PATIENCE)
        return self._counted

    def _count(self, database: Database, under_way: "Future[None]") -> None:
        began, failure = time.monotonic(), None
        try:
            self._counted = _count(database)
        except database.errors as error:  # the last count stays
            failure = error
        now = time.monotonic()
        with self._turn:
            self._took = now - began
            self._until = now + _KEPT * self._took
            self._under_way = None
        if failure:
            under_way.set_exception(failure)
        else:
            under_way.set_result(None)


def _count(database: Database) -> dict[str, Any]:
    figures: dict[str, Any] = {**_ALL, "salience": "high"}
    frequent = _counted(database, counts.FIGURES, figures, "measure", _LOOKED_AT)
    return {
        "totals": {name: _if_quick(partial(_total, database, name)) for name in _TOTALS},
        "speakers": _counted(database, counts.QUOTES, _ALL, "speaker", _ROWS + 1),
        "publishers": _counted(database, counts.QUOTES, _ALL, "publisher", _ROWS),
        "measures": frequent and [one for one in frequent if one["key"]][:_ROWS],
        "disputed": frequent and _if_quick(lambda: _disputed(database, frequent)),
        "newest": facets(articles.page, database, _ALL, {"day": "published_at"}),
    }


def _if_quick(count: Callable[[], T]) -> T | None:
    """What a count comes to; None where it takes longer than a request may."""
    try:
        return count()
    except TooSlow:
        return None


def _counted(
    database: Database, counted: counts.Counts, filters: Mapping[str, Any], by: str, most: int
) -> list[dict[str, Any]] | None:
    found = _if_quick(lambda: counted.read(database, filters, (by,), most))
    return None if found is None else [json.loads(one) for one in found]


def _total(database: Database, name: str) -> int:
    return int(database.read_within(LONGEST, _TOTALS[name], {})[0][0])


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
