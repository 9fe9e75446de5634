"""Whether a store is whole: what it keeps can be read, fits together and follows from its rows."""

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    ForeignKeyConstraint,
    Select,
    and_,
    literal,
    select,
    text,
)

from ..models import Article, Base, Change, Entity, Figure, KeptPage, Measure, Quote
from ..store.database import Database
from . import fulltext, kept_json

MOST = 20  # faults of a kind that are named
Faults = Iterator[str]
# What the feed tells of, by the type that it has there.
_FOLLOWED: Sequence[tuple[str, Any]] = (
    ("article", Article),
    ("entity", Entity),
    ("figure", Figure),
    ("measure", Measure),
    ("quote", Quote),
)


class Outcome(NamedTuple):
    """What came of one check: its name, and what is wrong, MOST at most."""

    title: str
    faults: Sequence[str]


def check(database: Database) -> Iterator[Outcome]:
    """Make each check in turn, all of one moment; nothing is changed."""
    for title, faults in _CHECKS.items():
        with database.writes.connect() as connection:
            found = [fault for fault, _ in zip(faults(connection), range(MOST), strict=False)]
            connection.rollback()
        yield Outcome(title, found)


def _readable(connection: Connection) -> Faults:
    """Read every page; on SQLite, look at what each holds too."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text(f"PRAGMA integrity_check({MOST})")).scalars()
        yield from (row for row in rows if row != "ok")
        return
    for table in Base.metadata.sorted_tables:  # also what is kept outside of the rows
        connection.execute(text(f"SELECT sum(length(CAST(t AS text))) FROM {table.name} AS t"))  # noqa: S608


def _foreign_keys(connection: Connection) -> Faults:
    """Rows that refer to what is not there."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            for row in connection.execute(_orphans(key)):
                columns = ", ".join(
                    f"{column.name} {value}" for column, value in zip(key.columns, row, strict=True)
                )
                yield f"{table.name}: {columns} is not in {key.referred_table.name}"


def _orphans(key: ForeignKeyConstraint) -> Select[Any]:
    parent = key.referred_table.alias("parent")
    pairs = [(each.parent, parent.c[each.column.name]) for each in key.elements]
    there = select(literal(1)).select_from(parent).where(*(own == theirs for own, theirs in pairs))
    given = and_(*(own.is_not(None) for own, _ in pairs))
    return select(*key.columns).where(given, ~there.correlate(key.table).exists()).limit(MOST)


def _kept_json(connection: Connection) -> Faults:
    """Quotes and figures whose JSON is not what their rows come to."""
    for table, number in kept_json.differing(connection, MOST):
        yield f"{table} {number}"


def _search(connection: Connection) -> Faults:
    """Rows that the search index has other words for than their texts, or none, or too many."""
    return fulltext.differing(connection)


def _feed(connection: Connection) -> Faults:
    """What the change feed leaves out, or tells of what is not there."""
    for kind, table in _FOLLOWED:
        told = select(Change.object_id).where(Change.type == kind, Change.action != "deleted")
        shown = select(table.id)
        if table in (Quote, Figure):
            shown = shown.where(table.current, table.json.is_not(None))
        if table is Entity:  # what is merged is a name of another
            shown = shown.where(table.merged_into.is_(None))
        if table is not Measure:  # some of them are shown nowhere
            for number in connection.scalars(shown.where(table.id.not_in(told)).limit(MOST)):
                yield f"{kind} {number} is in no change"
        for number in connection.scalars(told.where(Change.object_id.not_in(shown)).limit(MOST)):
            yield f"the change of {kind} {number} is of nothing that is there"


def _kept_pages(connection: Connection) -> Faults:
    """Pages that can be unpacked no more."""
    pages = select(KeptPage.article_id, KeptPage.revision, KeptPage.content)
    for number, revision, content in connection.execute(pages.execution_options(yield_per=20)):
        try:
            gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            yield f"the page of revision {revision} of article {number}: {error}"


_CHECKS: dict[str, Callable[[Connection], Faults]] = {
    "every page can be read": _readable,
    "references lead to what is there": _foreign_keys,
    "kept JSON is that of its rows": _kept_json,
    "the search index has the words of the texts": _search,
    "kept pages can be unpacked": _kept_pages,
    "the change feed tells of everything once": _feed,
}
