"""What a review shows beside the reading that is least sure: the words around it, and progress.

Each takes a bounded number of rows, however much is on record.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Integer, bindparam, func, select

from ..models import Article, Figure, Quote
from ..models.items import Status
from ..store.database import Database

AROUND = 600  # characters on either side
MOST = 1000  # that are counted of each status
DOUBTED = 0.8  # readings that are less sure than that should be looked at

Table = type[Quote] | type[Figure]

_FROM, _LENGTH = (bindparam(name, type_=Integer) for name in ("from", "length"))
_PASSAGE = select(func.substr(Article.text, _FROM, _LENGTH)).where(
    Article.id == bindparam("id", type_=BigInteger)
)


class Passage(NamedTuple):
    """Part of an article's text, whole paragraphs where these are short, and where it begins."""

    start: int
    text: str


class Progress(NamedTuple):
    """How many were decided on, by status, and how many are left to doubt: MOST of each at most."""

    decided: Mapping[str, int]
    doubted: int

    @property
    def agreement(self) -> float | None:
        """Of what people decided on, the share that was right as read; None for none."""
        read = sum(self.decided[status] for status in ("confirmed", "corrected", "rejected"))
        return self.decided["confirmed"] / read if read else None


def passage(database: Database, article_id: int, start: int, end: int) -> Passage:
    """The text around a place: from the paragraph's beginning to its end, or near them."""
    first = max(start - AROUND, 0)
    values = {"id": article_id, "from": first + 1, "length": end + AROUND - first}
    ((written,),) = database.read(_PASSAGE, values)
    text: str = written.decode()
    begin = text.rfind("\n", 0, start - first) + 1
    if not begin and first:
        begin = text.find(" ", 0, start - first) + 1
    stop = text.find("\n", end - first)
    if stop < 0:
        stop = max(text.rfind(" "), end - first) if len(text) == values["length"] else len(text)
    return Passage(first + begin, text[begin:stop])


def progress(database: Database, table: Table) -> Progress:
    """How far the review of quotes or figures is."""
    statement = _PROGRESS[table]
    (counts,) = database.read(statement, {})
    *decided, doubted = map(int, counts)
    return Progress(dict(zip(_DECIDED, decided, strict=True)), doubted)


_DECIDED = [str(status) for status in Status if status is not Status.EXTRACTED]


def _counted(table: Table, *conditions: Any) -> Any:
    some = select(table.id).where(table.current, *conditions).limit(MOST).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _progress(table: Table) -> Any:
    # Both as the indexes have it: what was decided on by status, all by confidence.
    decided = [
        _counted(table, table.status == status, table.status != Status.EXTRACTED)
        for status in _DECIDED
    ]
    doubted = _counted(table, table.confidence < DOUBTED, table.status == Status.EXTRACTED)
    return select(*decided, doubted)


_PROGRESS = {table: _progress(table) for table in (Quote, Figure)}
