"""Reading articles."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Select, Text, bindparam, select
from sqlalchemy.orm import Session

from ..errors import NotFound
from ..models import Article, Figure, Quote
from ..models.articles import key_of
from ..models.fulltext import ARTICLES, Texts
from ..schemas.articles import Article as ArticleSchema
from ..schemas.articles import ArticleQuery, ArticleSummary
from ..schemas.exports import ExportedArticle
from ..search.marking import Marker
from ..search.query import Every
from ..search.words import FIELDS
from ..store.database import Database
from ..store.projection import json_text, with_commas
from ..store.statements import execute
from . import fulltext, lists
from .filters import PUBLISHED, REJECTED, by_copies, chosen, equals, expanded, listed
from .paging import Key, Listing, Names, Page, row_of


def _found(table: type[Quote | Figure]) -> Any:
    """What the current text says, in its order, but what was rejected: JSON with commas between."""
    # Ordered first and put together outside: SQLite before 3.44 orders no aggregate.
    present = table.article_id == Article.id, table.revision == Article.revision
    shown = select(table.json).where(*present, table.status != REJECTED)
    each = shown.order_by(table.start, table.id).correlate(Article).subquery()
    return select(with_commas(each.c.json)).scalar_subquery()


_FOUND = {"quotes": _found(Quote), "figures": _found(Figure)}


@lru_cache(maxsize=128)
def _one(shown: Names) -> tuple[Select[Any], bytes]:
    """The version, the JSON of the article's own fields, and what was found, each by itself.

    And how the JSON of all of it is put together.
    """
    names = shown or tuple(ArticleSchema().fields)
    own = [name for name in names if name not in _FOUND]
    found = [name for name in names if name in _FOUND]
    parts = json_text(ArticleSchema(only=own), Article), *(_FOUND[name] for name in found)
    statement = select(Article.version, *parts)
    members = ["%b"] * bool(own) + [f'"{name}":[%b]' for name in found]
    whole = "{" + ",".join(members) + "}"
    return statement.where(Article.id == bindparam("id", type_=BigInteger)), whole.encode()


_KNOWN = select(Article.id).where(
    Article.key == bindparam("key", type_=Text), Article.text == bindparam("text", type_=Text)
)
_ROW = row_of(ExportedArticle, Article, json_text(ArticleSummary(), Article))
_EXPORTED = (*ExportedArticle().dump_fields, fulltext.HIGHLIGHT)
_FILTERS = {
    **PUBLISHED,
    **chosen("id", "ids"),
    "url": equals("key", "url"),
    "language": equals("language"),
    **chosen("language", "language"),
    "copy_of": equals("copy_of"),
    "copies": lambda entity: entity.copy_of.is_(None),
}
LISTING = Listing(_ROW, Article, _FILTERS, ArticleQuery, {"ids", *FIELDS})


def _passage(mark: Marker, texts: Texts) -> str:
    """Of the text, or the title where that alone has it."""
    title, text = (part or "" for part in texts)
    return (
        mark.marked(title)
        if mark.finds_in(title) and not mark.finds_in(text)
        else mark.passage(text)
    )


# To weigh an article takes longer than a quote, as it is longer.
SEARCH = fulltext.Search(ARTICLES, _ROW, _FILTERS, weighed=200, highlight=_passage)


def one(database: Database, article_id: int, shown: Names = ()) -> tuple[int, bytes]:
    """An article's version and the JSON of it, or of some fields."""
    statement, whole = _one(shown)
    rows = database.read(statement, {"id": article_id})
    if not rows:
        raise NotFound(f"There is no article {article_id}.")
    ((version, own, *found),) = rows
    return version, _whole(whole, own, found)


def known_as(database: Database, text: str, url: str | None) -> int | None:
    """The id of the article that is stored already, word for word."""
    rows = database.read(_KNOWN, {"key": key_of(text, url), "text": text})
    return rows[0][0] if rows else None


def page(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """One page of the articles that a query means."""
    return lists.page(LISTING, SEARCH, database, resolve(database, query), limit, after)


def resolve(_database: Database, query: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of a list that a query means."""
    return expanded(listed(by_copies(_searched(query))))


def _searched(query: Mapping[str, Any]) -> dict[str, Any]:
    """A query whose words in fields are part of what is searched."""
    filters = dict(query)
    wanted = [filters.pop(name) for name in ("q", *FIELDS) if name in filters]
    if wanted:
        filters["q"] = wanted[0] if len(wanted) == 1 else Every(tuple(wanted), ())
    return filters


def export(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """The same with their texts."""
    return page(database, {"shown": _EXPORTED, **query}, limit, after)


def written(session: Session, article_id: int) -> tuple[int, bytes]:
    """All of it, as this transaction has just written it."""
    session.flush()
    statement, whole = _one(())
    row: Any = execute(session, statement, {"id": article_id}).one()
    version, own, *found = row
    return version, _whole(whole, own.encode(), [rows and rows.encode() for rows in found])


def _whole(whole: bytes, own: bytes, found: Sequence[bytes | None]) -> bytes:
    """An article's own fields with the lists of what was found in it."""
    fields = own[1:-1]
    return whole % (*([fields] if fields else []), *[items or b"" for items in found])
