"""Entities and measures: found by name, made where they are new, changed by hand."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..errors import Conflict, MergedInto, NotFound
from ..extraction.figures.measured.series import series_name
from ..extraction.people.kinds import is_named, kind_of
from ..models import Entity, EntityName, EntityUri, Figure, Measure, Merge, Quote
from ..models.names import name_key
from ..store.rows import find, insert_new, insert_numbered_new
from . import locks
from .changing import changing_names
from .kept_json import rows_with
from .resolving import Named, add_search_keys, named, new_row

_KNOWN_MEASURES = """
    SELECT entity_id, property, dimension, coalesce(merged_into, measures.id)
    FROM {keys} measures
    WHERE entity_id = CAST(key.value ->> 0 AS bigint)
    AND property = key.value ->> 1 AND dimension = key.value ->> 2"""

MeasureKey = tuple[int, str, str]
_MEASURE_KEY = "entity_id", "property", "dimension"


def chosen(session: Session, choice: Mapping[str, Any] | None, article_id: int) -> int | None:
    """The entity that somebody means, in an article: by `id`, or by `name`, made where it is new.

    One that was merged means the one that it went into.
    """
    if choice is None:
        return None
    if "name" in choice:
        name = choice["name"]
        return named(session, {name: kind_of(name, person=False)}, article_id)[name].id
    found = meant(session, choice["id"])
    if found is None:
        raise NotFound(f"There is no entity {choice['id']}.")
    return found


def meant(session: Session, entity_id: int) -> int | None:
    """The entity that an id means by now: the one that it was merged into, or itself."""
    by_now = select(func.coalesce(Entity.merged_into, Entity.id)).where(Entity.id == entity_id)
    return session.scalar(by_now)


def measure_ids(session: Session, wanted: Mapping[MeasureKey, str]) -> dict[MeasureKey, int]:
    """The measure of each entity, property and dimension; `wanted` has the entities' names."""
    known = _known_measures(session, sorted(wanted))
    new = sorted(key for key in wanted if key not in known)
    rows = [_measure(key, wanted[key]) for key in new]
    made = dict(zip(new, insert_numbered_new(session, Measure, rows, _MEASURE_KEY), strict=True))
    # Those that another transaction has made in this moment are there by now.
    elsewhere = [key for key, number in made.items() if number is None]
    return known | _known_measures(session, elsewhere) | _without_none(made)


def _known_measures(session: Session, keys: Sequence[MeasureKey]) -> dict[MeasureKey, int]:
    found = find(session, _KNOWN_MEASURES, keys)
    return {row[:3]: row[3] for row in map(tuple, found)}


def _measure(key: MeasureKey, entity: str) -> dict[str, Any]:
    return {
        "name": f"{entity}: {key[1]}",
        "entity_id": key[0],
        "property": key[1],
        "dimension": key[2],
        "version": 1,
        "merged_into": None,
    }


def _without_none(made: Mapping[MeasureKey, int | None]) -> dict[MeasureKey, int]:
    return {key: number for key, number in made.items() if number is not None}


def measure_key(
    entity: Named | None, property_: str | None, dimension: str | None
) -> MeasureKey | None:
    """What a figure is a reading of: None where not all of it is known.

    Or where the entity has no name: "the central bank" is another one in the next article.
    """
    measured = series_name(property_, dimension)
    if not (entity and measured and dimension and is_named(entity.name)):
        return None
    return entity.id, measured, dimension


def change(
    session: Session,
    entity_id: int,
    check_version: Callable[[int], None],
    *,
    name: str | None = None,
    kind: str | None = None,
    aliases: Sequence[str] | None = None,
    same_as: Sequence[str] | None = None,
) -> None:
    """Change what an entity is called, what it is, its other names, and its URIs elsewhere.

    `check_version` is called with the current version and raises where another was meant.
    `aliases` are all of its other names that hold everywhere. Raises NotFound, MergedInto, and
    Conflict where a name or URI is another entity's.
    """
    locks.lock_names(session)
    entity = standing(session, Entity, entity_id)
    check_version(entity.version)
    entity.version += 1
    entity.kind = kind or entity.kind
    if aliases is not None:
        _set_aliases(session, entity, [*aliases, name or entity.name])
    if same_as is not None:
        _set_uris(session, entity, same_as)
    if name is not None and name != entity.name:
        _add_alias(session, entity, name)
        rename(session, entity, name)
    session.flush()


def rename(session: Session, entity: Entity, name: str) -> None:
    """Call an entity by one of its names, in everything that shows it."""
    with changing_names(session, entity.id) as shown:
        entity.name = name
        session.flush()
        name_measures(session, [entity.id])
        shown.quotes = rows_with(Quote, entity.id, "speaker_id")
        shown.figures = rows_with(Figure, entity.id, "entity_id", "stated_by_id")


def standing(session: Session, table: type[Any], number: int) -> Any:
    """A row of `table` that is no mere name of another, locked; raises NotFound, MergedInto."""
    found = session.get(table, number, with_for_update=True)
    if found is None:
        raise NotFound(f"There is no {table.__name__.lower()} {number}.")
    if found.merged_into is not None:
        raise MergedInto(table.__name__.lower(), number, found.merged_into)
    return found


def name_measures(session: Session, entities: Sequence[int]) -> None:
    """Name the measures of entities by what these are called now."""
    of = select(Entity.name).where(Entity.id == Measure.entity_id).scalar_subquery()
    named = update(Measure).values(name=of + ": " + Measure.property)
    session.connection().execute(named.where(Measure.entity_id.in_(entities)))


def _add_alias(session: Session, entity: Entity, name: str) -> None:
    """Let a name mean an entity everywhere."""
    key = name_key(name)
    other = session.scalars(select(Entity).where(Entity.key == key)).one_or_none()
    if other is not None:
        owner = other.merged_into or other.id
        if owner != entity.id:
            raise Conflict(f"{name!r} is a name of entity {owner}: merge the two.")
        return
    alias = Entity(**new_row(name, entity.kind, key) | {"merged_into": entity.id})
    session.add(alias)
    try:
        session.flush()
    except IntegrityError as error:  # an article that named it came in this very moment
        raise Conflict(f"{name!r} is a name of another entity.") from error
    add_search_keys(session, {alias.id: name})


def _set_aliases(session: Session, entity: Entity, names: Sequence[str]) -> None:
    for name in names:
        _add_alias(session, entity, name)
    kept = {name_key(name) for name in names}
    by = select(Merge.id).where(Merge.table == "entities", Merge.merged_id == Entity.id)
    merge_id = by.scalar_subquery().label("merge_id")
    columns = Entity.id, Entity.written, Entity.linked_by, merge_id
    aliases = select(*columns).where(Entity.merged_into == entity.id, Entity.article_id.is_(None))
    if name_key(entity.written) not in kept and entity.article_id is None:
        raise Conflict(f"{entity.written!r} is what articles call it: it stays a name of it.")
    for row in session.execute(aliases).all():
        if name_key(row.written) in kept:
            continue
        if row.linked_by is not None:
            raise Conflict(f"{row.written!r} was linked to it: undo link {row.id}.")
        if row.merge_id is not None:
            raise Conflict(f"{row.written!r} was merged into it: undo merge {row.merge_id}.")
        session.execute(delete(EntityName).where(EntityName.entity_id == row.id))
        session.execute(delete(Entity).where(Entity.id == row.id))


def _set_uris(session: Session, entity: Entity, uris: Sequence[str]) -> None:
    """Let these URIs mean an entity, and no others; those that stay stay where they are."""
    owner = func.coalesce(Entity.merged_into, Entity.id)
    of_uri = select(EntityUri.uri, owner).join(Entity, Entity.id == EntityUri.entity_id)
    rows = session.execute(of_uri.where(EntityUri.uri.in_(uris)))
    known = {uri: of for uri, of in rows}  # noqa: C416 (a row is no pair to mypy)
    for uri, of in known.items():
        if of != entity.id:
            raise Conflict(f"{uri} is entity {of}: merge the two.")
    own = select(Entity.id).where(or_(Entity.id == entity.id, Entity.merged_into == entity.id))
    lost = EntityUri.entity_id.in_(own), EntityUri.uri.not_in(uris)
    session.execute(delete(EntityUri).where(*lost))
    new = [{"uri": uri, "entity_id": entity.id} for uri in uris if uri not in known]
    insert_new(session, EntityUri, new)
