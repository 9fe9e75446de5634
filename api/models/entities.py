"""Who speaks and what is measured."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from .base import NUMBERED, STRICT, Base, where_given
from .types import Folded, Key, Moment, Probability


class LinkedBy(StrEnum):
    """The rule by which a name was taken for one of an entity that goes by another."""

    VARIANT = "variant"  # a middle name or initial more
    SHORT_FORM = "short_form"  # "Joe" for "Joseph"
    SUFFIX = "suffix"  # "Jr." or "Sr." more
    SPELLING = "spelling"  # "Sergey" for "Sergei", "FBI" for "Federal Bureau of Investigation"
    SURNAME = "surname"  # a surname alone


class Entity(Base):
    """A person, organisation, place or thing with a name; and every other name that it has.

    `written` is a name as it was first met and `key` the same folded, so that a name is in one row
    and means one entity. A row whose `merged_into` is set is only a name of that other: an alias,
    or an entity that was merged. What stands is called `name`, which may be changed by hand.

    `article_id` is set where the name means somebody in that article alone ("Mr Reyes"); the key
    holds it, too.

    A person's name has its `surname`. `person_key` is what all forms of a name share, a person's
    where it is a full one. `linked_by` is the rule by which the archive took a name for one of
    `merged_into`, None where a person said so; `link_confidence` how sure that is.
    """

    __tablename__ = "entities"
    __table_args__ = (
        Index(None, "merged_into", **where_given("merged_into")),
        Index(None, "kind", "id"),
        Index(None, "person_key", **where_given("person_key")),
        Index(None, "surname", "id", **where_given("surname", "merged_into IS NULL")),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Folded, unique=True)
    written: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    article_id: Mapped[int | None] = mapped_column(Key)
    version: Mapped[int] = mapped_column(Integer)
    merged_into: Mapped[int | None] = mapped_column(Key, ForeignKey("entities.id"))
    surname: Mapped[str | None] = mapped_column(Folded)
    person_key: Mapped[str | None] = mapped_column(Folded)
    linked_by: Mapped[str | None] = mapped_column(Text)
    link_confidence: Mapped[float | None] = mapped_column(Probability)

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


class EntityUri(Base):
    """That a URI elsewhere, such as Wikidata's, means an entity.

    Of one that was merged it stays with it: undoing the merge takes it along.
    """

    __tablename__ = "entity_uris"
    __table_args__ = (Index(None, "entity_id"), STRICT)

    uri: Mapped[str] = mapped_column(Folded, primary_key=True)
    entity_id: Mapped[int] = mapped_column(Key, ForeignKey(Entity.id, ondelete="CASCADE"))


class FullName(Base):
    """That an article gives somebody's full name: what tells whom a surname alone means.

    `entity_id` is the name's own row, whatever that was merged into or linked to.
    """

    __tablename__ = "full_names"
    __table_args__ = (
        Index(None, "surname", "dated_at", "article_id", "entity_id"),
        Index(None, "entity_id"),
        STRICT,
    )

    article_id: Mapped[int] = mapped_column(
        Key, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    entity_id: Mapped[int] = mapped_column(
        Key, ForeignKey(Entity.id, ondelete="CASCADE"), primary_key=True
    )
    surname: Mapped[str] = mapped_column(Folded)
    dated_at: Mapped[dt.datetime] = mapped_column(Moment)


class Parting(Base):
    """That a person parted a name from an entity: nothing links them again."""

    __tablename__ = "partings"
    __table_args__ = (Index(None, "other_id"), STRICT)

    name_id: Mapped[int] = mapped_column(
        Key, ForeignKey(Entity.id, ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
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
