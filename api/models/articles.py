"""Articles and the states of their text."""

import base64
import datetime as dt
import hashlib

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, Text, func, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column

from .base import NUMBERED, STRICT, Base
from .types import Array, Key, Moment
from .urls import normal_form


def key_of(text: str, url: str | None) -> str:
    """What makes it the same article: its url, or else its text's name by its hash (RFC 6920).

    The url in its normal form, since one place has several spellings.
    """
    if url:
        return normal_form(url)
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
    return "ni:///sha-256;" + digest.decode().rstrip("=")


class Revision(Base):
    """One state of an article's text, kept as it was sent.

    `extractor` names what read it; None where nothing did.
    """

    __tablename__ = "revisions"
    __table_args__ = (STRICT,)

    article_id: Mapped[int] = mapped_column(
        Key, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    extractor: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)

    length: Mapped[int] = column_property(func.length(text, type_=Integer), deferred=True)


class Article(Base):
    """One news text and its metadata (schema.org NewsArticle).

    `key` is what makes it the same article when it comes again: its url, or, where it has none,
    the digest of its text. `revision` is the number of the state that is current. `dated_at` is
    what lists are ordered by: when it was published, or, where nobody said, when it was stored.
    `copy_of` is the article that was stored before it and tells the same story in nearly the same
    words; `signature` tells how alike texts are (`api.search.shingles`).
    `version` rises with every change of anything that an answer about the article holds.
    """

    __tablename__ = "articles"
    __table_args__ = (
        Index(None, "dated_at", "id"),
        Index(None, "publisher", "dated_at", "id"),
        Index(
            None,
            "copy_of",
            sqlite_where=text("copy_of IS NOT NULL"),
            postgresql_where=text("copy_of IS NOT NULL"),
        ),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(Text, unique=True)
    url: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    authors: Mapped[list[str]] = mapped_column(Array)
    publisher: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    dated_at: Mapped[dt.datetime] = mapped_column(Moment)
    language: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    updated_at: Mapped[dt.datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer)
    copy_of: Mapped[int | None] = mapped_column(Key, ForeignKey("articles.id"))
    tags: Mapped[list[str]] = mapped_column(Array, server_default="[]")
    signature: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    # What the current revision holds reads as the article's own.
    text: Mapped[str] = column_property(
        select(Revision.text)
        .where(Revision.article_id == id, Revision.number == revision)  # noqa: A003
        .correlate_except(Revision)
        .scalar_subquery(),
        deferred=True,
    )
    extractor: Mapped[str | None] = column_property(
        select(Revision.extractor)
        .where(Revision.article_id == id, Revision.number == revision)  # noqa: A003
        .correlate_except(Revision)
        .scalar_subquery(),
        deferred=True,
    )


class ArticleTag(Base):
    """That an article has a tag: what `Article.tags` says, to find articles by it.

    `dated_at` is the article's, repeated here so that what has a tag is one walk along one index.
    """

    __tablename__ = "article_tags"
    __table_args__ = (Index(None, "tag", "dated_at", "article_id"), STRICT)

    article_id: Mapped[int] = mapped_column(
        Key, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    tag: Mapped[str] = mapped_column(Text, primary_key=True)
    dated_at: Mapped[dt.datetime] = mapped_column(Moment)
