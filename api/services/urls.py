"""The urls that articles are known by, in their normal form (RFC 3986)."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from ..models import Article
from ..models.urls import normal_form
from ..store.database import Database

_AT_ONCE = 500  # articles of one transaction
_RULE = "RFC 3986, 6.2.2 and 6.2.3"


def fingerprint(_connection: Connection) -> str:
    """What tells the rule from an earlier one."""
    return _RULE


def renew(database: Database) -> Iterator[tuple[int, int]]:
    """Give every article the key that its url has by now.

    Where two articles came to have one, the first that is met has it, and the other keeps its own:
    none is lost, and neither is their copies' mark. How many are done, and how many there are,
    after each transaction.
    """
    last, done = 0, 0
    while True:
        with database.session() as session:
            with_url = select(Article).where(Article.url.is_not(None), Article.id > last)
            found = session.scalars(with_url.order_by(Article.id).limit(_AT_ONCE)).all()
            if not found:
                return
            count = select(func.count()).select_from(Article).where(Article.url.is_not(None))
            total = session.scalar(count) or 0
            for article in found:
                _renew_key(session, article)
            session.commit()
        last, done = found[-1].id, done + len(found)
        yield done, total


def _renew_key(session: Session, article: Article) -> None:
    key = normal_form(article.url or "")
    if key == article.key:
        return
    if session.scalar(select(Article.id).where(Article.key == key)) is None:
        article.key = key
        session.flush()
