"""The names of publishers, spelled one way where they came to be one."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.orm import Session

from ..models import Article, Publisher
from ..models.publishers import publisher_key
from ..store.database import Database
from ..store.rows import insert_new
from . import articles, publishers

_AT_ONCE = 100  # articles of one transaction
_RULE = "NFKC, casefold, single blanks"


def fingerprint(_connection: Connection) -> str:
    """What tells the rule from an earlier one."""
    return _RULE


def renew(database: Database) -> Iterator[tuple[int, int]]:
    """Spell each publisher one way in all articles: the way that most of them have.

    How many articles of those are done, and how many there are, after each transaction.
    """
    with database.session() as session:
        spellings = _spellings(session)
        session.execute(delete(Publisher))
        names = {key: counts.most_common(1)[0][0] for key, counts in spellings.items()}
        insert_new(session, Publisher, [{"key": key, "name": name} for key, name in names.items()])
        session.commit()
    others = [name for key, counts in spellings.items() for name in counts if name != names[key]]
    total = sum(spellings[publisher_key(name)][name] for name in others)
    done = 0
    for name in others:
        while changed := _respell(database, name):
            done += changed
            yield done, total


def respell(database: Database, name: str) -> Iterator[int]:
    """Spell a publisher this way in all of its articles; how many, after each transaction.

    Broken off, it goes on where it was when started again.
    """
    with database.session() as session:
        names = session.scalars(select(Article.publisher).distinct()).all()
        publishers.rename(session, name)
        session.commit()
    for other in names:
        if other and other != name and publisher_key(other) == publisher_key(name):
            while changed := _respell(database, other):
                yield changed


def _spellings(session: Session) -> Mapping[str, Counter[str]]:
    """How many articles have each spelling of each publisher; of as many the first stored."""
    count, first = func.count(), func.min(Article.id)
    each = select(Article.publisher, count).where(Article.publisher.is_not(None))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, number in session.execute(each.group_by(Article.publisher).order_by(first)):
        found[publisher_key(str(name))][str(name)] = number
    return found


def _respell(database: Database, name: str) -> int:
    with database.session() as session:
        of_it = select(Article.id).where(Article.publisher == name).limit(_AT_ONCE)
        ids: Sequence[int] = session.scalars(of_it).all()
        for number in ids:
            articles.change(session, number, lambda _version: None, publisher=name)
        session.commit()
    return len(ids)
