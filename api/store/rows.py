"""Putting many rows in at once, and finding many, the same way on both stores.

Each statement is made once and rendered once for each store (`statements.execute`).
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Executable,
    Insert,
    LargeBinary,
    TextClause,
    bindparam,
    cast,
    column,
    insert,
    select,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import SQLCoreOperations

from ..models import Base
from ..models.types import Moment, Probability
from .statements import Found, execute

Row = Mapping[str, Any]
_as_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
Shown = Callable[[Any], SQLCoreOperations[str]]  # of a mapped class, or an alias, its JSON

# A transaction that writes to SQLite holds its only write lock: no other takes the same.
_NEXT_ID = text("SELECT seq + 1 FROM sqlite_sequence WHERE name = :name")
_NEXT_IDS = text(  # of those that have to be known before their rows are inserted
    "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
)
# As an array PostgreSQL takes them for ten, as JSON for a hundred. OFFSET 0 has it look them up one
# by one: of a table that is new, and not counted yet, it would read the whole.
_EACH_KEY = (
    "SELECT found.* FROM unnest(ARRAY(SELECT json_array_elements(CAST(:keys AS json)))) "
    "AS key(value) CROSS JOIN LATERAL ({query} OFFSET 0) AS found"
)


def insert_new(session: Session, table: type[Base], rows: Sequence[Row]) -> int:
    """Insert the rows that are not there yet, by any unique key; how many that were."""
    if not rows:
        return 0
    if _store(session) == "sqlite":
        statement = _insert_new(table, tuple(rows[0]))
        return execute(session, statement, rows).rowcount
    return _insert_new_records(session, table, rows).rowcount


def insert_numbered(
    session: Session, table: Any, rows: Sequence[Row], shown: Shown | None = None
) -> list[int]:
    """Insert rows in one go; the ids they got, in their order.

    Where it is told how a row is `shown`, each keeps that as its `json`: to write it afterwards
    would write each row twice.
    """
    if not rows:
        return []
    if _store(session) != "sqlite":
        statement = _insert_records(table, tuple(rows[0]), shown)
        ids = execute(session, statement, {"rows": _records(table, rows)}).scalars()
        return sorted(ids)  # numbered in their order, whatever order they came through joins
    ids = take_ids(session, table.__tablename__, len(rows))
    numbered = [{**row, "id": number} for number, row in zip(ids, rows, strict=True)]
    execute(session, _insert(table, tuple(numbered[0]), shown), numbered)
    return ids


def insert_numbered_new(
    session: Session, table: Any, rows: Sequence[Row], by: Sequence[str]
) -> Sequence[int | None]:
    """Insert the rows that are not there yet: what was looked up before, by its unique key `by`.

    The ids they got, in their order; None for each that another transaction has put there since.
    """
    if not rows or _store(session) == "sqlite":  # where no other writes in the meantime
        return insert_numbered(session, table, rows)
    found = _insert_new_records(session, table, rows, f"RETURNING id, {_listed(by)}").all()
    ids = {tuple(key): number for number, *key in found}
    return [ids.get(tuple(row[name] for name in by)) for row in rows]


def insert_identified(session: Session, table: Any, rows: Sequence[Row]) -> set[int]:
    """Insert the rows that are not there yet, which have their ids; the ids of those."""
    if _store(session) == "sqlite":  # no other writes in the meantime
        execute(session, _insert(table, tuple(rows[0]), None), rows)
        return {row["id"] for row in rows}
    return set(_insert_new_records(session, table, rows, "RETURNING id").scalars())


def find(session: Session, query: str, keys: Sequence[Any]) -> Sequence[Any]:
    """The rows of a query about many keys, which are arrays named `key.value` in it.

    The keys go as one JSON text, so that there is one statement, whatever their number; SQLite
    would read the whole table for a list of pairs after IN.
    """
    if not keys:
        return []
    statement = _find(_store(session), query)
    values = {"keys": _as_json(keys)}
    return execute(session, statement, values).all()


def _insert_new_records(
    session: Session, table: Any, rows: Sequence[Row], returning: str = ""
) -> Found:
    statement = _insert_new_of(table.__tablename__, tuple(rows[0]), returning)
    return execute(session, statement, {"rows": _records(table, rows)})


def _records(table: Any, rows: Sequence[Row]) -> str:
    """Rows as PostgreSQL takes them: all in one JSON text, of which it makes records itself.

    A statement a row, which is what psycopg makes of many, costs it three times as much.
    """
    processed = {name: process for name in rows[0] if (process := _processor(table, name))}
    written = []
    for row in rows:
        # What is left out is NULL, too.
        record = {name: value for name, value in row.items() if value is not None}
        for name, process in processed.items():
            if name in record:
                record[name] = process(record[name])
        written.append(record)
    return _as_json(written)


@cache
def _processor(table: Any, name: str) -> Callable[[Any], Any] | None:
    """What makes JSON of a column's values; None where they are JSON already."""
    kind = table.__table__.columns[name].type
    if isinstance(kind, Moment):
        return dt.datetime.isoformat
    if isinstance(kind, Probability):
        return lambda value: round(value, 3)
    if isinstance(kind, LargeBinary):
        return lambda value: "\\x" + value.hex()
    return None


@cache
def _insert_new(table: type[Base], columns: tuple[str, ...]) -> Executable:
    return sqlite.insert(table).values(_given(columns)).on_conflict_do_nothing()


@cache
def _insert_new_of(table: str, columns: tuple[str, ...], returning: str) -> Executable:
    return text(
        f"INSERT INTO {table} ({_listed(columns)}) {_select_records(table, columns)}"
        f" ON CONFLICT DO NOTHING {returning}"
    )


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _select_records(table: str, columns: Sequence[str], number: str = "") -> str:
    records = f"json_populate_recordset(NULL::{table}, CAST(:rows AS json))"
    return f"SELECT {number} {_listed(columns)} FROM {records}".replace("::", "\\:\\:")  # noqa: S608


@cache
def _insert(table: Any, columns: tuple[str, ...], shown: Shown | None) -> Executable:
    """What inserts a row on SQLite."""
    if shown is None:
        return insert(table.__table__).values(_given(columns))
    types = table.__table__.columns
    given = [
        cast(bindparam(name, type_=types[name].type), types[name].type).label(name)
        for name in columns
    ]
    return _insert_shown(table, select(*given).subquery(), shown)


@cache
def _insert_records(table: Any, columns: tuple[str, ...], shown: Shown | None) -> Executable:
    """What inserts rows on PostgreSQL, which numbers them as they come, and gives their ids."""
    sequence = f"(SELECT CAST(pg_get_serial_sequence('{table.__tablename__}', 'id') AS regclass))"
    records = text(_select_records(table.__tablename__, columns, f"nextval({sequence}) AS id,"))
    types = table.__table__.columns
    given = records.columns(*(column(name, types[name].type) for name in ("id", *columns)))
    row: Any = given.subquery("given")
    if shown is None:
        inserted = insert(table.__table__).from_select(row.c.keys(), select(*row.c))
    else:
        inserted = _insert_shown(table, row, shown)
    return inserted.returning(table.__table__.c.id)


def _insert_shown(table: Any, row: Any, shown: Shown) -> Insert:
    """What inserts rows that are given, with the JSON that shows them."""
    columns = row.c.keys()
    _must_be_whole(table, columns)
    kept: Any = shown(aliased(table, row, adapt_on_names=True))
    for part in visitors.iterate(kept):
        # What the rows do not have would be read from the table, of all rows that are there.
        if getattr(part, "table", None) is table.__table__:
            raise TypeError(f"The JSON of {table.__tablename__} shows {part}, which is not given")
    return insert(table.__table__).from_select([*columns, "json"], select(*row.c, kept))


def _must_be_whole(table: Any, given: Sequence[str]) -> None:
    """Refuse rows without all columns: their JSON would be made of rows that are there already."""
    every = [column.name for column in table.__table__.columns if column.server_default is None]
    if missing := [name for name in every if name not in given and name != "json"]:
        raise TypeError(f"Rows of {table.__tablename__} are not given {', '.join(missing)}")


def _given(columns: tuple[str, ...]) -> dict[str, Any]:
    return {name: bindparam(name) for name in columns}


@cache
def _find(store: str, query: str) -> TextClause:
    if store == "sqlite":  # joined in this order: by the keys into the index
        return text(query.format(keys="json_each(:keys) AS key CROSS JOIN"))
    return text(_EACH_KEY.format(query=query.format(keys="")))


def take_ids(session: Session, name: str, count: int) -> list[int]:
    """Ids that no row of a table has or will get otherwise, rising."""
    if _store(session) == "sqlite":
        first = execute(session, _NEXT_ID, {"name": name}).scalar() or 1
        return list(range(first, first + count))
    values = {"name": name, "count": count}
    return execute(session, _NEXT_IDS, values).scalars()


def _store(session: Session) -> str:
    return session.get_bind().dialect.name
