"""Entities and measures: found by name, made where they are new."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from api.errors import NotFound
from api.models import Entity, EntityName, Measure
from api.models.names import fold, search_keys
from api.services.rows import find, insert_new

_KNOWN_ENTITIES = """
    SELECT entities.key, entities.id FROM {keys} entities WHERE entities.key = key.value ->> 0"""
_KNOWN_MEASURES = """
    SELECT entity_id, property, dimension, measures.id FROM {keys} measures
    WHERE entity_id = CAST(key.value ->> 0 AS bigint)
    AND property = key.value ->> 1 AND dimension = key.value ->> 2"""

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
    ids = {row[0]: row[1] for row in find(session, _KNOWN_ENTITIES, [[key] for key in first_seen])}
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
    return {row[:3]: row[3] for row in map(tuple, find(session, _KNOWN_MEASURES, keys))}
