"""Words attributed to somebody."""

from sqlalchemy import ForeignKey, Text, func
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from .base import Base
from .entities import Entity
from .items import ItemColumns, item_table
from .types import Array, Key


class Quote(ItemColumns, Base):
    """Who said what.

    `text` is the words alone, the parts joined by a space; `exact` is all from `start` to `end`,
    which is more where the cue stands between two parts. `parts` are the selectors of each.
    """

    __tablename__ = "quotes"
    __table_args__ = item_table("speaker_id", "publisher", named_in=("speaker_id",))

    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    parts: Mapped[list[dict[str, int]]] = mapped_column(Array)
    speaker_id: Mapped[int | None] = mapped_column(Key, ForeignKey(Entity.id))
    speaker_kind: Mapped[str | None] = mapped_column(Text)
    speaker_text: Mapped[str | None] = mapped_column(Text)
    cue: Mapped[str | None] = mapped_column(Text)
    around: Mapped[str | None] = mapped_column(Text)  # `exact` where it is not `text`

    exact: Mapped[str] = column_property(func.coalesce(around, text))
    speaker: Mapped[Entity | None] = relationship(foreign_keys=[speaker_id])
