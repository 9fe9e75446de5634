"""Keeping the full-text indexes in step with what is current.

A row of an index is told by its place, which holds the article's date. So whatever changes that,
or a text that is searched, calls `remove` before and `add` after, in the same transaction.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Select, bindparam, select, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import TextClause

from ..models.fulltext import ARTICLES, FIGURES, QUOTES, Searchable
from ..search.order import first_of
from ..search.words import GAP, indexed
from ..store.database import execute

_AT_ONCE = 500  # rows of one statement, when all are indexed


class _Statements(NamedTuple):
    """How rows come into an index and go; `rows` is JSON: place, words and article of each."""

    add: TextClause
    remove: TextClause


def add(session: Session, searchable: Searchable, by: str, number: int) -> None:
    """Index the current rows whose column `by` has a number: "id", "article_id", "entity_id"."""
    _tell(session, searchable, by, number, "add")


def remove(session: Session, searchable: Searchable, by: str, number: int) -> None:
    """Take the same rows out of the index."""
    _tell(session, searchable, by, number, "remove")


def add_article(session: Session, article_id: int) -> None:
    """Index an article's present text and everything read from it."""
    for searchable, by in _OF_ARTICLE:
        add(session, searchable, by, article_id)


def remove_article(session: Session, article_id: int) -> None:
    """Take them out of the indexes."""
    for searchable, by in _OF_ARTICLE:
        remove(session, searchable, by, article_id)


@contextmanager
def reindexed(session: Session, article_id: int) -> Iterator[None]:
    """Change what is read from an article in here: what it says afterwards is what is found."""
    remove_article(session, article_id)
    yield
    add_article(session, article_id)


@contextmanager
def renamed(session: Session, *entities: int) -> Iterator[None]:
    """Change what entities are called, or which of them figures are of, in here."""
    for number in entities:
        remove(session, FIGURES, "entity_id", number)
    yield
    for number in entities:
        add(session, FIGURES, "entity_id", number)


def add_missing(connection: Connection) -> None:
    """Index everything in each index that is empty, as a migration leaves it."""
    for searchable, _ in _OF_ARTICLE:
        if connection.execute(select(searchable.index.c.rowid).limit(1)).first():
            continue
        found = connection.execute(_rows(searchable).execution_options(yield_per=_AT_ONCE))
        for some in found.partitions():
            _run(connection, searchable, some, "add")


_OF_ARTICLE = ((ARTICLES, "id"), (QUOTES, "article_id"), (FIGURES, "article_id"))


def _tell(session: Session, searchable: Searchable, by: str, number: int, what: str) -> None:
    session.flush()
    connection = session.connection()
    rows = execute(connection, _rows_by(searchable.index.name, by), {"number": number}).all()
    if rows:
        _run(connection, searchable, rows, what)


def _run(connection: Connection, searchable: Searchable, rows: Iterable[Any], what: str) -> None:
    name = connection.dialect.name
    written = [
        (
            first_of(_moment(dated_at)) + number,
            _WRITTEN[name](indexed(*searchable.texts_of(columns))),
            article_id,
        )
        for number, article_id, dated_at, *columns in rows
    ]
    statement: TextClause = getattr(_STATEMENTS[name](searchable.index.name), what)
    execute(connection, statement, {"rows": json.dumps(written, ensure_ascii=False)})


def _rows(searchable: Searchable) -> Select[Any]:
    entity = searchable.entity
    article_id = entity.id if searchable is ARTICLES else entity.article_id
    rows: Select[Any] = select(entity.id, article_id, entity.dated_at, *searchable.columns)
    return rows if searchable is ARTICLES else rows.where(entity.current)


@lru_cache
def _rows_by(index: str, by: str) -> Select[Any]:
    (searchable,) = (one for one, _ in _OF_ARTICLE if one.index.name == index)
    column = getattr(searchable.entity, by)
    return _rows(searchable).where(column == bindparam("number", type_=BigInteger))


def _moment(value: str | dt.datetime) -> dt.datetime:
    return dt.datetime.fromisoformat(value) if isinstance(value, str) else value


@lru_cache
def _in_sqlite(index: str) -> _Statements:
    rows = "SELECT value ->> 0, value ->> 1 FROM json_each(:rows)"
    add = text(f"INSERT INTO {index}(rowid, words) {rows}")
    if index == ARTICLES.index.name:  # which keeps no words itself: it is told them again
        told = f"INSERT INTO {index}({index}, rowid, words) SELECT 'delete', "
        return _Statements(add, text(told + rows.removeprefix("SELECT ")))
    gone = "SELECT value ->> 0 FROM json_each(:rows)"
    return _Statements(add, text(f"DELETE FROM {index} WHERE rowid IN ({gone})"))  # noqa: S608


@lru_cache
def _in_postgresql(index: str) -> _Statements:
    place = "CAST(value ->> 0 AS bigint)"
    each = "FROM json_array_elements(CAST(:rows AS json))"
    rows = f"{place}, CAST(value ->> 1 AS tsvector), CAST(value ->> 2 AS bigint) {each}"
    return _Statements(
        text(f"INSERT INTO {index}(rowid, words, article_id) SELECT {rows}"),
        text(f"DELETE FROM {index} WHERE rowid IN (SELECT {place} {each})"),  # noqa: S608
    )


def _tsvector(words: Sequence[str]) -> str:
    """Words as a tsvector is written, with their places: PostgreSQL's parser sees none of them."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, 1):
        if word != GAP:
            places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


_STATEMENTS = {"sqlite": _in_sqlite, "postgresql": _in_postgresql}
_WRITTEN = {"sqlite": " ".join, "postgresql": _tsvector}
