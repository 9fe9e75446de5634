"""The JSON that every quote and figure keeps: how answers show it, written by the store itself.

What is shown is a row's own columns, its article's metadata and the names of entities; whatever
changes one of these calls `write` for the rows that show it, in the same transaction.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Update,
    and_,
    bindparam,
    update,
)
from sqlalchemy.orm import Session

from api.db import execute
from api.models import Figure, Quote
from api.projection import json_text
from api.schemas.figures import Figure as FigureSchema
from api.schemas.quotes import Quote as QuoteSchema

_TABLES = ((Quote, QuoteSchema()), (Figure, FigureSchema()))
_ARTICLE, _SINCE = bindparam("of_article", type_=BigInteger), bindparam("since", type_=Integer)


def _all(condition: Callable[[Any], ColumnElement[bool]]) -> list[Update]:
    return [
        update(table).values(json=json_text(schema, table)).where(condition(table))
        for table, schema in _TABLES
    ]


_OF_ARTICLE = _all(lambda table: and_(table.article_id == _ARTICLE, table.revision >= _SINCE))
_MISSING = _all(lambda table: table.json.is_(None))


def write(session: Session, article_id: int, since: int = 1) -> None:
    """Write the JSON of all that was read from an article, since one of its revisions."""
    session.flush()
    for statement in _OF_ARTICLE:
        execute(session.connection(), statement, {"of_article": article_id, "since": since})


def write_missing(connection: Connection) -> None:
    """Write the JSON of every row that has none: those that a migration made or emptied."""
    for statement in _MISSING:
        connection.execute(statement)
