"""How many there are of each kind: the most frequent first.

A count reads all that it counts: a tenth of a microsecond for each row where an index holds the
key, one or two where it does not. The filters narrow it; what takes longer than LONGEST is stopped.
"""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, literal_column, select, union_all

from ..models import ArticleTag, Entity, Figure, Measure, Quote
from ..schemas.counts import FIGURE_KEYS, QUOTE_KEYS
from ..store.database import Database, custom_plan
from ..store.projection import json_value, object_text
from . import figures, quotes
from .filters import must_be_same
from .fulltext import Search
from .pages import LIMIT, Listing, read_all

_KEY: ColumnElement[Any] = literal_column("key")
_COUNT: ColumnElement[int] = literal_column("count")
_LEFT_OUT = {"not_rejected", "copies"}

# What is counted by: its name, the key, and what the key is the id of.
_Keys = Mapping[str, tuple[Any, Any]]
Resolve = Callable[[Database, Mapping[str, Any]], dict[str, Any]]


def _began(moment: Any, characters: int) -> ColumnElement[str]:
    """The first characters of a moment as the wire writes it: its year, or month."""
    length: ColumnElement[int] = literal_column(str(characters))
    written = cast(json_value(moment), Text)
    return func.substr(written, literal_column("1"), length, type_=Text)


def _of_readings(table: Any) -> _Keys:
    return {
        "publisher": (table.publisher, None),
        "status": (table.status, None),
        "linked_by": (table.linked_by, None),
        "article": (table.article_id, None),
        "tag": (table.article_id, None),  # of which `_by_tag` makes them
        "month": (_began(table.dated_at, 7), None),
        "year": (_began(table.dated_at, 4), None),
    }


class Counts:
    """The counts of one list: its SELECTs, made once for each combination and kept."""

    def __init__(
        self,
        resolve: Resolve,
        listing: Listing,
        search: Search,
        keys: _Keys,
        documented: Collection[str],
    ) -> None:
        """`resolve` tells the filters that a query means, `keys` what can be counted by."""
        must_be_same("what is counted by", keys, documented)
        self._resolve = resolve
        self._listing = listing
        self._search = search
        self._keys = keys
        self._statement = lru_cache(maxsize=256)(self._select)

    def read(
        self, database: Database, query: Mapping[str, Any], by: str, limit: int
    ) -> list[bytes]:
        """The most frequent keys with their counts, each as JSON; raises TooSlow."""
        filters = self._resolve(database, query)
        statement = self._statement(by, frozenset(filters), database.is_sqlite)
        binds = self._search.binds(database, filters) if "q" in filters else filters
        rows = read_all(database, statement, binds | {"limit": limit})
        return [row[0] for row in rows]

    def _select(self, by: str, names: frozenset[str], is_sqlite: bool) -> Select[Any]:
        key, named = self._keys[by]
        counted = select(key.label("key"), func.count().label("count")).group_by(_KEY)
        if "q" in names:
            filtered = self._search.filtered(counted, names, is_sqlite)
        elif names & _LEFT_OUT:
            filtered = self._less(counted, names)
        else:
            filtered = self._listing.filtered(counted, names)
        if by == "tag":
            filtered = _by_tag(filtered)
        most = filtered.order_by(_COUNT.desc(), _KEY.nulls_last()).limit(LIMIT).subquery()
        members: dict[str, Any] = {"key": most.c.key}
        if named is not None:
            name = select(named.name).where(named.id == most.c.key)
            members["name"] = name.scalar_subquery()
        item = object_text(**members, count=most.c.count)
        counts = select(item).order_by(most.c.count.desc(), most.c.key.nulls_last())
        return custom_plan(counts)

    def _less(self, counted: Select[Any], names: frozenset[str]) -> Select[Any]:
        """The count of all, less that of what was rejected and that of copies.

        The indexes by key know neither, and to look at each row for it takes five times as long.
        What is left out is little, and has indexes.
        """
        kept = names - _LEFT_OUT
        parts = [(self._listing.filtered(counted, kept).subquery("every"), 1)]
        if "not_rejected" in names:
            rejected = self._listing.filtered(counted, kept | {"rejected"})
            parts.append((rejected.subquery("rejected"), -1))
        if "copies" in names:
            copied = kept | {"copied"} | (names & {"not_rejected"})
            parts.append((self._listing.filtered(counted, copied).subquery("copied"), -1))
        signed = [select(part.c.key, (part.c.count * sign).label("count")) for part, sign in parts]
        both = union_all(*signed).subquery("both")
        left = func.sum(both.c.count)
        return (
            select(both.c.key, left.label("count"))
            .group_by(_KEY)
            .having(left > literal_column("0"))
        )


def _by_tag(of_articles: Select[Any]) -> Select[Any, Any]:
    """The counts by tag of those by article: what is in an article counts for each of its tags."""
    each = of_articles.subquery("each")
    tag = ArticleTag.tag
    count: ColumnElement[int] = func.sum(each.c.count).label("count")
    with_tags = select(tag.label("key"), count).select_from(each)
    return with_tags.outerjoin(ArticleTag, ArticleTag.article_id == each.c.key).group_by(tag)


QUOTES = Counts(
    quotes.resolve,
    quotes.LISTING,
    quotes.SEARCH,
    {
        "speaker": (Quote.speaker_id, Entity),
        "kind": (Quote.kind, None),
        "speaker_kind": (Quote.speaker_kind, None),
        "cue": (Quote.cue, None),
        **_of_readings(Quote),
    },
    QUOTE_KEYS,
)
FIGURES = Counts(
    figures.resolve,
    figures.LISTING,
    figures.SEARCH,
    {
        "measure": (Figure.measure_id, Measure),
        "entity": (Figure.entity_id, Entity),
        "property": (Figure.property, None),
        "dimension": (Figure.dimension, None),
        "unit": (Figure.unit_code, None),
        "stated_by": (Figure.stated_by_id, Entity),
        **_of_readings(Figure),
    },
    FIGURE_KEYS,
)
