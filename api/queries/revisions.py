"""Reading the states of an article's text, and what of earlier ones has no place in the present."""

from typing import Any

from sqlalchemy import BigInteger, bindparam, select

from ..errors import NotFound
from ..models import Article, Figure, Quote, Revision
from ..schemas.articles import Revision as RevisionSchema
from ..schemas.articles import RevisionSummary
from ..store.database import Database
from ..store.documents import list_of
from ..store.projection import json_text, with_commas
from .paging import only

_ARTICLE = Article.id == bindparam("id", type_=BigInteger)
_NUMBER = bindparam("number", type_=BigInteger)


def _all() -> Any:
    newest_first = (
        select(json_text(RevisionSummary(), Revision).label("json"))
        .where(Revision.article_id == Article.id)
        .order_by(Revision.number.desc())
        .correlate(Article)
        .subquery()
    )
    return select(with_commas(newest_first.c.json)).scalar_subquery()


def _unplaced(table: type[Quote | Figure]) -> Any:
    there = (
        select(table.json)
        .where(table.article_id == Article.id, table.unplaced)
        .order_by(table.revision, table.start, table.id)
        .correlate(Article)
        .subquery()
    )
    return select(with_commas(there.c.json)).scalar_subquery()


_ALL = select(_all()).where(_ARTICLE)
_ONE = select(json_text(RevisionSchema(), Revision)).where(
    Revision.article_id == bindparam("id", type_=BigInteger), Revision.number == _NUMBER
)
_UNPLACED = select(_unplaced(Quote), _unplaced(Figure)).where(_ARTICLE)


def every(database: Database, article_id: int) -> bytes:
    """All states of an article's text, without it, newest first, as a list's JSON."""
    return list_of(only(database, _ALL, "article", article_id))


def one(database: Database, article_id: int, number: int) -> bytes:
    """One of them with its text."""
    rows = database.read(_ONE, {"id": article_id, "number": number})
    if not rows:
        raise NotFound(f"There is no revision {number} of an article {article_id}.")
    text: bytes = rows[0][0]
    return text


def unplaced(database: Database, article_id: int) -> bytes:
    """What people decided on and the current text no longer says."""
    rows = database.read(_UNPLACED, {"id": article_id})
    if not rows:
        raise NotFound(f"There is no article {article_id}.")
    ((quotes, figures),) = rows
    return b'{"quotes":[%b],"figures":[%b]}' % (quotes or b"", figures or b"")
