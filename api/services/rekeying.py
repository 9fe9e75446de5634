"""The keys by which names are found, made again where the rule that folds names is another."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from .. import folding
from ..models import Entity, EntityName
from ..models.names import search_keys
from ..store.database import Database
from ..store.rows import insert_new
from . import merging
from .entities import meant
from .resolving import entity_key

_AT_ONCE = 500  # entities of one transaction


def fingerprint(_connection: Connection) -> str:
    """What tells the rule from an earlier one."""
    return folding.fingerprint()


def renew(database: Database) -> Iterator[tuple[int, int]]:
    """Give every name the keys that it has by now; names that came to be one are merged.

    How many are done, and how many there are, after each transaction.
    """
    last, done = 0, 0
    while True:
        with database.session() as session:
            wanted = select(Entity).where(Entity.id > last).order_by(Entity.id).limit(_AT_ONCE)
            entities = session.scalars(wanted).all()
            if not entities:
                return
            total = session.scalar(select(func.count()).select_from(Entity)) or 0
            _renew_search_keys(session, entities)
            for entity in entities:
                _renew_key(session, entity)
            session.commit()
        last, done = entities[-1].id, done + len(entities)
        yield done, total


def _renew_search_keys(session: Session, entities: Sequence[Entity]) -> None:
    of_these = EntityName.entity_id.in_([entity.id for entity in entities])
    columns = EntityName.key, EntityName.entity_id
    kept = {(row[0], row[1]) for row in session.execute(select(*columns).where(of_these))}
    wanted = {(key, each.id) for each in entities for key in search_keys(each.written)}
    if gone := kept - wanted:
        session.execute(delete(EntityName).where(tuple_(*columns).in_(gone)))
    new = [{"key": key, "entity_id": entity_id} for key, entity_id in sorted(wanted - kept)]
    insert_new(session, EntityName, new)


def _renew_key(session: Session, entity: Entity) -> None:
    key = entity_key(entity.written, entity.article_id)
    if key == entity.key:
        return
    holder = session.scalar(select(Entity.id).where(Entity.key == key))
    # Two rows cannot have one key: what has it already is found by it, and stands for both.
    new: dict[str, Any] = {"key": key if holder is None else f"{key} #{entity.id}"}
    session.execute(update(Entity).where(Entity.id == entity.id).values(new))
    if holder is not None:
        into, merged = meant(session, holder), meant(session, entity.id)
        if into and merged and into != merged:
            merging.merge_entities(session, into, merged)
