"""Full-text search: lists of what a query finds, newest first or best first.

Newest first walks the index from its end: a page costs what it shows. Best first weighs the newest
finds, a bounded number, so that it costs no more the more there is to find.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    bindparam,
    cast,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from api.db import Database
from api.models.searchable import Searchable, Texts
from api.models.types import Array
from api.queries.filters import Filter, elements_of
from api.queries.pages import LIMIT, Key, Listing, Page
from api.search.marking import Marker, marker
from api.search.order import ID, first_of, next_minute
from api.search.query import Either, Phrase, Query

_QUERY = bindparam("q", type_=Text)
_PLACES = elements_of(bindparam("places", type_=Array), "each")


class Scored(NamedTuple):
    """A find, how good it is, and where it stands."""

    score: float
    place: int


class Hit(NamedTuple):
    """A find as it is shown: its row's JSON, and its text as HTML with what was found marked."""

    place: int
    json: bytes
    highlight: str


class Search:
    """A list whose items are found by a query; its SELECTs are made once and kept."""

    def __init__(
        self,
        searchable: Searchable,
        row: Any,
        filters: Mapping[str, Filter],
        weighed: int,
        shown: Callable[[Marker, Texts], str],
        always: Sequence[str] = (),
    ) -> None:
        """Keep what every page has.

        `row` is the JSON of a row, `weighed` how many of the newest finds a ranking weighs,
        `shown` makes the highlight of a row's texts, `always` names columns that must be true.
        """
        self._searchable = searchable
        self._row = row
        self._filters = filters
        self._weighed = weighed
        self._shown = shown
        self._always = always
        self._statement = lru_cache(maxsize=512)(self._select)
        self._of_places = self._joined(row).where(
            searchable.index.c.rowid.in_(select(cast(_PLACES.c.value, BigInteger)))
        )

    def page(
        self, database: Database, query: Mapping[str, Any], limit: int, after: Key | None
    ) -> Page:
        """One page; `query` has `q`, parsed, filters, and `sort` where it is not by date."""
        values = dict(query)
        if values.pop("sort", None) == "rank":
            scored = self.scored(database, values)
            if after:
                last = Scored(float(after.dated_at), after.id)
                scored = [one for one in scored if one < last]
            found = scored[:limit]
            hits = self.hits(database, values["q"], [one.place for one in found])
            key = Key(repr(found[-1].score), found[-1].place) if len(scored) > limit else None
        else:
            newest = self.newest(database, values, limit + 1, after.id if after else None)
            hits = newest[:limit]
            key = Key("", hits[-1].place) if len(newest) > limit else None
        return Page([with_highlight(hit) for hit in hits], key)

    def newest(
        self, database: Database, values: Mapping[str, Any], limit: int, before: int | None = None
    ) -> list[Hit]:
        """The newest finds, those before a place."""
        rows = self._find(database, values, limit, before, shown=True)
        return self._marked(values["q"], rows)

    def scored(self, database: Database, values: Mapping[str, Any]) -> list[Scored]:
        """The newest finds weighed, the best first; of equals the newest."""
        rows = self._find(database, values, self._weighed, None, shown=False)
        mark = marker(values["q"])
        return sorted(
            (Scored(mark.score(self._texts(columns)), place) for place, *columns in rows),
            reverse=True,
        )

    def hits(self, database: Database, query: Query, places: Sequence[int]) -> list[Hit]:
        """The finds at these places, in their order."""
        rows = database.read(self._of_places, {"places": places}) if places else []
        found = {hit.place: hit for hit in self._marked(query, rows)}
        return [found[place] for place in places if place in found]

    def _marked(self, query: Query, rows: Sequence[Any]) -> list[Hit]:
        mark = marker(query)
        return [
            Hit(place, row, self._shown(mark, self._texts(columns)))
            for place, row, *columns in rows
        ]

    def _texts(self, columns: Sequence[bytes | None]) -> Texts:
        return self._searchable.texts_of([text and text.decode() for text in columns])  # type: ignore[misc]

    def _find(
        self,
        database: Database,
        values: Mapping[str, Any],
        limit: int,
        before: int | None,
        *,
        shown: bool,
    ) -> Sequence[Any]:
        statement = self._statement(
            frozenset(values), before is not None, shown, database.is_sqlite
        )
        render = for_sqlite if database.is_sqlite else for_postgresql
        binds = {**values, "q": render(values["q"]), "limit": limit, "before": before}
        # What is filtered by date is a stretch of the index.
        if "published_from" in values:
            binds["from_place"] = first_of(values["published_from"])
        if "published_to" in values:
            binds["to_place"] = next_minute(first_of(values["published_to"]))
        return database.read(statement, binds)

    def _select(
        self, names: frozenset[str], continued: bool, shown: bool, is_sqlite: bool
    ) -> Select[Any]:
        entity, index = self._searchable.entity, self._searchable.index
        place = index.c.rowid
        conditions: list[ColumnElement[bool]] = [
            literal_column(index.name).op("MATCH")(_QUERY)
            if is_sqlite
            else index.c.words.op("@@")(cast(_QUERY, TSQUERY))
        ]
        if continued:
            conditions.append(place < bindparam("before", type_=BigInteger))
        if "published_from" in names:
            conditions.append(place >= bindparam("from_place", type_=BigInteger))
        if "published_to" in names:
            conditions.append(place < bindparam("to_place", type_=BigInteger))
        conditions += [getattr(entity, name) for name in self._always]
        conditions += [self._filters[name](entity) for name in sorted(names - {"q"})]
        return (
            self._joined(*[self._row] * shown)
            .where(*conditions)
            .order_by(place.desc())
            .limit(LIMIT)
        )

    def _joined(self, *rows: Any) -> Select[Any]:
        entity, index = self._searchable.entity, self._searchable.index
        columns = (index.c.rowid, *rows, *self._searchable.columns)
        return select(*columns).join_from(index, entity, index.c.rowid.op("&")(ID) == entity.id)


def page(
    listing: Listing,
    search: Search,
    database: Database,
    filters: dict[str, Any],
    limit: int,
    after: Key | None,
) -> Page:
    """One page of a list: of what is found, where something is searched."""
    if "q" in filters:
        return search.page(database, filters, limit, after)
    filters.pop("sort", None)
    return listing.read(database, filters, limit, after)


def with_highlight(hit: Hit) -> bytes:
    """A find's JSON with its highlight as a further member."""
    return b'%b,"highlight":%b}' % (hit.json[:-1], dumped(hit.highlight))


def dumped(text: str) -> bytes:
    """A text as JSON."""
    return json.dumps(text, ensure_ascii=False).encode()


def for_sqlite(query: Query) -> str:
    """A query in FTS5's language."""
    if isinstance(query, Phrase):
        return f'"{" ".join(query.words)}"{" *" if query.open else ""}'
    if isinstance(query, Either):
        return _between(" OR ", map(for_sqlite, query.parts))
    wanted = _between(" AND ", map(for_sqlite, query.wanted))
    unwanted = _between(" OR ", map(for_sqlite, query.unwanted))
    return f"({wanted} NOT {unwanted})" if query.unwanted else wanted


def for_postgresql(query: Query) -> str:
    """A query as a tsquery is written: PostgreSQL's parser of texts sees none of it."""
    if isinstance(query, Phrase):
        return " <-> ".join(f"'{word}'" for word in query.words) + (":*" if query.open else "")
    if isinstance(query, Either):
        return _between(" | ", map(for_postgresql, query.parts))
    unwanted = (f"!({for_postgresql(part)})" for part in query.unwanted)
    return _between(" & ", [*map(for_postgresql, query.wanted), *unwanted])


def _between(sign: str, parts: Any) -> str:
    return f"({sign.join(parts)})"
