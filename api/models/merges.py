"""What was merged by hand, kept so that it can be undone."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import NUMBERED, STRICT, Base
from .types import Key, Moment


class Merge(Base):
    """That one entity or measure, `merged_id`, went into another, `into_id`.

    `table` names the table that both are rows of. Merging two entities merges those of their
    measures that are alike; these merges have the `id` of the first as their `part_of`.
    `linked_by` is the rule by which names that were stored already were linked, None where a
    person merged them.
    """

    __tablename__ = "merges"
    __table_args__ = (
        Index(None, "table", "into_id"),
        Index(None, "merged_id"),
        Index(None, "part_of"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    table: Mapped[str] = mapped_column(Text)
    into_id: Mapped[int] = mapped_column(Key)
    merged_id: Mapped[int] = mapped_column(Key)
    part_of: Mapped[int | None] = mapped_column(Key, ForeignKey("merges.id", ondelete="CASCADE"))
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    linked_by: Mapped[str | None] = mapped_column(Text)


class Move(Base):
    """A row that a merge moved: `place` is the column that changed, such as quotes.speaker_id."""

    __tablename__ = "moves"
    __table_args__ = (STRICT,)

    merge_id: Mapped[int] = mapped_column(
        Key, ForeignKey(Merge.id, ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[str] = mapped_column(Text, primary_key=True)
    row_id: Mapped[int] = mapped_column(Key, primary_key=True)
