"""Numbers that a text states of something."""

from sqlalchemy import ForeignKey, Index, Text, func
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship, synonym

from .base import Base, where_given
from .entities import Entity, Measure
from .items import ItemColumns, in_order, item_table
from .quotes import Quote
from .types import Key, Number, Probability


class Figure(ItemColumns, Base):
    """A value or range with its unit and what it measures.

    `si_value` is the same in `si_unit`, the one unit in which all figures of its dimension are
    compared. `stated_by` speaks the quote that the figure stands in. `entity_text` is what the
    number is said of where that has no name ("church bus").
    """

    __tablename__ = "figures"
    __table_args__ = (
        Index(None, "quote_id", **where_given("quote_id")),
        *(
            in_order("figures", within, "magnitude", "coalesce(si_value, value)")
            for within in ("dimension", "unit_code", "measure_id")
        ),
        *item_table(
            *("entity_id", ("entity_id", "dimension")),
            *("measure_id", "stated_by_id", "property", "dimension", "unit_code", "publisher"),
            named_in=("entity_id", "stated_by_id", "measure_id"),
        ),
    )

    text: Mapped[str] = mapped_column(Text)
    value: Mapped[float] = mapped_column(Number)
    value_max: Mapped[float | None] = mapped_column(Number)
    modifier: Mapped[str] = mapped_column(Text)
    change: Mapped[str | None] = mapped_column(Text)
    period: Mapped[str | None] = mapped_column(Text)
    outlook: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    unit_code: Mapped[str | None] = mapped_column(Text)
    dimension: Mapped[str | None] = mapped_column(Text)
    si_value: Mapped[float | None] = mapped_column(Number)
    si_value_max: Mapped[float | None] = mapped_column(Number)
    si_unit: Mapped[str | None] = mapped_column(Text)
    measure_id: Mapped[int | None] = mapped_column(Key, ForeignKey(Measure.id))
    entity_id: Mapped[int | None] = mapped_column(Key, ForeignKey(Entity.id))
    entity_text: Mapped[str | None] = mapped_column(Text)
    property: Mapped[str | None] = mapped_column(Text)
    measure_confidence: Mapped[float | None] = mapped_column(Probability)
    salience: Mapped[str] = mapped_column(Text)
    quote_id: Mapped[int | None] = mapped_column(Key, ForeignKey(Quote.id, ondelete="CASCADE"))
    stated_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey(Entity.id))

    greatest: Mapped[float] = column_property(func.coalesce(value_max, value))
    si_greatest: Mapped[float | None] = column_property(func.coalesce(si_value_max, si_value))
    # What values are ordered by: in the dimension's common unit, or where it has none, as said.
    magnitude: Mapped[float] = column_property(func.coalesce(si_value, value))
    exact: Mapped[str] = synonym("text")
    measure: Mapped[Measure | None] = relationship()
    entity: Mapped[Entity | None] = relationship(foreign_keys=[entity_id])
    stated_by: Mapped[Entity | None] = relationship(foreign_keys=[stated_by_id])
