"""Who speaks and what is measured."""

from sqlalchemy import ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from .base import NUMBERED, STRICT, Base
from .types import Folded, Key


class Entity(Base):
    """A person, organisation, place or thing with a name; and every other name that it has.

    `written` is a name as it was first met and `key` the same folded, so that a name is in one row
    and means one entity. A row whose `merged_into` is set is only a name of that other: an alias,
    or an entity that was merged. What stands is called `name`, which may be changed by hand.

    `article_id` is set where the name means somebody in that article alone ("Mr Reyes"); the key
    holds it, too.
    """

    __tablename__ = "entities"
    __table_args__ = (Index(None, "merged_into"), Index(None, "kind", "id"), NUMBERED)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Folded, unique=True)
    written: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    article_id: Mapped[int | None] = mapped_column(Key)
    version: Mapped[int] = mapped_column(Integer)
    merged_into: Mapped[int | None] = mapped_column(Key, ForeignKey("entities.id"))

    stands: Mapped[bool] = column_property(merged_into.is_(None))


class EntityName(Base):
    """A way to find an entity: its folded name, or the end of it from some word on.

    "Yury Ushakov" is found by "yury ushakov" and by "ushakov"; a space ends each key, so that
    words are matched whole by a range of keys.
    """

    __tablename__ = "entity_names"
    __table_args__ = (Index(None, "entity_id"), STRICT)

    key: Mapped[str] = mapped_column(Folded, primary_key=True)
    entity_id: Mapped[int] = mapped_column(
        Key, ForeignKey(Entity.id, ondelete="CASCADE"), primary_key=True
    )


class Measure(Base):
    """A named quantity that figures are readings of: a property of an entity, in one dimension.

    One whose `merged_into` is set is only another name of that other.
    """

    __tablename__ = "measures"
    __table_args__ = (
        UniqueConstraint("entity_id", "property", "dimension"),
        Index(None, "merged_into"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    entity_id: Mapped[int] = mapped_column(Key, ForeignKey(Entity.id))
    property: Mapped[str] = mapped_column(Text)
    dimension: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    merged_into: Mapped[int | None] = mapped_column(Key, ForeignKey("measures.id"))

    stands: Mapped[bool] = column_property(merged_into.is_(None))
    entity: Mapped[Entity] = relationship()
