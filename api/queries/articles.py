"""Reading articles."""

from typing import Any

from sqlalchemy import BigInteger, Integer, bindparam, case, select
from sqlalchemy.orm import Session

from api.db import Database
from api.errors import NotFound
from api.models import Article
from api.queries.filters import PUBLISHED, equals
from api.queries.pages import Listing
from api.queries.projection import json_text
from api.schemas.articles import Article as ArticleSchema
from api.schemas.articles import ArticleSummary

_KNOWN = bindparam("known", type_=Integer)
_ONE = select(
    Article.version,
    # The body is left out where the client has this version already.
    case((Article.version.is_distinct_from(_KNOWN), json_text(ArticleSchema(), Article))),
).where(Article.id == bindparam("id", type_=BigInteger))

LISTING = Listing(
    json_text(ArticleSummary(), Article),
    Article,
    {**PUBLISHED, "url": equals("key", "url"), "language": equals("language")},
)


def one(database: Database, article_id: int, known: int | None) -> tuple[int, str | None]:
    """An article's version and JSON; no JSON where the version is the known one."""
    rows = database.read(_ONE, {"id": article_id, "known": known})
    return _only(rows, article_id)


def written(session: Session, article_id: int) -> tuple[int, str]:
    """The same, as this transaction has just written it."""
    session.flush()
    rows = session.execute(_ONE, {"id": article_id, "known": None}).all()
    version, text = _only(rows, article_id)
    return version, text or ""


def _only(rows: Any, article_id: int) -> tuple[int, str | None]:
    if not rows:
        raise NotFound(f"There is no article {article_id}.")
    ((version, text),) = rows
    return version, text
