"""Searching articles, quotes and figures at once."""

import random
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..schemas.search import TYPES, SearchQuery
from ..search.order import ID, minute_of, next_minute, same_minute
from ..search.query import Query
from ..store.database import Database
from . import articles, figures, quotes, samples
from .filters import by_copies, expanded, must_be_same, must_translate
from .fulltext import Hit, Search
from .paging import Key, Page

# In the order in which those of one minute, or equally good ones, are listed.
_SEARCHES: Mapping[str, Search] = {
    "article": articles.SEARCH,
    "quote": quotes.SEARCH,
    "figure": figures.SEARCH,
}
must_be_same("the types that a search finds", _SEARCHES, TYPES)
for _search_of in _SEARCHES.values():
    must_translate(SearchQuery, _search_of.filters, {"types", "sample", "seed"})
# What else filters a type: counts that nobody would look up are left out.
_ALWAYS: Mapping[str, Mapping[str, Any]] = {"figure": {"salience": "high"}}


class _Find(NamedTuple):
    """A find in the order of the list: `rank` falls with the minute, or with how good it is."""

    rank: float
    kind: int
    down: int  # its place, negated

    @property
    def place(self) -> int:
        return -self.down


def page(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """One page of all that a query finds; `query` has `q`, `types`, `sort` and filters."""
    filters = expanded(by_copies(dict(query)))
    kinds = [TYPES.index(name) for name in filters.pop("types")]
    size, seed = filters.pop("sample", None), filters.pop("seed", 0)
    if size is not None:
        del filters["sort"]
        return Page([_item(*one) for one in _sampled(database, filters, kinds, size, seed)], None)
    last = _last(after) if after else None
    read = _best if filters.pop("sort") == "rank" else _newest
    found = read(database, filters, kinds, limit + 1, last)
    shown = found[:limit]
    key = None
    if len(found) > limit:
        end = shown[-1][0]
        key = Key(f"{end.rank!r} {end.kind}", end.place)
    return Page([_item(find, hit) for find, hit in shown], key)


def _newest(
    database: Database, filters: dict[str, Any], kinds: list[int], limit: int, last: _Find | None
) -> list[tuple[_Find, Hit]]:
    """A page of each kind, from where the last page ended, and of these the newest."""
    found = []
    for kind in kinds:
        search, values = _search(kind, filters)
        before = _before(kind, last) if last else None
        hits = search.in_order(database, values, limit, before)
        found += [(_Find(-minute_of(hit.place), kind, -hit.place), hit) for hit in hits]
    return sorted(found)[:limit]


def _before(kind: int, last: _Find) -> int:
    """The place that a kind goes on from: those before it in a minute have had their turn."""
    if kind == last.kind:
        return last.place
    return next_minute(last.place) if kind > last.kind else same_minute(last.place)


def _best(
    database: Database, filters: dict[str, Any], kinds: list[int], limit: int, last: _Find | None
) -> list[tuple[_Find, Hit]]:
    found = []
    for kind in kinds:
        search, values = _search(kind, filters)
        scored = search.scored(database, values)
        found += [_Find(-one.score, kind, -one.place) for one in scored]
    page = [find for find in sorted(found) if not last or find > last][:limit]
    return _shown(database, filters["q"], page)


def _sampled(
    database: Database, filters: dict[str, Any], kinds: list[int], size: int, seed: int
) -> list[tuple[_Find, Hit]]:
    """So many of all finds, in the order of time: those with the least hashes of all kinds."""
    generator = random.Random(seed)  # noqa: S311 (it has to come out the same again)
    hashed = []
    for kind in kinds:
        search, values = _search(kind, filters)
        found = samples.finds(search, database, values, size, generator)
        hashed += [(number, kind, place) for number, place in found]
    least = [_Find(-minute_of(place), kind, -place) for _, kind, place in sorted(hashed)[:size]]
    return _shown(database, filters["q"], sorted(least))


def _shown(database: Database, query: Query, finds: Sequence[_Find]) -> list[tuple[_Find, Hit]]:
    """Some finds with what is shown of them."""
    hits: dict[tuple[int, int], Hit] = {}
    for kind in {find.kind for find in finds}:
        places = [find.place for find in finds if find.kind == kind]
        shown = _SEARCHES[TYPES[kind]].hits(database, query, places)
        hits |= {(kind, hit.place): hit for hit in shown}
    # One that was deleted in this very moment is left out.
    keyed = [(find, hits.get((find.kind, find.place))) for find in finds]
    return [(find, hit) for find, hit in keyed if hit]


def _search(kind: int, filters: dict[str, Any]) -> tuple[Search, dict[str, Any]]:
    name = TYPES[kind]
    return _SEARCHES[name], {**filters, **_ALWAYS.get(name, {})}


def _last(key: Key) -> _Find:
    rank, kind = key.value.split()
    return _Find(float(rank), int(kind), -key.id)


def _item(find: _Find, hit: Hit) -> bytes:
    name = TYPES[find.kind].encode()
    return b'{"type":"%b","id":%d,"highlight":%b,"%b":%b}' % (
        *(name, hit.place & ID, hit.highlight),
        *(name, hit.json),
    )
