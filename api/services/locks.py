"""Who waits for whom where names come to mean another thing.

A transaction that stores an article looks up what its names mean and writes that down: in between,
no other may change it. SQLite has one writer at a time; on PostgreSQL transactions that store share
a lock, and one that renames or merges takes it alone. Each takes it before any row's, so that no
two wait for each other.
"""

import json
from collections.abc import Iterable
from zlib import crc32

from sqlalchemy import Executable, text
from sqlalchemy.orm import Session

from ..store.statements import execute

# An advisory lock of the transaction; the number only has to be this one's own.
_SHARED = text("SELECT pg_advisory_xact_lock_shared(7001)")
_EXCLUSIVE = text("SELECT pg_advisory_xact_lock(7001)")
_PEOPLE = text("""
    SELECT pg_advisory_xact_lock(7002, CAST(name.value AS integer))
    FROM json_array_elements_text(CAST(:names AS json)) AS name""")
_BATCH = text("SELECT pg_advisory_xact_lock(7003)")


def share_names(session: Session) -> None:
    """Keep names meaning what they mean until this transaction ends."""
    _take(session, _SHARED)


def lock_names(session: Session) -> None:
    """Wait until nobody is looking up names, and let nobody until this transaction ends."""
    _take(session, _EXCLUSIVE)


def lock_people(session: Session, names: Iterable[str]) -> None:
    """Let nobody else decide whom these names mean until this transaction ends.

    Two that store two forms of one new name at once would not see each other's. It takes all its
    locks at once, in one order, before it writes any name.
    """
    if session.get_bind().dialect.name == "postgresql":
        numbers = sorted({crc32(name.encode()) - 2**31 for name in names})
        execute(session, _PEOPLE, {"names": json.dumps(numbers)})


def take_turns(session: Session) -> None:
    """Wait until no other batch is being stored, and let none until this transaction ends.

    Two that hold the names of many articles could wait for each other.
    """
    _take(session, _BATCH)


def _take(session: Session, lock: Executable) -> None:
    if session.get_bind().dialect.name == "postgresql":
        execute(session, lock, {})
