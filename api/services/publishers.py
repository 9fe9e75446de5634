"""Publishers whose names differ in case, blanks or Unicode form are one, spelled as at first."""

from sqlalchemy import Text, bindparam, select
from sqlalchemy.orm import Session

from ..models import Publisher
from ..models.publishers import publisher_key
from ..store.database import execute
from ..store.rows import insert_new

_NAME = select(Publisher.name).where(Publisher.key == bindparam("key", type_=Text))


def spelled(session: Session, name: str | None) -> str | None:
    """A publisher's name as its articles have it: as it was spelled first."""
    if name is None:
        return None
    key = publisher_key(name)
    found: str | None = execute(session.connection(), _NAME, {"key": key}).scalar()
    if found is None:
        insert_new(session, Publisher, [{"key": key, "name": name}])
        found = execute(session.connection(), _NAME, {"key": key}).scalar_one()
    return found
