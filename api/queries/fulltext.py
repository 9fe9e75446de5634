"""Full-text search: lists of what a query finds, newest first or best first.

Newest first walks the index from its end: a page costs what it shows. Best first weighs the newest
finds, a bounded number, so that it costs no more the more there is to find.
"""

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
    join,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from ..models.fulltext import Searchable, Texts
from ..models.types import Array
from ..search.marking import Marker, marker
from ..search.order import ID, first_of, next_minute
from ..search.query import Either, Phrase, Query
from ..search.words import in_field
from ..store.database import Database
from ..store.documents import dumped, with_members
from ..store.statements import custom_plan
from .filters import Filter, elements_of
from .paging import LIMIT, Key, Names, Page, Row

_OLDEST_FIRST = "sort"  # among the names of filters: the finds go the other way
HIGHLIGHT = "highlight"  # the field that a search adds to a row's own

_QUERY = bindparam("q", type_=Text)
_PLACES = elements_of(bindparam("places", type_=Array), "each")


class Scored(NamedTuple):
    """A find, how good it is, and where it stands."""

    score: float
    place: int


class Hit(NamedTuple):
    """A find as it is shown: its row's JSON, and its text as HTML with what was found marked.

    That is JSON, too; nothing where it is not to be shown.
    """

    place: int
    json: bytes
    highlight: bytes


def _first_marked(mark: Marker, texts: Texts) -> str:
    return mark.marked(texts[0] or "")


class Search:
    """A list whose items are found by a query; its SELECTs are made once and kept."""

    def __init__(
        self,
        searchable: Searchable,
        row: Row,
        filters: Mapping[str, Filter],
        weighed: int,
        highlight: Callable[[Marker, Texts], str] = _first_marked,
        always: Sequence[str] = (),
    ) -> None:
        """Keep what every page has.

        `row` gives the JSON of a row, `weighed` is how many of the newest finds a ranking weighs,
        `highlight` makes that of a row's texts, by default of the first, `always` names columns
        that must be true.
        """
        self._searchable = searchable
        self._row = row
        self.filters = filters
        self._weighed = weighed
        self._highlight = highlight
        self._always = always
        index, entity = searchable.index, searchable.entity
        self.place = index.c.rowid
        self._join = join(index, entity, index.c.rowid.op("&")(ID) == entity.id)
        self._statement = lru_cache(maxsize=512)(self._select)
        self._statement_of_places = lru_cache(maxsize=128)(self._select_places)

    def page(
        self, database: Database, query: Mapping[str, Any], limit: int, after: Key | None
    ) -> Page:
        """One page.

        `query` has `q`, parsed, filters, `sort` where it is not newest first, and the names of the
        fields `shown` where these are not all.
        """
        values = dict(query)
        shown = values.pop("shown", ())
        if values.get("sort") == "rank":
            del values["sort"]
            scored = self.scored(database, values)
            if after:
                last = Scored(float(after.value), after.id)
                scored = [one for one in scored if one < last]
            found = scored[:limit]
            hits = self.hits(database, values["q"], [one.place for one in found], shown)
            key = Key(repr(found[-1].score), found[-1].place) if len(scored) > limit else None
        else:
            last_place = after.id if after else None
            some = self.in_order(database, values, limit + 1, last_place, shown)
            hits = some[:limit]
            key = Key("", hits[-1].place) if len(some) > limit else None
        return Page([with_highlight(hit) for hit in hits], key)

    def in_order(
        self,
        database: Database,
        values: Mapping[str, Any],
        limit: int,
        last: int | None = None,
        shown: Names = (),
    ) -> list[Hit]:
        """The newest finds, or the oldest where `sort` is among the values, from a place on."""
        rows = self._find(database, values, limit, last, shown)
        return self._marked(values["q"], rows, shown)

    def scored(self, database: Database, values: Mapping[str, Any]) -> list[Scored]:
        """The newest finds weighed, the best first; of equals the newest."""
        rows = self._find(database, values, self._weighed, None, None)
        mark = marker(values["q"])
        return sorted(
            (Scored(mark.score(self._texts(columns)), place) for place, *columns in rows),
            reverse=True,
        )

    def hits(
        self, database: Database, query: Query, places: Sequence[int], shown: Names = ()
    ) -> list[Hit]:
        """The finds at these places, in their order."""
        statement = self._statement_of_places(shown)
        rows = database.read(statement, {"places": places}) if places else []
        found = {hit.place: hit for hit in self._marked(query, rows, shown)}
        return [found[place] for place in places if place in found]

    def filtered(
        self, statement: Select[Any], names: frozenset[str], is_sqlite: bool
    ) -> Select[Any]:
        """A statement about all that is found and the filters of these names leave, in no order."""
        return statement.select_from(self._join).where(*self._conditions(names, is_sqlite))

    def binds(self, database: Database, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a statement with filters of these values takes."""
        render = for_sqlite if database.is_sqlite else for_postgresql
        binds = {**values, "q": render(values["q"])}
        # What is filtered by date is a stretch of the index.
        if "published_from" in values:
            binds["from_place"] = first_of(values["published_from"])
        if "published_to" in values:
            binds["to_place"] = next_minute(first_of(values["published_to"]))
        return binds

    def _marked(self, query: Query, rows: Sequence[Any], shown: Names) -> list[Hit]:
        if not _has_highlight(shown):
            return [Hit(place, row, b"") for place, row in rows]
        mark = marker(query)
        return [
            Hit(place, row, dumped(self._highlight(mark, self._texts(columns))))
            for place, row, *columns in rows
        ]

    def _texts(self, columns: Sequence[bytes | None]) -> Texts:
        return self._searchable.texts_of([text and text.decode() for text in columns])  # type: ignore[misc]

    def _find(
        self,
        database: Database,
        values: Mapping[str, Any],
        limit: int,
        last: int | None,
        shown: Names | None,
    ) -> Sequence[Any]:
        """The next finds with what is shown of them; with their texts alone for None."""
        statement = self._statement(frozenset(values), last is not None, shown, database.is_sqlite)
        binds = self.binds(database, values)
        return database.read(statement, {**binds, "limit": limit, "last": last})

    def _select(
        self, names: frozenset[str], continued: bool, shown: Names | None, is_sqlite: bool
    ) -> Select[Any]:
        place = self._searchable.index.c.rowid
        conditions = self._conditions(names, is_sqlite)
        oldest_first = _OLDEST_FIRST in names
        if continued:
            last = bindparam("last", type_=BigInteger)
            conditions.append(place > last if oldest_first else place < last)
        order = place.asc() if oldest_first else place.desc()
        return custom_plan(self._joined(shown).where(*conditions).order_by(order).limit(LIMIT))

    def _select_places(self, shown: Names) -> Select[Any]:
        places = select(cast(_PLACES.c.value, BigInteger))
        return self._joined(shown).where(self._searchable.index.c.rowid.in_(places))

    def _conditions(self, names: frozenset[str], is_sqlite: bool) -> list[ColumnElement[bool]]:
        entity, index = self._searchable.entity, self._searchable.index
        place = index.c.rowid
        conditions: list[ColumnElement[bool]] = [
            literal_column(index.name).op("MATCH")(_QUERY)
            if is_sqlite
            else index.c.words.op("@@")(cast(_QUERY, TSQUERY))
        ]
        if "published_from" in names:
            conditions.append(place >= bindparam("from_place", type_=BigInteger))
        if "published_to" in names:
            conditions.append(place < bindparam("to_place", type_=BigInteger))
        conditions += [getattr(entity, name) for name in self._always]
        conditions += [self.filters[name](entity) for name in sorted(names - {"q", _OLDEST_FIRST})]
        return conditions

    def _joined(self, shown: Names | None) -> Select[Any]:
        row = [] if shown is None else [self._row(shown)]
        texts = self._searchable.columns if shown is None or _has_highlight(shown) else ()
        return select(self._searchable.index.c.rowid, *row, *texts).select_from(self._join)


def with_highlight(hit: Hit) -> bytes:
    """A find's JSON with its highlight as a further member, where that is shown."""
    return with_members(hit.json, highlight=hit.highlight) if hit.highlight else hit.json


def _has_highlight(shown: Names) -> bool:
    return not shown or HIGHLIGHT in shown


def for_sqlite(query: Query) -> str:
    """A query in FTS5's language."""
    if isinstance(query, Phrase):
        return f'"{" ".join(_words(query))}"{" *" if query.open else ""}'
    if isinstance(query, Either):
        return _between(" OR ", map(for_sqlite, query.parts))
    wanted = _between(" AND ", map(for_sqlite, query.wanted))
    unwanted = _between(" OR ", map(for_sqlite, query.unwanted))
    return f"({wanted} NOT {unwanted})" if query.unwanted else wanted


def for_postgresql(query: Query) -> str:
    """A query as a tsquery is written: PostgreSQL's parser of texts sees none of it."""
    if isinstance(query, Phrase):
        words = " <-> ".join(f"'{word}'" for word in _words(query))
        return words + (":*" if query.open else "")
    if isinstance(query, Either):
        return _between(" | ", map(for_postgresql, query.parts))
    unwanted = (f"!({for_postgresql(part)})" for part in query.unwanted)
    return _between(" & ", [*map(for_postgresql, query.wanted), *unwanted])


def _words(phrase: Phrase) -> Sequence[str]:
    """The words of a phrase as the index keeps them."""
    if not phrase.field:
        return phrase.words
    return [in_field(word, phrase.field) for word in phrase.words]


def _between(sign: str, parts: Any) -> str:
    return f"({sign.join(parts)})"
