"""Keeping pages beside the texts that were taken out of them."""

import datetime as dt
import gzip
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import LargeBinary, Text, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..models import Article, KeptPage
from ..models.types import Key, Moment

# A fifth to a quarter of most pages is left; higher levels take longer for 1 % less.
_LEVEL = 6
_INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_COLUMNS = ("article_id", "revision", "content", "charset", "created_at")
_OF_CURRENT_TEXT = select(
    Article.id,
    Article.revision,
    bindparam("content", type_=LargeBinary),
    bindparam("charset", type_=Text),
    bindparam("now", type_=Moment),
).where(Article.id == bindparam("article", type_=Key))


class Page(NamedTuple):
    """A page's bytes, packed by gzip, and their encoding."""

    content: bytes
    charset: str


def packed(content: bytes, charset: str) -> Page:
    """A page as it is kept."""
    return Page(gzip.compress(content, _LEVEL, mtime=0), charset)


def keep(session: Session, pages: Sequence[tuple[int, Page]]) -> None:
    """Keep pages with the current texts of articles, each by its id, that have none yet."""
    if not pages:
        return
    insert = _INSERT[session.get_bind().dialect.name](KeptPage.__table__)
    statement = insert.from_select(_COLUMNS, _OF_CURRENT_TEXT).on_conflict_do_nothing()
    now = dt.datetime.now(dt.UTC)
    rows = [{"article": number, "now": now, **page._asdict()} for number, page in pages]
    session.flush()
    session.connection().execute(statement, rows)
