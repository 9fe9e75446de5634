"""Entities and measures: found by name, made where they are new, changed by hand."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..errors import Conflict, MergedInto, NotFound
from ..extraction.figures.measured.series import series_name
from ..extraction.model import Kind
from ..extraction.people.kinds import is_named, kind_of
from ..models import Article, Entity, EntityName, EntityUri, Figure, Measure, Merge, Quote
from ..models.entities import LinkedBy
from ..models.names import name_key, search_keys
from ..store.database import execute
from ..store.rows import find, insert_new
from . import linking, locks, naming
from .changing import changing_names
from .kept_json import rows_with

_KNOWN = """
    SELECT entities.key AS key, entities.id AS id, entities.kind AS kind,
        entities.version AS version, coalesce(meant.id, entities.id) AS meant,
        coalesce(meant.name, entities.name) AS called, entities.linked_by AS linked_by,
        entities.link_confidence AS link_confidence, entities.surname AS surname,
        entities.person_key AS person_key
    FROM {keys} entities LEFT JOIN entities AS meant ON meant.id = entities.merged_into
    WHERE entities.key = key.value ->> 0"""
_KNOWN_MEASURES = """
    SELECT entity_id, property, dimension, coalesce(merged_into, measures.id)
    FROM {keys} measures
    WHERE entity_id = CAST(key.value ->> 0 AS bigint)
    AND property = key.value ->> 1 AND dimension = key.value ->> 2"""

_LEARN = (
    update(Entity.__table__)  # type: ignore[arg-type]
    .where(Entity.id == bindparam("known", type_=BigInteger))
    .values(
        kind=bindparam("kind"), surname=bindparam("surname"), person_key=bindparam("person_key")
    )
)

MeasureKey = tuple[int, str, str]  # entity, property, dimension


UNLINKED = {"link_id": None, "linked_by": None, "link_confidence": None}


class Named(NamedTuple):
    """An entity, and what it is called; and, of a name of it that was looked up, its row.

    `link` are the columns of a reading that tell how the name came to be one of this entity.
    """

    id: int
    name: str
    row: Any = None

    @property
    def link(self) -> dict[str, Any]:
        """What a reading that names it so has of `link_id` and the like."""
        if self.row is None or self.row.linked_by is None:
            return UNLINKED
        return {
            "link_id": self.row.id,
            "linked_by": self.row.linked_by,
            "link_confidence": self.row.link_confidence,
        }


def named(
    session: Session,
    names: Mapping[str, Kind],
    article_id: int,
    article: Article | None = None,
) -> dict[str, Named]:
    """The entity of each name that an article has; `names` says what sort of thing bears it.

    Names that fold alike are one entity, called as first seen. A name that does not say by itself
    who is meant ("Reyes") is that of an entity of this article alone. New names of people are
    linked to whom `article` means by them; where a person names somebody, to nobody.
    """
    if article:
        alone = {name: name_key(name) for name in names if naming.may_be_surname(name, names[name])}
        surnames = linking.surnames_among(session, alone, article)
        names = {**names, **dict.fromkeys(surnames, "person")}
    rows: dict[str, dict[str, Any]] = {}
    keys: dict[str, str] = {}
    for name, kind in names.items():
        own = None if naming.holds_everywhere(name, kind) else article_id
        keys[name] = entity_key(name, own)
        rows.setdefault(keys[name], _row(name, kind, keys[name], own))
    known = _known(session, rows)
    # In one order everywhere, so that two transactions never wait for each other.
    new = [rows[key] for key in sorted(rows) if key not in known]
    if new:
        if article:
            _link(session, new, article, {row.meant for row in known.values()})
        insert_new(session, Entity, new)
        known |= _known(session, [row["key"] for row in new])
        # Whoever a surname was linked to is found by it without.
        found_by = [row for row in new if row["linked_by"] != LinkedBy.SURNAME]
        add_search_keys(session, {known[row["key"]].id: row["name"] for row in found_by})
    _learn_kinds(session, {known[key]: rows[key] for key in sorted(known)})
    return {name: _named(known[key]) for name, key in keys.items()}


def _named(row: Any) -> Named:
    return Named(row.meant, row.called, row)


def _link(
    session: Session, new: Sequence[dict[str, Any]], article: Article, beside: Collection[int]
) -> None:
    """Link the people among new names; on PostgreSQL one transaction at a time for each name."""
    people = {row["key"]: naming.parse(row["written"]) for row in new if row["surname"]}
    locks.lock_people(session, [person.key or person.surname for person in people.values()])
    found = linking.links(session, people, article, beside)
    for row in new:
        if link := found.get(row["key"]):
            row |= {
                "merged_into": link.into,
                "linked_by": link.by,
                "link_confidence": link.confidence,
            }


def entity_key(name: str, article_id: int | None) -> str:
    """What a name is found by; the same in one article alone where it means somebody only there."""
    key = name_key(name)
    return key if article_id is None else f"{key} @{article_id}"


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
                "version": 1,
            }
            for key in keys
        ],
    )
    return {row[:3]: row[3] for row in map(tuple, find(session, _KNOWN_MEASURES, keys))}


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


def _row(name: str, kind: Kind | str, key: str, article_id: int | None = None) -> dict[str, Any]:
    person = naming.parse(name) if kind == "person" else None
    return {
        "name": name,
        "written": name,
        "kind": kind,
        "key": key,
        "article_id": article_id,
        "version": 1,
        "merged_into": None,
        "surname": person and person.surname,
        "person_key": person and person.key,
        "linked_by": None,
        "link_confidence": None,
    }


def _known(session: Session, keys: Iterable[str]) -> dict[str, Any]:
    """The rows of those keys that are there."""
    return {row.key: row for row in find(session, _KNOWN, [[key] for key in keys])}


def _learn_kinds(session: Session, told: Mapping[Any, Mapping[str, Any]]) -> None:
    """Take over what an article tells of entities of which nobody knew what they are."""
    learnt = [
        {"known": known.id} | {name: row[name] for name in ("kind", "surname", "person_key")}
        for known, row in told.items()
        if row["kind"] != "other" and known.kind == "other" and known.version == 1
    ]
    if learnt:
        execute(session.connection(), _LEARN, learnt)


def add_search_keys(session: Session, names: Mapping[int, str]) -> None:
    """Let entities be found by names."""
    ways = [
        {"key": key, "entity_id": number}
        for number, name in sorted(names.items(), key=lambda pair: name_key(pair[1]))
        for key in search_keys(name)
    ]
    insert_new(session, EntityName, ways)


def _add_alias(session: Session, entity: Entity, name: str) -> None:
    """Let a name mean an entity everywhere."""
    key = name_key(name)
    other = session.scalars(select(Entity).where(Entity.key == key)).one_or_none()
    if other is not None:
        owner = other.merged_into or other.id
        if owner != entity.id:
            raise Conflict(f"{name!r} is a name of entity {owner}: merge the two.")
        return
    alias = Entity(**_row(name, entity.kind, key) | {"merged_into": entity.id})
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
