"""The JSON that every quote and figure keeps: how answers show it, written by the store itself.

What is shown is a row's own columns, its article's metadata and the names of entities; whatever
changes one of these calls `write` for the rows that show it, in the same transaction.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
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
    func,
    select,
    union,
    update,
)
from sqlalchemy.orm import Session

from ..models import Article, Figure, Quote
from ..schemas.figures import Figure as FigureSchema
from ..schemas.quotes import Quote as QuoteSchema
from ..store.database import Database
from ..store.projection import json_text
from ..store.statements import execute

Renewal = Iterator[tuple[int, int]]  # how many rows are done, and how many there are
Renew = Callable[[Database], Renewal]
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
_AT_ONCE = 200  # articles of one transaction, when all are renewed
_LAST = bindparam("last", type_=BigInteger)
# Only what differs: the change feed tells every follower of each row that is written.
_DIFFERING = [
    update(table)
    .values(json=json_of(table))
    .where(table.article_id > _ARTICLE, table.article_id <= _LAST)
    .where(table.json.is_distinct_from(json_of(table)))
    .returning(table.article_id)
    for table, json_of in _TABLES
]


def write(session: Session, article_id: int, since: int = 1) -> None:
    """Write the JSON of all that was read from an article, since one of its revisions."""
    session.flush()
    for statement in _OF_ARTICLE:
        execute(session, statement, {"of_article": article_id, "since": since})


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
    _raise_versions(connection, articles)


def fingerprint(connection: Connection) -> str:
    """What tells this version's JSON from an earlier one: the SQL that writes it."""
    written = [json_of(table).compile(dialect=connection.dialect) for table, json_of in _TABLES]
    return hashlib.sha256("\n".join(map(str, written)).encode()).hexdigest()


def differing(connection: Connection, most: int) -> Iterator[tuple[str, int]]:
    """Rows whose JSON would be another now, so many at most of each table: its name, their id."""
    for table, json_of in _TABLES:
        found = select(table.id).where(table.json.is_distinct_from(json_of(table))).limit(most)
        for number in connection.scalars(found):
            yield table.__tablename__, number


def renew(database: Database) -> Renewal:
    """Write the JSON of every row where it would be another now, and raise its article's version.

    How many articles are done, and how many there are, after each transaction.
    """
    last, done = 0, 0
    while True:
        with database.writes.begin() as connection:
            ids = select(Article.id).where(Article.id > last).order_by(Article.id).limit(_AT_ONCE)
            articles = connection.scalars(ids).all()
            if not articles:
                return
            total = connection.scalar(select(func.count()).select_from(Article)) or 0
            between = {"of_article": last, "last": articles[-1]}
            changed = [execute(connection, each, between).scalars() for each in _DIFFERING]
            _raise_versions(connection, sorted({*changed[0], *changed[1]}))
        last, done = articles[-1], done + len(articles)
        yield done, total


def _raise_versions(connection: Connection, articles: Sequence[int] | Ids) -> None:
    raised = {"version": Article.version + 1, "updated_at": dt.datetime.now(dt.UTC)}
    connection.execute(update(Article).where(Article.id.in_(articles)).values(raised))
