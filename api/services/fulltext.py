"""Keeping the full-text indexes in step with what is current.

A row of an index is told by its place, which holds the article's date. So whatever changes that,
or a text that is searched, calls `remove` before and `add` after, in the same transaction.
"""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Select, bindparam, func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import TextClause

from .. import folding
from ..models.fulltext import ARTICLES, FIGURES, QUOTES, Searchable
from ..search.order import first_of
from ..search.words import GAP, LONGEST, MOST_CHARACTERS, MOST_PLACES, MOST_WORDS, indexed
from ..store.database import Database
from ..store.statements import connection_of, execute

_AT_ONCE = 500  # rows of one transaction, when all are indexed


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


def add_new(
    session: Session, searchable: Searchable, ids: Sequence[int], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Index rows that were put in just now, whose values are given."""
    if rows:
        known = [
            (number, row.get("article_id", number), row["dated_at"], *searchable.values(row))
            for number, row in zip(ids, rows, strict=True)
        ]
        _run(connection_of(session), searchable, known, "add")


def add_article(session: Session, article_id: int) -> None:
    """Index an article's current text and everything read from it."""
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


def fingerprint(connection: Connection) -> str:
    """What tells this version's index from an earlier one: the words it holds, of which rows."""
    rows = [str(_rows(each).compile(dialect=connection.dialect)) for each, _ in _OF_ARTICLE]
    limits = f"{LONGEST} {MOST_WORDS} {MOST_CHARACTERS} {MOST_PLACES}"
    rule = "\n".join([folding.fingerprint(), limits, *rows])
    return hashlib.sha256(rule.encode()).hexdigest()


def renew(database: Database) -> Iterator[tuple[int, int]]:
    """Index everything again.

    How many rows are done, and how many there are, after each transaction.
    """
    with database.writes.begin() as connection:
        counts = [select(func.count()).select_from(each.entity) for each, _ in _OF_ARTICLE]
        total = sum(connection.scalar(count) or 0 for count in counts)
    done = 0
    for searchable, _ in _OF_ARTICLE:
        with database.writes.begin() as connection:
            connection.execute(_clear(connection, searchable.index.name))
        last: int | None = 0
        while last is not None:
            with database.writes.begin() as connection:
                last, count = _add_after(connection, searchable, last)
            done += count
            yield done, total


def clear(connection: Connection) -> None:
    """Take everything out of the indexes, where the rows themselves are gone too."""
    for searchable, _ in _OF_ARTICLE:
        connection.execute(_clear(connection, searchable.index.name))


def differing(connection: Connection) -> Iterator[str]:
    """What the indexes have other words for than their rows, or none, or in addition to them."""
    is_sqlite = connection.dialect.name == "sqlite"
    compare = _differing_in_sqlite if is_sqlite else _differing_in_postgresql
    for searchable, _ in _OF_ARTICLE:
        for place in compare(connection, searchable):
            yield f"{searchable.index.name}, row {place}"


def _batches(connection: Connection, searchable: Searchable) -> Iterator[str]:
    """All rows as they should stand in an index, some at a time, as JSON."""
    last, number = 0, searchable.entity.id
    wanted = _rows(searchable).order_by(number).limit(_AT_ONCE)
    while rows := connection.execute(wanted.where(number > last)).all():
        last = rows[-1][0]
        yield json.dumps(_written(connection, searchable, rows), ensure_ascii=False)


def _differing_in_postgresql(connection: Connection, searchable: Searchable) -> Iterator[int | str]:
    name, total = searchable.index.name, 0
    compared = text(
        "SELECT CAST(value ->> 0 AS bigint) FROM json_array_elements(CAST(:rows AS json)) "  # noqa: S608
        f"LEFT JOIN {name} AS kept ON kept.rowid = CAST(value ->> 0 AS bigint) "
        "WHERE kept.words IS DISTINCT FROM CAST(value ->> 1 AS tsvector)"
    )
    for rows in _batches(connection, searchable):
        total += len(json.loads(rows))
        yield from connection.scalars(compared, {"rows": rows})
    if (found := connection.scalar(text(f"SELECT count(*) FROM {name}"))) != total:  # noqa: S608
        yield f"one of {found}, for {total} that are to be found"


def _differing_in_sqlite(connection: Connection, searchable: Searchable) -> Iterator[int]:
    """Compare where each word stands: an index need not keep the texts that it was given."""
    name = searchable.index.name
    for statement in _TRIAL:
        connection.execute(text(statement.format(index=name)))
    kept = _places(connection, "kept")
    for rows in _batches(connection, searchable):
        connection.execute(text("INSERT INTO trial(trial) VALUES ('delete-all')"))
        connection.execute(
            text(
                "INSERT INTO trial(rowid, words) SELECT value ->> 0, value ->> 1 "
                "FROM json_each(:rows)"
            ),
            {"rows": rows},
        )
        wanted = _places(connection, "tried")
        for place, *_ in json.loads(rows):
            if kept.pop(place, 0) != wanted.get(place, 0):
                yield place
    yield from kept


# An index like that which is looked at, for what it should hold, and the words of both.
_TRIAL = (
    "DROP TABLE IF EXISTS temp.tried",
    "DROP TABLE IF EXISTS temp.kept",
    "DROP TABLE IF EXISTS temp.trial",
    "CREATE VIRTUAL TABLE temp.trial USING fts5(words, content='', tokenize='ascii')",
    "CREATE VIRTUAL TABLE temp.tried USING fts5vocab(temp, trial, instance)",
    "CREATE VIRTUAL TABLE temp.kept USING fts5vocab(main, {index}, instance)",
)


def _places(connection: Connection, words: str) -> dict[int, int]:
    """A number for all words of each row and their places, the same whatever their order."""
    found: dict[int, int] = defaultdict(int)
    for row, term, place in connection.execute(text(f"SELECT doc, term, offset FROM {words}")):  # noqa: S608
        found[row] = (found[row] + hash((term, place))) & _SUM
    return found


_SUM = 2**62 - 1


def _add_after(connection: Connection, searchable: Searchable, last: int) -> tuple[int | None, int]:
    """Index the rows after an id, those of one transaction; the last of them, and how many."""
    number = searchable.entity.id
    wanted = _rows(searchable).where(number > last).order_by(number).limit(_AT_ONCE)
    rows = connection.execute(wanted).all()
    if not rows:
        return None, 0
    _run(connection, searchable, rows, "add")
    return rows[-1][0], len(rows)


def _clear(connection: Connection, index: str) -> TextClause:
    if connection.dialect.name == "sqlite" and index == ARTICLES.index.name:
        return text(f"INSERT INTO {index}({index}) VALUES ('delete-all')")  # noqa: S608
    return text(f"DELETE FROM {index}")  # noqa: S608


_OF_ARTICLE = ((ARTICLES, "id"), (QUOTES, "article_id"), (FIGURES, "article_id"))


def _tell(session: Session, searchable: Searchable, by: str, number: int, what: str) -> None:
    session.flush()
    connection = connection_of(session)
    rows = execute(connection, _rows_by(searchable.index.name, by), {"number": number}).all()
    if rows:
        _run(connection, searchable, rows, what)


def _run(connection: Connection, searchable: Searchable, rows: Iterable[Any], what: str) -> None:
    written = _written(connection, searchable, rows)
    statements = _STATEMENTS[connection.dialect.name](searchable.index.name)
    statement: TextClause = getattr(statements, what)
    execute(connection, statement, {"rows": json.dumps(written, ensure_ascii=False)})


def _written(
    connection: Connection, searchable: Searchable, rows: Iterable[Any]
) -> list[tuple[int, str, int]]:
    """Rows as they stand in an index: place, words and article of each."""
    write = _WRITTEN[connection.dialect.name]
    return [
        (
            first_of(_moment(dated_at)) + number,
            write(indexed(*searchable.texts_of(columns), fields=searchable.fields_of(columns))),
            article_id,
        )
        for number, article_id, dated_at, *columns in rows
    ]


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
    places: dict[str, str] = {}
    for word, place in zip(words, _PLACES, strict=False):
        places[word] = f"{places[word]},{place}" if word in places else place
    places.pop(GAP, None)
    return " ".join([f"'{word}':{at}" for word, at in places.items()])


_PLACES = tuple(map(str, range(1, MOST_WORDS + 1)))


_STATEMENTS = {"sqlite": _in_sqlite, "postgresql": _in_postgresql}
_WRITTEN = {"sqlite": " ".join, "postgresql": _tsvector}
