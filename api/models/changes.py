"""What happened last to each thing that is stored: the change feed's one table."""

import datetime as dt

from sqlalchemy import Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import NUMBERED, STRICT, Base
from .types import Key, Moment

TYPES = ("article", "entity", "figure", "measure", "quote")
ACTIONS = ("created", "updated", "deleted")


class Change(Base):
    """The last change of one object; triggers write it, so that no way to write can forget to.

    A further change of the same object takes the place of the one before, at the end: the table
    has as many rows as there are objects, and those deleted of late.

    Changes are ordered by `transaction` and `position`. On PostgreSQL, where transactions that
    write at once commit in any order, `transaction` is the one that wrote the row (see Feed) and
    only rows of transactions before the oldest that still runs are given out: whatever commits
    later comes later. SQLite has one writer at a time: there `transaction` is 0, and `position`
    rises as they commit.
    """

    __tablename__ = "changes"
    __table_args__ = (
        UniqueConstraint("type", "object_id"),
        Index(None, "type", "transaction", "position"),
        Index(
            None,
            "at",
            sqlite_where=text("action = 'deleted'"),
            postgresql_where=text("action = 'deleted'"),
        ),
        NUMBERED,
    )

    position: Mapped[int] = mapped_column(Key, primary_key=True)
    transaction: Mapped[int] = mapped_column(Key)
    type: Mapped[str] = mapped_column(Text)
    object_id: Mapped[int] = mapped_column(Key)
    action: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(Moment)


class Feed(Base):
    """The state of the feed: one row, or none as long as nothing has happened to it.

    `generation` counts the PostgreSQL servers that this store has lived on: each numbers its
    transactions from the start, so `Change.transaction` is generation * 2**48 + that number.
    `expired_*` is the place of the newest deletion that was forgotten.
    """

    __tablename__ = "feed"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    generation: Mapped[int] = mapped_column(Integer, default=0)
    expired_transaction: Mapped[int] = mapped_column(Key, default=0)
    expired_position: Mapped[int] = mapped_column(Key, default=0)
