"""The JSON that every quote and figure keeps: how answers show it, written by the store itself.

What is shown is a row's own columns, its article's metadata and the names of entities; whatever
changes one of these calls `write` for the rows that show it, in the same transaction.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    Update,
    and_,
    bindparam,
    select,
    union,
    update,
)
from sqlalchemy.orm import Session

from ..models import Article, Figure, Quote
from ..schemas.figures import Figure as FigureSchema
from ..schemas.quotes import Quote as QuoteSchema
from ..store.database import execute
from ..store.projection import json_text

Ids = Select[Any] | CompoundSelect[Any]

_QUOTE, _FIGURE = QuoteSchema(), FigureSchema()
_ARTICLE, _SINCE = bindparam("of_article", type_=BigInteger), bindparam("since", type_=Integer)


def of_quote(quote: Any) -> ColumnElement[str]:
    """The JSON of a quote, of the mapped class or an alias of it."""
    return json_text(_QUOTE, quote)


def of_figure(figure: Any) -> ColumnElement[str]:
    """The same of a figure."""
    return json_text(_FIGURE, figure)


_TABLES: tuple[tuple[Any, Callable[[Any], ColumnElement[str]]], ...] = (
    (Quote, of_quote),
    (Figure, of_figure),
)


def _all(condition: Callable[[Any], ColumnElement[bool]]) -> list[Update]:
    return [
        update(table).values(json=json_of(table)).where(condition(table))
        for table, json_of in _TABLES
    ]


_OF_ARTICLE = _all(lambda table: and_(table.article_id == _ARTICLE, table.revision >= _SINCE))
_MISSING = _all(lambda table: table.json.is_(None))


def write(session: Session, article_id: int, since: int = 1) -> None:
    """Write the JSON of all that was read from an article, since one of its revisions."""
    session.flush()
    for statement in _OF_ARTICLE:
        execute(session.connection(), statement, {"of_article": article_id, "since": since})


def rows_with(table: Any, number: int, *columns: str) -> CompoundSelect[Any]:
    """The ids of all quotes or figures that refer to something, in earlier revisions too.

    Each column is asked twice, since one index has the present rows and another the rest.
    """
    refers = [select(table.id).where(getattr(table, column) == number) for column in columns]
    return union(*(each.where(now) for each in refers for now in (table.current, ~table.current)))


def changed(session: Session, quotes: Ids, figures: Ids) -> None:
    """Write the JSON of rows in which a name has changed, and raise their articles' versions."""
    session.flush()
    connection = session.connection()
    for (table, json_of), ids in zip(_TABLES, (quotes, figures), strict=True):
        shown = update(table).values(json=json_of(table))
        connection.execute(shown.where(table.id.in_(ids)))
    articles = union(
        select(Quote.article_id).where(Quote.id.in_(quotes)),
        select(Figure.article_id).where(Figure.id.in_(figures)),
    )
    raised = {"version": Article.version + 1, "updated_at": dt.datetime.now(dt.UTC)}
    connection.execute(update(Article).where(Article.id.in_(articles)).values(raised))


def write_missing(connection: Connection) -> None:
    """Write the JSON of every row that has none: those that a migration made or emptied."""
    for statement in _MISSING:
        connection.execute(statement)
