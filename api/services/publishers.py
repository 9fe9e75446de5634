"""Publishers whose names differ in case, blanks or Unicode form are one, spelled as at first."""

from collections.abc import Sequence

from sqlalchemy import Text, bindparam, select, update
from sqlalchemy.orm import Session

from ..errors import Conflict
from ..models import Article, Publisher
from ..models.publishers import publisher_key
from ..store.rows import insert_new
from ..store.statements import execute

MOST_RESPELLED = 200  # articles that one transaction spells another way
_NAME = select(Publisher.name).where(Publisher.key == bindparam("key", type_=Text))


def spelled(session: Session, name: str | None) -> str | None:
    """A publisher's name as its articles have it: as it was spelled first."""
    if name is None:
        return None
    key = publisher_key(name)
    found: str | None = execute(session, _NAME, {"key": key}).scalar()
    if found is None:
        insert_new(session, Publisher, [{"key": key, "name": name}])
        found = execute(session, _NAME, {"key": key}).scalar_one()
    return found


def rename(session: Session, name: str) -> None:
    """Spell a publisher another way from now on; what is stored is not changed."""
    of_it = update(Publisher).where(Publisher.key == publisher_key(name))
    session.execute(of_it.values(name=name))


def respelled(session: Session, wanted: str | None, article: Article) -> Sequence[int]:
    """The other articles to spell as is wanted, where that is a new spelling of one's publisher.

    Raises Conflict where these are too many for one transaction.
    """
    now = article.publisher
    if not wanted or not now or wanted == now or publisher_key(wanted) != publisher_key(now):
        return ()
    others = select(Article.id).where(Article.publisher == now, Article.id != article.id)
    ids = session.scalars(others.order_by(Article.id).limit(MOST_RESPELLED + 1)).all()
    if len(ids) > MOST_RESPELLED:
        raise Conflict(
            f"More than {MOST_RESPELLED} articles have this publisher, spelled {now!r}: spell all "
            f"of them another way by onrecord respell {wanted!r}."
        )
    rename(session, wanted)
    return ids
