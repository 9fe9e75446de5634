"""All articles that an earlier version read, read again: one after the other, resumable."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import and_, func, select

from ..errors import Error, NotFound
from ..extraction import EXTRACTOR
from ..models import Article, Revision
from ..store.database import Database
from . import articles

_AT_ONCE = 500  # ids that are looked up in one read


class Outcome(NamedTuple):
    """An article that was read again; where it could not be, why."""

    id: int
    fault: str | None


_PRESENT = and_(Revision.article_id == Article.id, Revision.number == Article.revision)
_EARLIER = Revision.extractor.is_not(None), Revision.extractor != EXTRACTOR


def count(database: Database) -> int:
    """How many articles an earlier version read."""
    earlier = select(func.count()).select_from(Article).join(Revision, _PRESENT).where(*_EARLIER)
    with database.session() as session:
        return session.scalars(earlier).one()


def read_again(database: Database) -> Iterator[Outcome]:
    """Read them again, each in a transaction of its own; what was done stays done.

    It goes on from id to id, so that one that fails is not met twice.
    """
    last = 0
    while numbers := _next(database, last):
        for number in numbers:
            yield Outcome(number, _read_again(database, number))
        last = numbers[-1]


def _next(database: Database, last: int) -> list[int]:
    earlier = select(Article.id).join(Revision, _PRESENT).where(*_EARLIER, Article.id > last)
    with database.session() as session:
        return list(session.scalars(earlier.order_by(Article.id).limit(_AT_ONCE)))


def _read_again(database: Database, number: int) -> str | None:
    with database.session() as session:
        try:
            articles.read_again(session, number)
            session.commit()
        except NotFound:  # it was deleted in between
            return None
        except Error as error:
            return str(error)
    return None
