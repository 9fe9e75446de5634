"""Two entities, or two measures, found to be one: merged by hand, and undone exactly.

The one that is merged stays as a name of the other, so that articles to come find the other by it.
Every row that moves is written down; undoing a merge moves back those that are still where it put
them, and leaves those that came since.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from ..errors import Conflict, NotFound
from ..extraction.units import comparable
from ..models import Base, Entity, Figure, Measure, Merge, Move, Parting, Quote
from ..store.rows import insert_new
from . import locks
from .changing import NameChange, changing_names
from .entities import name_measures, standing
from .kept_json import rows_with
from .linking import Link

_LINKED: Sequence[tuple[Any, str]] = ((Quote, "speaker_id"), (Figure, "entity_id"))
_TABLES: Mapping[str, Any] = {"entities": Entity, "measures": Measure}
# What refers to each, in addition to its own `merged_into`.
_PLACES: Mapping[str, Sequence[tuple[Any, str]]] = {
    "entities": ((Quote, "speaker_id"), (Figure, "entity_id"), (Figure, "stated_by_id")),
    "measures": ((Figure, "measure_id"),),
}


def merge_entities(session: Session, into_id: int, merged_id: int) -> None:
    """Let an entity go into another: its quotes, figures, names and measures.

    Measures of the same property and dimension become one. Raises NotFound, MergedInto where
    `into_id` was merged itself, and Conflict where `merged_id` was, or is the same.
    """
    locks.lock_names(session)
    _both(session, Entity, into_id, merged_id)
    either = Parting.name_id.in_([into_id, merged_id]), Parting.other_id.in_([into_id, merged_id])
    session.execute(delete(Parting).where(*either))
    unite(session, into_id, merged_id)


def unite(session: Session, into_id: int, merged_id: int, link: Link | None = None) -> None:
    """Let an entity go into another, both locked; `link` is why where nobody said so."""
    with changing_names(session, into_id, merged_id) as shown:
        merge = _unite(session, into_id, merged_id)
        if link:
            _mark(session, merge, merged_id, link)
        _show(session, shown, merge)


def _unite(session: Session, into_id: int, merged_id: int) -> int:
    merge = _add(session, "entities", into_id, merged_id)
    for one, same in _alike(session, into_id, merged_id):
        _move(session, _add(session, "measures", one, same, part_of=merge), one, same)
    other = aliased(Measure)
    taken = exists().where(
        other.entity_id == into_id,
        other.property == Measure.property,
        other.dimension == Measure.dimension,
    )
    of_it = select(Measure.id).where(Measure.entity_id == merged_id, ~taken)
    _take(session, merge, Measure, "entity_id", of_it, into_id)
    _move(session, merge, into_id, merged_id)
    return merge


def _mark(session: Session, merge: int, name_id: int, link: Link) -> None:
    """Write down by what rule a name was linked: on it, on its merge and on all that came by it."""
    how = {"linked_by": link.by, "link_confidence": link.confidence}
    connection = session.connection()
    connection.execute(update(Entity).where(Entity.id == name_id).values(how))
    connection.execute(update(Merge).where(Merge.id == merge).values(linked_by=link.by))
    for table, column in _LINKED:
        came = table.id.in_(_moved(merge, table, column)), table.link_id.is_(None)
        connection.execute(update(table).where(*came).values(link_id=name_id, **how))
    session.expire_all()


def merge_measures(session: Session, into_id: int, merged_id: int) -> None:
    """Let a measure go into another that it can be compared with; raises as `merge_entities`."""
    locks.lock_names(session)
    into, merged = _both(session, Measure, into_id, merged_id)
    if not comparable(into.dimension, merged.dimension):
        raise Conflict(
            f"Measure {into_id} is of {into.dimension}, measure {merged_id} of {merged.dimension}."
        )
    with changing_names(session) as shown:
        merge = _add(session, "measures", into_id, merged_id)
        _move(session, merge, into_id, merged_id)
        _show(session, shown, merge)


def undo(session: Session, table: str, into_id: int, merge_id: int) -> None:
    """Undo a merge into `into_id`; `table` is entities or measures.

    Raises NotFound where there is no such merge, and Conflict where it came with another.
    """
    locks.lock_names(session)
    merge = session.get(Merge, merge_id)
    if merge is None or merge.linked_by or (merge.table, merge.into_id) != (table, into_id):
        raise NotFound(f"There is no merge {merge_id} into {into_id}.")
    if merge.part_of is not None:
        raise Conflict(f"It came with merge {merge.part_of} of two entities: undo that.")
    entities = [merge.merged_id, _now(session, merge)] if table == "entities" else []
    with changing_names(session, *entities) as shown:
        put_back(session, merge)
        _show(session, shown, merge.id)
    session.execute(delete(Merge).where(Merge.id == merge.id))
    if entities:
        keep_apart(session, *entities)


def keep_apart(session: Session, name_id: int, other_id: int) -> None:
    """Let nothing link a name to an entity again, since a person parted them."""
    insert_new(session, Parting, [{"name_id": name_id, "other_id": other_id}])


def put_back(session: Session, merge: Merge) -> None:
    """Move back all that a merge has moved."""
    for each in _with_parts(session, merge.id):
        _put_back(session, each)


def _both(session: Session, table: Any, into_id: int, merged_id: int) -> tuple[Any, Any]:
    """Two that stand; locked in the order of their ids."""
    if into_id == merged_id:
        raise Conflict("It cannot be merged into itself.")
    into = standing(session, table, into_id)
    merged = session.get(table, merged_id)
    if merged is None:
        raise NotFound(f"There is no {table.__name__.lower()} {merged_id}.")
    if merged.merged_into is not None:
        how = "linked to" if getattr(merged, "linked_by", None) else "merged into"
        raise Conflict(f"{merged_id} was {how} {merged.merged_into}: undo that first.")
    return into, merged


def _add(
    session: Session, table: str, into_id: int, merged_id: int, part_of: int | None = None
) -> int:
    merge = Merge(
        table=table,
        into_id=into_id,
        merged_id=merged_id,
        part_of=part_of,
        created_at=dt.datetime.now(dt.UTC),
    )
    session.add(merge)
    session.flush()
    return merge.id


def _alike(session: Session, into_id: int, merged_id: int) -> Iterator[tuple[int, int]]:
    """The measures of two entities that are of one property and dimension, in pairs."""
    one, other = aliased(Measure), aliased(Measure)
    target = func.coalesce(one.merged_into, one.id)
    pairs = (
        select(target, other.id)
        .join(other, and_(other.property == one.property, other.dimension == one.dimension))
        .where(
            one.entity_id == into_id,
            other.entity_id == merged_id,
            other.merged_into.is_(None),
            other.id != target,
        )
        .order_by(other.id)
    )
    for row in session.execute(pairs).all():
        yield row[0], row[1]


def _move(session: Session, merge: int, into_id: int, merged_id: int) -> None:
    """Move all that refers to one to the other, and let the one be a name of the other."""
    name = session.get_one(Merge, merge).table
    table = _TABLES[name]
    for place, column in _PLACES[name]:
        _take(session, merge, place, column, rows_with(place, merged_id, column), into_id)
    names = select(table.id).where(or_(table.id == merged_id, table.merged_into == merged_id))
    _take(session, merge, table, "merged_into", names, into_id)
    _touch(session, table, into_id, merged_id)


def _take(session: Session, merge: int, table: Any, column: str, ids: Any, to: int) -> None:
    """Set a column of rows, and write down which they were."""
    each = ids.subquery()
    rows = select(literal(merge), literal(_place(table, column)), each.c.id)
    connection = session.connection()
    connection.execute(insert(Move).from_select(["merge_id", "place", "row_id"], rows))
    moved = update(table).where(table.id.in_(_moved(merge, table, column)))
    connection.execute(moved.values({column: to}))


def _put_back(session: Session, merge: Merge) -> None:
    """Set what a merge has set back, where nothing else has set it since."""
    table = _TABLES[merge.table]
    now = _now(session, merge)
    own = [(place, column, merge.merged_id) for place, column in _PLACES[merge.table]]
    if merge.table == "entities":
        own.append((Measure, "entity_id", merge.merged_id))
    connection = session.connection()
    for place, column, back in own:
        rows = update(place).where(
            getattr(place, column) == now, place.id.in_(_moved(merge.id, place, column))
        )
        connection.execute(rows.values({column: back}))
    names = update(table).where(
        table.merged_into == now, table.id.in_(_moved(merge.id, table, "merged_into"))
    )
    connection.execute(names.where(table.id == merge.merged_id).values(merged_into=None))
    connection.execute(names.values(merged_into=merge.merged_id))
    _touch(session, table, now, merge.into_id, merge.merged_id)


def _now(session: Session, merge: Merge) -> int:
    """What the one that a merge went into is a name of by now, or itself."""
    table = _TABLES[merge.table]
    meant = select(func.coalesce(table.merged_into, table.id)).where(table.id == merge.into_id)
    now: int = session.scalars(meant).one()
    return now


def _with_parts(session: Session, merge_id: int) -> list[Merge]:
    wanted = select(Merge).where(or_(Merge.id == merge_id, Merge.part_of == merge_id))
    return list(session.scalars(wanted.order_by(Merge.id.desc())))


def _show(session: Session, shown: NameChange, merge_id: int) -> None:
    """Name the measures by what their entities are called now; what shows what was moved."""
    merges = _with_parts(session, merge_id)
    whole = session.get_one(Merge, merge_id)
    if whole.table == "entities":
        name_measures(session, [whole.into_id, whole.merged_id])
    of = Move.merge_id.in_([merge.id for merge in merges])
    shown.quotes = select(Move.row_id).where(of, Move.place.startswith("quotes."))
    shown.figures = select(Move.row_id).where(of, Move.place.startswith("figures."))


def _touch(session: Session, table: Any, *ids: int | None) -> None:
    """Raise the versions of entities or measures, which other requests may mean to change."""
    raised = update(table).where(table.id.in_(ids)).values(version=table.version + 1)
    session.connection().execute(raised)


def _moved(merge: int, table: Any, column: str) -> Select[Any]:
    return select(Move.row_id).where(Move.merge_id == merge, Move.place == _place(table, column))


def _place(table: type[Base], column: str) -> str:
    return f"{table.__tablename__}.{column}"
