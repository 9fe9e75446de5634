"""What cursors, forms and sessions are signed with."""

from sqlalchemy import select

from ..models import SigningKey
from ..store.database import Database

_NAMED = select(SigningKey.secret).where(SigningKey.name == "cursors")


def secret(database: Database) -> bytes:
    """The store's secret."""
    ((written,),) = database.read(_NAMED, {})
    return bytes.fromhex(written.decode())
