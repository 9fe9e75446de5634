"""Who speaks and what is measured."""

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.models.base import NUMBERED, STRICT, Base
from api.models.types import Folded, Key


class Entity(Base):
    """A person, organisation, place or thing with a name. `key` is the name, folded."""

    __tablename__ = "entities"
    __table_args__ = (NUMBERED,)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Folded, unique=True)


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
    """A named quantity that figures are readings of: a property of an entity, in one dimension."""

    __tablename__ = "measures"
    __table_args__ = (UniqueConstraint("entity_id", "property", "dimension"), NUMBERED)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    entity_id: Mapped[int] = mapped_column(Key, ForeignKey(Entity.id))
    property: Mapped[str] = mapped_column(Text)
    dimension: Mapped[str] = mapped_column(Text)

    entity: Mapped[Entity] = relationship()
