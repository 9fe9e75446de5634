"""Putting many rows in at once, the same way on both stores."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.models import Base

Row = Mapping[str, Any]
_AT_ONCE = 500  # rows or keys of one statement; SQLite takes 32,766 variables in all

# Whoever writes to SQLite holds its only write lock, so nobody else takes the same.
_NEXT_ID = text("SELECT seq + 1 FROM sqlite_sequence WHERE name = :name")
_NEXT_IDS = text(
    "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
)


_INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_new(session: Session, table: type[Base], rows: Sequence[Row]) -> int:
    """Insert the rows that are not there yet, by any unique key; how many that were."""
    if not rows:
        return 0
    insert_into = _INSERT[session.get_bind().dialect.name]
    statement = insert_into(table).on_conflict_do_nothing()
    counted = statement.execution_options(preserve_rowcount=True)
    return session.connection().execute(counted, rows).rowcount


def insert_numbered(session: Session, table: type[Base], rows: Sequence[Row]) -> list[int]:
    """Insert rows in one go; the ids they got, in their order."""
    if not rows:
        return []
    ids = _take_ids(session, table.__tablename__, len(rows))
    numbered = [{**row, "id": number} for number, row in zip(ids, rows, strict=True)]
    # Into the table, not the class: that would leave out what is None, and so part the rows.
    session.connection().execute(insert(Base.metadata.tables[table.__tablename__]), numbered)
    return ids


def in_parts(rows: Sequence[Any]) -> Iterator[list[Any]]:
    """A long list as several of a length that one statement can hold."""
    for at in range(0, len(rows), _AT_ONCE):
        yield list(rows[at : at + _AT_ONCE])


def _take_ids(session: Session, name: str, count: int) -> list[int]:
    if session.get_bind().dialect.name == "sqlite":
        first = session.scalar(_NEXT_ID, {"name": name}) or 1
        return list(range(first, first + count))
    return list(session.scalars(_NEXT_IDS, {"name": name, "count": count}))
