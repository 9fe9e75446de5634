"""What quotes and figures have in common: each is read from a place in an article's text."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Integer, Text, false, text
from sqlalchemy.orm import Mapped, declared_attr, foreign, mapped_column, relationship

from .articles import Article
from .base import NUMBERED
from .types import Flag, Key, Moment, Probability

DECIDED = "status <> 'extracted'"
CONTEXT = 32  # characters of prefix and suffix


class Status(StrEnum):
    """How a quote or figure came about and what became of it."""

    EXTRACTED = "extracted"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ADDED = "added"


class ItemColumns:
    """Where it stands (W3C Web Annotation selectors), in which revision, and how sure it is.

    `start` and `end` are code points of the revision's text, end exclusive. `current` tells the
    readings of the article's current text from those of earlier ones; `unplaced` marks what a
    person decided on and the current text no longer says. `publisher`,
    `published_at` and `dated_at` are the article's, repeated here so that a list is one walk
    along one index, and so is `copied`: that it is a copy of another. `json` is the row as answers
    show it, written again by `services.kept_json`
    whenever the row, its article's metadata or a name in it changes: to put the answer together
    from some thirty columns took four times as long as to fetch it.

    `link_id` is the name by which it came to its entity, `linked_by` and `link_confidence` are that
    name's: None where the name is the entity's own or a person said so.
    """

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    article_id: Mapped[int] = mapped_column(Key)
    revision: Mapped[int] = mapped_column(Integer)
    current: Mapped[bool] = mapped_column(Flag)
    unplaced: Mapped[bool] = mapped_column(Flag, server_default=false())
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    prefix: Mapped[str] = mapped_column(Text)
    suffix: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float] = mapped_column(Probability)
    status: Mapped[str] = mapped_column(Text)
    link_id: Mapped[int | None] = mapped_column(Key, ForeignKey("entities.id"))
    linked_by: Mapped[str | None] = mapped_column(Text)
    link_confidence: Mapped[float | None] = mapped_column(Probability)
    publisher: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    dated_at: Mapped[dt.datetime] = mapped_column(Moment)
    copied: Mapped[bool] = mapped_column(Flag, server_default=false())
    json: Mapped[str | None] = mapped_column(Text)

    @declared_attr
    def article(cls: Any) -> Mapped[Article]:  # noqa: N805 (as SQLAlchemy's mixins have it)
        """The article, of which the JSON shows the title and url."""
        its_article = foreign(cls.article_id) == Article.id
        return relationship(Article, primaryjoin=its_article, viewonly=True)


def item_table(*listed_by: str | tuple[str, ...], named_in: tuple[str, ...]) -> tuple[Any, ...]:
    """The table arguments of readings: an index by place, and one for each way to list them.

    Lists show current readings only, newest first. A way is a column, or several. What the machine
    read and nobody decided on is in no index by status, so that it costs nothing to store.

    `named_in` are the columns that refer to entities and measures: these are looked for in readings
    of earlier revisions, too, when a name changes.
    """
    return (
        ForeignKeyConstraint(
            ["article_id", "revision"],
            ["revisions.article_id", "revisions.number"],
            ondelete="CASCADE",
        ),
        Index(None, "article_id", "revision", "start", "id"),
        _newest_first(),
        Index(None, "status", "dated_at", "id", **_where("current", DECIDED)),
        Index(None, "article_id", **_where("unplaced")),
        Index(
            None,
            "link_id",
            sqlite_where=text("link_id IS NOT NULL"),
            postgresql_where=text("link_id IS NOT NULL"),
        ),
        Index(None, "copied", "dated_at", "id", **_where("current", "copied")),
        Index(None, "confidence", "id", **_where("current")),
        *(_newest_first(*([way] if isinstance(way, str) else way)) for way in listed_by),
        *(_earlier(column) for column in named_in),
        NUMBERED,
    )


def _newest_first(*leading: str) -> Index:
    # What lacks a value is listed by one column only ("entity=none"): those of two hold none of it.
    given = leading if len(leading) > 1 else ()
    return Index(None, *leading, "dated_at", "id", **_where("current", *map(_is_given, given)))


def in_order(table: str, leading: str, name: str, expression: str) -> Index:
    """An index of current readings that have a value in a column, within it by an expression."""
    index = f"ix_{table}_{leading}_{name}_id"
    where = _where("current", _is_given(leading))
    return Index(index, leading, text(expression), "id", **where)


def _is_given(column: str) -> str:
    return f"{column} IS NOT NULL"


def _earlier(column: str) -> Index:
    return Index(
        None, column, sqlite_where=text("current = 0"), postgresql_where=text("NOT current")
    )


def _where(*conditions: str) -> dict[str, Any]:
    """The rows of a partial index, as each store writes a flag."""
    flags = [each if " " in each else f"{each} = 1" for each in conditions]
    return {
        "sqlite_where": text(" AND ".join(flags)),
        "postgresql_where": text(" AND ".join(conditions)),
    }
