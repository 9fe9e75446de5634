"""Who waits for whom where names come to mean another thing.

A transaction that stores an article looks up what its names mean and writes that down: in between,
no other may change it. SQLite has one writer at a time; on PostgreSQL transactions that store share
a lock, and one that renames or merges takes it alone. Each takes it before any row's, so that no
two wait for each other.
"""

from sqlalchemy import Executable, text
from sqlalchemy.orm import Session

from ..store.database import execute

# An advisory lock of the transaction; the number only has to be this one's own.
_SHARED = text("SELECT pg_advisory_xact_lock_shared(7001)")
_EXCLUSIVE = text("SELECT pg_advisory_xact_lock(7001)")


def share_names(session: Session) -> None:
    """Keep names meaning what they mean until this transaction ends."""
    _take(session, _SHARED)


def lock_names(session: Session) -> None:
    """Wait until nobody is looking up names, and let nobody until this transaction ends."""
    _take(session, _EXCLUSIVE)


def _take(session: Session, lock: Executable) -> None:
    if session.get_bind().dialect.name == "postgresql":
        execute(session.connection(), lock, {})
