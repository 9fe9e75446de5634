"""Keeping SQLite's full-text index in step; PostgreSQL keeps its own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.db import execute

# One statement for many quotes: one for each would cost fifteen times as much.
_ADD = text(
    "INSERT INTO quotes_search(rowid, text) SELECT id, text FROM quotes WHERE id BETWEEN :a AND :z"
)
_ADD_ALL = text(
    "INSERT INTO quotes_search(rowid, text) SELECT id, text FROM quotes"
    " WHERE article_id = :article_id"
)
_REMOVE = text(
    "INSERT INTO quotes_search(quotes_search, rowid, text)"
    " SELECT 'delete', id, text FROM quotes WHERE article_id = :article_id"
)


def add_quotes(session: Session, ids: Sequence[int]) -> None:
    """Index new quotes, whose ids follow each other."""
    if ids and _is_sqlite(session):
        execute(session.connection(), _ADD, {"a": ids[0], "z": ids[-1]})


def remove_quotes(session: Session, article_id: int) -> None:
    """Take an article's quotes out of the index, before they are deleted."""
    if _is_sqlite(session):
        session.flush()
        session.execute(_REMOVE, {"article_id": article_id})


@contextmanager
def reindexed(session: Session, article_id: int) -> Iterator[None]:
    """Change an article's quotes in here: what they say afterwards is what is found."""
    remove_quotes(session, article_id)
    yield
    session.flush()
    if _is_sqlite(session):
        session.execute(_ADD_ALL, {"article_id": article_id})


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
