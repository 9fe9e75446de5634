"""What people decided about quotes and figures."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import STRICT, Base
from .types import Array, Key, Moment


class Action(StrEnum):
    """What was done with a quote or figure."""

    EXTRACTED = "extracted"
    ADDED = "added"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    UNDONE = "undone"
    CARRIED = "carried"
    READ = "read"
    UNPLACED = "unplaced"
    PLACED = "placed"
    DROPPED = "dropped"


class Decision(Base):
    """One entry in the history of a quote or figure.

    `table` names its table and `number` counts its entries: 0 is how it came about, the machine's
    own reading of it or what a person added. `state` is the JSON of all that it said from then on,
    `changed` names the members in which that differs from the entry before. `by` is a person, or,
    of what the machine did, the extractor.
    """

    __tablename__ = "decisions"
    __table_args__ = (STRICT,)

    article_id: Mapped[int] = mapped_column(
        Key, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    table: Mapped[str] = mapped_column(Text, primary_key=True)
    item_id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    action: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(Moment)
    by: Mapped[str | None] = mapped_column(Text)
    changed: Mapped[list[str]] = mapped_column(Array)
    state: Mapped[str] = mapped_column(Text)
