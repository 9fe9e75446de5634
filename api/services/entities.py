"""Entities and measures: found by name, made where they are new."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from api.errors import NotFound
from api.models import Entity, EntityName, Measure
from api.models.names import fold, search_keys
from api.services.rows import in_parts, insert_new

MeasureKey = tuple[int, str, str]  # entity, property, dimension


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
    ids: dict[str, int] = {}
    for some in in_parts(sorted(first_seen)):
        known = select(Entity.key, Entity.id).where(Entity.key.in_(some))
        ids |= {row[0]: row[1] for row in session.execute(known)}
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


def chosen(session: Session, choice: Mapping[str, Any] | None) -> int | None:
    """The entity that somebody means: by `id`, or by `name`, made where it is new."""
    if choice is None:
        return None
    if "name" in choice:
        return entity_ids(session, [choice["name"]])[choice["name"]]
    if session.get(Entity, choice["id"]) is None:
        raise NotFound(f"There is no entity {choice['id']}.")
    found: int = choice["id"]
    return found


def measure_ids(session: Session, wanted: Mapping[MeasureKey, str]) -> dict[MeasureKey, int]:
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
    for some in in_parts(keys):
        known = select(*columns, Measure.id).where(tuple_(*columns).in_(some))
        found |= {(row[0], row[1], row[2]): row[3] for row in session.execute(known)}
    return found
