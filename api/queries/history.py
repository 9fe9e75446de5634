"""Reading the history of a quote or figure."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, bindparam, cast, literal_column, select

from ..errors import NotFound
from ..models import Decision, Figure, Quote, Revision
from ..models.decisions import Action
from ..schemas.history import Entry
from ..store.database import Database
from ..store.documents import dumped, list_of, with_members
from ..store.projection import json_text, json_value

_ID = bindparam("id", type_=BigInteger)


def _decisions(table: type[Quote | Figure]) -> Any:
    of_article = select(table.article_id).where(table.id == _ID).scalar_subquery()
    name: ColumnElement[str] = literal_column(f"'{table.__tablename__}'")
    of_item = Decision.article_id == of_article, Decision.table == name, Decision.item_id == _ID
    columns = json_text(Entry(), Decision), Decision.state
    return select(*columns).where(*of_item).order_by(Decision.number)


def _reading(table: type[Quote | Figure]) -> Any:
    at = cast(json_value(Revision.created_at), Text)
    of_revision = Revision.article_id == table.article_id, Revision.number == table.revision
    with_revision = select(table.json, at, Revision.extractor).where(table.id == _ID)
    return with_revision.join(Revision, onclause=of_revision[0] & of_revision[1])


_STATEMENTS = {table: (_decisions(table), _reading(table)) for table in (Quote, Figure)}


def of_item(database: Database, table: type[Quote | Figure], number: int) -> bytes:
    """All entries of an item's history, as a list's JSON.

    Where nobody decided anything, that is the machine's own reading. Raises NotFound.
    """
    decisions, reading = _STATEMENTS[table]
    rows = database.read(decisions, {"id": number})
    if not rows:
        rows = [_first(*row) for row in database.read(reading, {"id": number})]
    if not rows:
        raise NotFound(f"There is no {table.__name__.lower()} {number}.")
    entries = [with_members(entry, state=state) for entry, state in rows]
    return list_of(b",".join(entries))


def _first(state: bytes, at: bytes, extractor: bytes) -> tuple[bytes, bytes]:
    entry = {
        "number": 0,
        "action": Action.EXTRACTED,
        "at": at.decode(),
        "by": extractor.decode(),
        "changed": [],
    }
    return dumped(entry), state
