"""What is searched: the full-text index of each table, and the texts that it holds of a row."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, TableClause, Text, cast, column, select, table

from .articles import Article
from .entities import Entity
from .figures import Figure
from .items import CONTEXT
from .quotes import Quote

Texts = Sequence[str | None]
Field = tuple[str, str]  # its name, and its text


@dataclass(frozen=True)
class Searchable:
    """A table and its index: an FTS5 table on SQLite, a table with a tsvector on PostgreSQL.

    A row of the index is found by its place (`api.search.order`) and holds the words of the texts
    that `texts_of` makes of a row's `columns`, and by themselves those of the fields that
    `fields_of` makes of them.
    """

    entity: Any
    index: TableClause
    columns: Sequence[Any]
    names: Sequence[str]  # of the columns, in rows that are not stored yet
    texts_of: Callable[[Texts], Texts] = list
    fields_of: Callable[[Texts], Sequence[Field]] = lambda _columns: ()

    def values(self, row: Mapping[str, Any]) -> Texts:
        """The `columns` of a row that is not stored yet."""
        return [row[name] for name in self.names]


def _index(name: str) -> TableClause:
    return table(name, column("rowid", BigInteger), column("words", Text))


def _figure_texts(columns: Texts) -> Texts:
    """A figure among the words around it, those that are whole, and what it is of."""
    prefix, figure, suffix = (part or "" for part in columns[:3])
    if len(prefix) == CONTEXT and " " in prefix:
        prefix = prefix[prefix.index(" ") :]
    if len(suffix) == CONTEXT and " " in suffix:
        suffix = suffix[: suffix.rindex(" ")]
    return (prefix + figure + suffix).strip(), *columns[3:]


_thing = select(Entity.name).where(Entity.id == Figure.entity_id).scalar_subquery()


def _article_fields(columns: Texts) -> Sequence[Field]:
    title, _, authors = columns
    names = [("author", name) for name in json.loads(authors or "[]")]
    return [("title", title), *names] if title else names


ARTICLES = Searchable(
    Article,
    _index("articles_search"),
    (Article.title, Article.text, cast(Article.authors, Text)),
    ("title", "text", "authors"),
    lambda columns: columns[:2],
    _article_fields,
)
QUOTES = Searchable(Quote, _index("quotes_search"), (Quote.text,), ("text",))
FIGURES = Searchable(
    Figure,
    _index("figures_search"),
    (Figure.prefix, Figure.text, Figure.suffix, _thing, Figure.property, Figure.unit),
    ("prefix", "text", "suffix", "thing", "property", "unit"),
    _figure_texts,
)
