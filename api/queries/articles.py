"""Reading articles."""

from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, bindparam, case, select
from sqlalchemy.orm import Session

from api.db import Database, execute
from api.errors import NotFound
from api.models import Article, Figure, Quote
from api.projection import json_text, with_commas
from api.queries.filters import PUBLISHED, equals
from api.queries.pages import Listing, Names, row_of
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


_FOUND = {"quotes": _found(Quote), "figures": _found(Figure)}
_ALL = tuple(ArticleSchema().fields)
# The body is left out where the client has this version already.
_IS_NEWS = Article.version.is_distinct_from(bindparam("known", type_=Integer))


@lru_cache(maxsize=128)
def _one(shown: Names) -> Select[Any]:
    """The version, the JSON of the article's own fields, and what was found, each by itself."""
    own = json_text(ArticleSchema(only=[name for name in shown if name not in _FOUND]), Article)
    parts = [own, *(_FOUND[name] for name in shown if name in _FOUND)]
    statement = select(Article.version, *(case((_IS_NEWS, part)) for part in parts))
    return statement.where(Article.id == bindparam("id", type_=BigInteger))


_FILTERS = {**PUBLISHED, "url": equals("key", "url"), "language": equals("language")}
LISTING = Listing(
    row_of(ArticleSummary, Article, json_text(ArticleSummary(), Article)), Article, _FILTERS
)
EXPORT = Listing(lambda _: json_text(ExportedArticle(), Article), Article, _FILTERS)


def one(
    database: Database, article_id: int, known: int | None, shown: Names = _ALL
) -> tuple[int, bytes | None]:
    """An article's version and the JSON of some fields; no JSON where the version is known."""
    rows = database.read(_one(shown), {"id": article_id, "known": known})
    if not rows:
        raise NotFound(f"There is no article {article_id}.")
    ((version, own, *found),) = rows
    return version, own and _whole(shown, own, *found)


def written(session: Session, article_id: int) -> tuple[int, bytes]:
    """All of it, as this transaction has just written it."""
    session.flush()
    values = {"id": article_id, "known": None}
    row: Any = execute(session.connection(), _one(_ALL), values).one()
    version, *parts = row
    return version, _whole(_ALL, *(part and part.encode() for part in parts))


def _whole(shown: Names, own: bytes, *found: bytes | None) -> bytes:
    names = (name for name in shown if name in _FOUND)
    lists = [
        b'"%b":[%b]' % (name.encode(), rows or b"") for name, rows in zip(names, found, strict=True)
    ]
    return b"{%b}" % b",".join([own[1:-1], *lists] if own != b"{}" else lists)
