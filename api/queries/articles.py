"""Reading articles."""

from typing import Any

from sqlalchemy import BigInteger, Integer, bindparam, case, select
from sqlalchemy.orm import Session

from api.db import Database, execute
from api.errors import NotFound
from api.models import Article, Figure, Quote
from api.projection import json_text, with_commas
from api.queries.filters import PUBLISHED, equals
from api.queries.pages import Listing
from api.schemas.articles import Article as ArticleSchema
from api.schemas.articles import ArticleSummary
from api.schemas.exports import ExportedArticle


def _found(table: type[Quote | Figure]) -> Any:
    """What was found in the present text, in its order: JSON texts with commas between."""
    # Ordered first and put together outside: SQLite before 3.44 orders no aggregate.
    present = table.article_id == Article.id, table.revision == Article.revision
    ordered = select(table.json).where(*present).order_by(table.start, table.id).correlate(Article)
    each = ordered.subquery()
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

_FILTERS = {**PUBLISHED, "url": equals("key", "url"), "language": equals("language")}
LISTING = Listing(json_text(ArticleSummary(), Article), Article, _FILTERS)
EXPORT = Listing(json_text(ExportedArticle(), Article), Article, _FILTERS)


def one(database: Database, article_id: int, known: int | None) -> tuple[int, bytes | None]:
    """An article's version and JSON; no JSON where the version is the known one."""
    rows = database.read(_ONE, {"id": article_id, "known": known})
    if not rows:
        raise NotFound(f"There is no article {article_id}.")
    ((version, article, *found),) = rows
    return version, article and _whole(article, *found)


def written(session: Session, article_id: int) -> tuple[int, bytes]:
    """The same, as this transaction has just written it."""
    session.flush()
    row: Any = execute(session.connection(), _ONE, {"id": article_id, "known": None}).one()
    version, article, *found = row
    return version, _whole(article.encode(), *(text and text.encode() for text in found))


def _whole(article: bytes, quotes: bytes | None, figures: bytes | None) -> bytes:
    found = b'"quotes":[%b],"figures":[%b]' % (quotes or b"", figures or b"")
    return b"%b,%b}" % (article[:-1], found)
