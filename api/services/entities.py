"""Entities and measures: found by name, made where they are new."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.models import Base, Entity, EntityName, Measure
from api.models.names import fold, search_keys

MeasureKey = tuple[int, str, str]  # entity, property, dimension
_AT_ONCE = 500  # keys of one SELECT: SQLite allows 32,766 variables, and long ones are slow to plan


def entity_ids(session: Session, names: Iterable[str]) -> dict[str, int]:
    """The entity of each name. Names that fold alike are one entity, called as first seen."""
    first_seen: dict[str, str] = {}
    folded = {name: fold(name) for name in names}
    for name, key in folded.items():
        first_seen.setdefault(key, name)
    # In one order everywhere, so that two transactions never wait for each other.
    new = insert_new(
        session, Entity, [{"name": first_seen[key], "key": key} for key in sorted(first_seen)]
    )
    session.flush()
    ids = _by(session, Entity.key, sorted(first_seen))
    if new:
        insert_new(
            session,
            EntityName,
            [
                {"key": way, "entity_id": ids[key]}
                for key in sorted(first_seen)
                for way in search_keys(first_seen[key])
            ],
        )
    return {name: ids[key] for name, key in folded.items()}


def measure_ids(
    session: Session, wanted: Mapping[MeasureKey, str]
) -> dict[MeasureKey, int]:
    """The measure of each entity, property and dimension; `wanted` has the entities' names."""
    keys = sorted(wanted)
    insert_new(
        session,
        Measure,
        [
            {
                "name": f"{wanted[key]}: {key[1]}",
                "entity_id": key[0],
                "property": key[1],
                "dimension": key[2],
            }
            for key in keys
        ],
    )
    columns = Measure.entity_id, Measure.property, Measure.dimension
    found: dict[MeasureKey, int] = {}
    for at in range(0, len(keys), _AT_ONCE):
        some = select(*columns, Measure.id).where(tuple_(*columns).in_(keys[at : at + _AT_ONCE]))
        found |= {(row[0], row[1], row[2]): row[3] for row in session.execute(some)}
    return found


def insert_new(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows that are not there yet, by any unique key; how many that were."""
    dialect = session.get_bind().dialect.name
    insert = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    inserted = 0
    for at in range(0, len(rows), _AT_ONCE):
        statement = insert(table).values(list(rows[at : at + _AT_ONCE])).on_conflict_do_nothing()
        inserted += session.connection().execute(statement).rowcount
    return inserted


def _by(session: Session, column: Any, keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at in range(0, len(keys), _AT_ONCE):
        some = select(column, Entity.id).where(column.in_(keys[at : at + _AT_ONCE]))
        found |= {row[0]: row[1] for row in session.execute(some)}
    return found
