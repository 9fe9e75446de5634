"""Reading articles."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, Integer, Text, bindparam, case, select
from sqlalchemy.orm import Session

from api.db import Database, execute
from api.errors import NotFound
from api.models import Article, Figure, Quote
from api.models.searchable import ARTICLES, Texts
from api.projection import json_text, with_commas
from api.queries import search
from api.queries.filters import PUBLISHED, REJECTED, equals
from api.queries.pages import Key, Listing, Page
from api.schemas.articles import Article as ArticleSchema
from api.schemas.articles import ArticleSummary
from api.search.marking import Marker


def _found(table: type[Quote | Figure]) -> Any:
    """What the present text says, in its order, but what was rejected: JSON with commas between."""
    # Ordered first and put together outside: SQLite before 3.44 orders no aggregate.
    present = table.article_id == Article.id, table.revision == Article.revision
    shown = select(table.json).where(*present, table.status != REJECTED)
    each = shown.order_by(table.start, table.id).correlate(Article).subquery()
    return select(with_commas(each.c.json)).scalar_subquery()


_PARTS = (
    json_text(ArticleSchema(exclude=("quotes", "figures")), Article),
    _found(Quote),
    _found(Figure),
)
# The body is left out where the client has this version already.
_IS_NEWS = Article.version.is_distinct_from(bindparam("known", type_=Integer))
_ONE = select(Article.version, *(case((_IS_NEWS, part)) for part in _PARTS)).where(
    Article.id == bindparam("id", type_=BigInteger)
)

_KNOWN = select(Article.id).where(
    Article.key == bindparam("key", type_=Text), Article.text == bindparam("text", type_=Text)
)
_SUMMARY = json_text(ArticleSummary(), Article)
_FILTERS = {**PUBLISHED, "url": equals("key", "url"), "language": equals("language")}
LISTING = Listing(_SUMMARY, Article, _FILTERS)


def _passage(mark: Marker, texts: Texts) -> str:
    """Of the text, or the title where that alone has it."""
    title, text = (part or "" for part in texts)
    return (
        mark.marked(title)
        if mark.finds_in(title) and not mark.finds_in(text)
        else mark.passage(text)
    )


# To weigh an article takes longer than a quote, as it is longer.
SEARCH = search.Search(ARTICLES, _SUMMARY, _FILTERS, weighed=200, shown=_passage)


def one(database: Database, article_id: int, known: int | None) -> tuple[int, bytes | None]:
    """An article's version and JSON; no JSON where the version is the known one."""
    rows = database.read(_ONE, {"id": article_id, "known": known})
    if not rows:
        raise NotFound(f"There is no article {article_id}.")
    ((version, article, *found),) = rows
    return version, article and _whole(article, *found)


def known_as(database: Database, key: str, text: str) -> int | None:
    """The id of the article that stands there already with this key and text, word for word."""
    rows = database.read(_KNOWN, {"key": key, "text": text})
    return rows[0][0] if rows else None


def page(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """One page of the articles that a query means."""
    return search.page(LISTING, SEARCH, database, dict(query), limit, after)


def written(session: Session, article_id: int) -> tuple[int, bytes]:
    """The same, as this transaction has just written it."""
    session.flush()
    row: Any = execute(session.connection(), _ONE, {"id": article_id, "known": None}).one()
    version, article, *found = row
    return version, _whole(article.encode(), *(text and text.encode() for text in found))


def _whole(article: bytes, quotes: bytes | None, figures: bytes | None) -> bytes:
    found = b'"quotes":[%b],"figures":[%b]' % (quotes or b"", figures or b"")
    return b"%b,%b}" % (article[:-1], found)
