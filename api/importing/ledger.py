"""How far each file has been stored, kept in the store by the transactions that store it."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..models import ImportedFile
from ..store.database import Database
from .records import Options
from .sources import Source

_FOUND = select(ImportedFile.records, ImportedFile.finished).where(
    ImportedFile.mark == bindparam("mark", type_=Text)
)
_INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(slots=True)
class Progress:
    """How far one file has come: what a transaction that is committed now may say of it."""

    source: Source
    mark: str | None
    records: int = 0
    finished: bool = False


def begun(database: Database, source: Source, options: Options, *, again: bool) -> Progress:
    """How far a file came in earlier imports that read it in the same way; to begin `again`."""
    if source.mark is None:
        return Progress(source, None)
    said = json.dumps(
        [dict(options.mapping), dict(options.defaults), options.day_first], default=str
    )
    mark = hashlib.sha256(f"{source.mark}\0{said}".encode()).hexdigest()
    rows = database.read(_FOUND, {"mark": mark})
    if not rows or again:
        return Progress(source, mark)
    records, finished = rows[0]
    return Progress(source, mark, records, bool(finished))


def note(session: Session, reached: Iterable[Progress]) -> None:
    """Write down how far files have come, in the transaction that stores what is in them."""
    insert = _INSERT[session.get_bind().dialect.name]
    rows = [
        {
            "mark": one.mark,
            "name": one.source.name,
            "records": one.records,
            "finished": one.finished,
            "updated_at": dt.datetime.now(dt.UTC),
        }
        for one in reached
        if one.mark is not None
    ]
    if rows:
        new = insert(ImportedFile).values(rows)
        kept = {name: new.excluded[name] for name in ("records", "finished", "updated_at")}
        session.execute(new.on_conflict_do_update(index_elements=["mark"], set_=kept))
