"""A whole list, page after page: in bounded memory, and without a transaction that lasts.

Each page is a statement of its own, found from the key where the last one ended. A snapshot held
for a whole export would let SQLite's log grow and stop PostgreSQL's vacuum for as long as the
slowest client takes. What that means for a client: a row that stands in the store throughout is
met once, as it was when its page was read; one that comes, goes or gets another date meanwhile may
be met or not.
"""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..queries.paging import Key, ReadPage
from ..schemas.choices import Choices
from ..store.database import Database

Rows = Sequence[bytes]  # each the JSON of one


def pages(
    read: ReadPage, database: Database, query: Mapping[str, Any], size: int, limit: int | None
) -> Iterator[Rows]:
    """All pages of a list. The first is read at once, so that what fails, fails before it is sent.

    `size` is how many rows a page has, `limit` how many are wanted in all, None for all.
    """
    first, last, _ = read(database, query, size if limit is None else min(size, limit), None)
    every = itertools.chain([first], _following(read, database, query, size, last))
    return every if limit is None else _up_to(limit, every)


def of_sample(read: ReadPage, database: Database, query: Mapping[str, Any]) -> dict[str, Any]:
    """What asks for a sample, as what asks for its ids: they are drawn once, and walked as all."""
    left = {name: value for name, value in query.items() if name not in {"sample", "seed"}}
    found = read(database, {**query, "shown": ("id",)}, query["sample"], None).items
    ids = tuple(json.loads(item)["id"] for item in found) or (0,)
    return {**left, "ids": Choices(ids, negated=False)}


def _up_to(limit: int, pages: Iterator[Rows]) -> Iterator[Rows]:
    for rows in pages:
        yield rows[:limit]
        limit -= len(rows)
        if limit <= 0:
            return


def _following(
    read: ReadPage, database: Database, query: Mapping[str, Any], size: int, last: Key | None
) -> Iterator[Rows]:
    while last:
        rows, last, _ = read(database, query, size, last)
        yield rows


def as_one_row(pages: Iterator[Rows], least: int) -> Iterator[Rows]:
    """The same rows in larger portions, of so many bytes at least."""
    portion: list[bytes] = []
    held = 0
    for rows in pages:
        portion += rows
        held += sum(map(len, rows))
        if held >= least:
            yield portion
            portion, held = [], 0
    if portion:
        yield portion
