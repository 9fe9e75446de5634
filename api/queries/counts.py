"""How many there are of each kind, or of each pair of kinds.

A count reads all that it counts: a tenth of a microsecond for each row where an index holds the
key, one or two where it does not. The filters narrow it; what takes longer than LONGEST is stopped.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from ..models import ArticleTag, Entity, Figure, Measure, Quote
from ..schemas.counts import FIGURE_KEYS, QUOTE_KEYS
from ..store.database import Database
from ..store.projection import object_text
from ..store.statements import custom_plan
from . import figures, quotes
from .filters import must_be_same
from .fulltext import Search
from .paging import LIMIT, Listing, read_all
from .periods import PERIOD

_NAMES = {"key": "name", "second_key": "second_name"}
_KEYS = tuple(_NAMES)
_LEFT_OUT = {"not_rejected", "copies"}

# What is counted by: its name, the key, and what the key is the id of.
_By = Mapping[str, tuple[Any, Any]]
Resolve = Callable[[Database, Mapping[str, Any]], dict[str, Any]]


def _of_readings(table: Any) -> _By:
    return {
        "publisher": (table.publisher, None),
        "status": (table.status, None),
        "linked_by": (table.linked_by, None),
        "article": (table.article_id, None),
        "tag": (table.article_id, None),  # of which `_by_tag` makes them
        **{name: (period(table.dated_at), None) for name, period in PERIOD.items()},
    }


class Counts:
    """The counts of one list: its SELECTs, made once for each combination and kept."""

    def __init__(
        self,
        resolve: Resolve,
        listing: Listing,
        search: Search,
        keys: _By,
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
        self,
        database: Database,
        query: Mapping[str, Any],
        by: tuple[str, ...],
        limit: int,
        sort: str = "-count",
    ) -> list[bytes]:
        """The keys with their counts, each as JSON: by one thing or two; raises TooSlow."""
        filters = self._resolve(database, query)
        statement = self._statement(by, sort, frozenset(filters), database.is_sqlite)
        binds = self._search.binds(database, filters) if "q" in filters else filters
        rows = read_all(database, statement, binds | {"limit": limit})
        return [row[0] for row in rows]

    def _select(
        self, by: tuple[str, ...], sort: str, names: frozenset[str], is_sqlite: bool
    ) -> Select[Any]:
        keys = dict(zip(_KEYS, by, strict=False))
        columns = [self._keys[what][0].label(key) for key, what in keys.items()]
        counted = select(*columns, func.count().label("count"))
        counted = counted.group_by(*map(_named, keys))
        if "q" in names:
            filtered = self._search.filtered(counted, names, is_sqlite)
        elif names & _LEFT_OUT:
            filtered = self._less(counted, list(keys), names)
        else:
            filtered = self._listing.filtered(counted, names)
        if "tag" in by:
            filtered = _by_tag(filtered, keys)
        order = _ordered([_named(key) for key in keys], _named("count"), sort)
        some = filtered.order_by(*order).limit(LIMIT).subquery()
        members: dict[str, Any] = {}
        for key, what in keys.items():
            members[key] = some.c[key]
            table = self._keys[what][1]
            if table is not None:
                name = select(table.name).where(table.id == some.c[key])
                members[_NAMES[key]] = name.scalar_subquery()
        item = object_text(**members, count=some.c.count)
        order = _ordered([some.c[key] for key in keys], some.c.count, sort)
        return custom_plan(select(item).order_by(*order))

    def _less(
        self, counted: Select[Any], keys: Sequence[str], names: frozenset[str]
    ) -> Select[Any]:
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
        signed = [
            select(*(part.c[key] for key in keys), (part.c.count * sign).label("count"))
            for part, sign in parts
        ]
        both = union_all(*signed).subquery("both")
        left = func.sum(both.c.count)
        return (
            select(*(both.c[key] for key in keys), cast(left, BigInteger).label("count"))
            .group_by(*map(_named, keys))
            .having(left > literal_column("0"))
        )


def _by_tag(of_articles: Select[Any], keys: Mapping[str, str]) -> Select[Any]:
    """The counts by tag of those by article: what is in an article counts for each of its tags."""
    each = of_articles.subquery("each")
    columns = {key: ArticleTag.tag if what == "tag" else each.c[key] for key, what in keys.items()}
    (article,) = (each.c[key] for key, what in keys.items() if what == "tag")
    count: ColumnElement[int] = func.sum(each.c.count).label("count")
    with_tags = select(*(column.label(key) for key, column in columns.items()), count)
    joined = with_tags.select_from(each).outerjoin(ArticleTag, ArticleTag.article_id == article)
    return joined.group_by(*columns.values())


def _named(label: str) -> ColumnElement[Any]:
    return literal_column(label)


def _ordered(keys: Sequence[Any], count: Any, sort: str) -> list[Any]:
    """The most frequent first, or along the keys, one way or the other."""
    if sort == "-key":
        return [key.desc().nulls_last() for key in keys]
    along = [key.asc().nulls_last() for key in keys]
    return along if sort == "key" else [count.desc(), *along]


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
