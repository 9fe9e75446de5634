"""Readings that were taken for those of one measure, and are of another."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ..errors import Conflict
from ..models import Entity, Figure, Measure
from ..models.names import term
from . import locks
from .changing import changing_names
from .entities import standing


def split(session: Session, measure_id: int, *, property: str, figures: Sequence[int]) -> int:  # noqa: A002
    """Make figures of a measure those of a new one; its id.

    Raises NotFound, MergedInto, and Conflict where a figure is of no such measure or the property
    has a measure already.
    """
    locks.lock_names(session)
    measure = standing(session, Measure, measure_id)
    named = term(property)
    new = Measure(
        name=f"{session.get_one(Entity, measure.entity_id).name}: {named}",
        entity_id=measure.entity_id,
        property=named,
        dimension=measure.dimension,
        version=1,
    )
    same = select(Measure.id).filter_by(
        entity_id=new.entity_id, property=new.property, dimension=new.dimension
    )
    if (taken := session.scalar(same)) is not None:
        raise Conflict(f"{new.name} is measure {taken}.")
    wanted = sorted(set(figures))
    of_it = select(Figure.id).where(Figure.measure_id == measure_id)
    found = set(session.scalars(of_it.where(Figure.id.in_(wanted))))
    if other := [number for number in wanted if number not in found]:
        raise Conflict(f"Figure {other[0]} is not a reading of measure {measure_id}.")
    with changing_names(session) as shown:
        session.add(new)
        measure.version += 1
        session.flush()
        moved = update(Figure).where(Figure.id.in_(wanted)).values(measure_id=new.id)
        session.connection().execute(moved)
        shown.figures = select(Figure.id).where(Figure.id.in_(wanted))
    return new.id
