"""Putting many rows in at once, and finding many, the same way on both stores.

Each statement is made once and rendered once for each store (`database.execute`).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, TextClause, bindparam, cast, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import SQLCoreOperations

from ..models import Base
from .database import execute

Row = Mapping[str, Any]
Shown = Callable[[Any], SQLCoreOperations[str]]  # of a mapped class, or an alias, its JSON

# A transaction that writes to SQLite holds its only write lock: no other takes the same.
_NEXT_ID = text("SELECT seq + 1 FROM sqlite_sequence WHERE name = :name")
_NEXT_IDS = text(
    "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
)
_INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_KEYS = {
    "sqlite": "json_each(:keys) AS key",
    # As an array PostgreSQL takes them for ten, as JSON for a hundred: then it reads whole tables.
    "postgresql": "unnest(ARRAY(SELECT json_array_elements(CAST(:keys AS json)))) AS key(value)",
}


def insert_new(session: Session, table: type[Base], rows: Sequence[Row]) -> int:
    """Insert the rows that are not there yet, by any unique key; how many that were."""
    if not rows:
        return 0
    statement = _insert_new(_store(session), table, tuple(rows[0]))
    return execute(session.connection(), statement, rows).rowcount


def insert_numbered(
    session: Session, table: Any, rows: Sequence[Row], shown: Shown | None = None
) -> list[int]:
    """Insert rows in one go; the ids they got, in their order.

    Where it is told how a row is `shown`, each keeps that as its `json`: to write it afterwards
    would write each row twice.
    """
    if not rows:
        return []
    ids = _take_ids(session, table.__tablename__, len(rows))
    numbered = [{**row, "id": number} for number, row in zip(ids, rows, strict=True)]
    execute(session.connection(), _insert(table, tuple(numbered[0]), shown), numbered)
    return ids


def find(session: Session, query: str, keys: Sequence[Any]) -> Sequence[Any]:
    """The rows of a query about many keys, which are arrays named `key.value` in it.

    The keys go as one JSON text, so that there is one statement, whatever their number; SQLite
    would read the whole table for a list of pairs after IN.
    """
    statement = _find(_store(session), query)
    values = {"keys": json.dumps(keys, ensure_ascii=False)}
    return execute(session.connection(), statement, values).all()


@cache
def _insert_new(store: str, table: type[Base], columns: tuple[str, ...]) -> Executable:
    new: Executable = _INSERT[store](table).values(_given(columns)).on_conflict_do_nothing()
    return new.execution_options(preserve_rowcount=True)


@cache
def _insert(table: Any, columns: tuple[str, ...], shown: Shown | None) -> Executable:
    if shown is None:
        return insert(table.__table__).values(_given(columns))
    _must_be_whole(table, columns)
    types = {column.name: column.type for column in table.__table__.columns}
    given = [cast(bindparam(name, type_=types[name]), types[name]).label(name) for name in columns]
    row = select(*given).subquery()
    kept: Any = shown(aliased(table, row, adapt_on_names=True))
    for part in visitors.iterate(kept):
        # What the rows do not have would be read from the table, of all rows that are there.
        if getattr(part, "table", None) is table.__table__:
            raise TypeError(f"The JSON of {table.__tablename__} shows {part}, which is not given")
    return insert(table.__table__).from_select([*columns, "json"], select(*row.c, kept))


def _must_be_whole(table: Any, given: tuple[str, ...]) -> None:
    """Refuse rows without all columns: their JSON would be made of rows that are there already."""
    every = [column.name for column in table.__table__.columns if column.server_default is None]
    if missing := [name for name in every if name not in given and name != "json"]:
        raise TypeError(f"Rows of {table.__tablename__} are not given {', '.join(missing)}")


def _given(columns: tuple[str, ...]) -> dict[str, Any]:
    return {name: bindparam(name) for name in columns}


@cache
def _find(store: str, query: str) -> TextClause:
    # Joined in this order: by the keys into the index.
    return text(query.format(keys=f"{_KEYS[store]} CROSS JOIN"))


def _take_ids(session: Session, name: str, count: int) -> list[int]:
    if _store(session) == "sqlite":
        first = execute(session.connection(), _NEXT_ID, {"name": name}).scalar() or 1
        return list(range(first, first + count))
    values = {"name": name, "count": count}
    return list(execute(session.connection(), _NEXT_IDS, values).scalars())


def _store(session: Session) -> str:
    return session.get_bind().dialect.name
