"""Requests that may come again: what was answered is kept, and answered again.

As draft-ietf-httpapi-idempotency-key-header has it.
"""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, or_, select, tuple_, update
from sqlalchemy.orm import Session

from ..models import IdempotencyKey
from ..store.rows import insert_new

KEPT = dt.timedelta(hours=24)
# Longer than any request is answered: a process that took so long has ended, and wrote nothing.
LONGEST = dt.timedelta(minutes=5)
_AT_ONCE = 100  # of those that are too old, which one request removes


class Name(NamedTuple):
    """Whose key it is, and which."""

    caller: str
    key: str


class Answer(NamedTuple):
    """What was answered."""

    status: int
    headers: list[list[str]]
    body: bytes


class Known(NamedTuple):
    """A request that came before: its digest, and its answer once there is one."""

    request: str
    answer: Answer | None


def begin(session: Session, name: Name, request: str) -> Known | None:
    """Note that a request is being answered; None where it is the first of its key.

    What is too old is removed, so many at once. Another process that asks in this moment waits for
    this transaction.
    """
    now = dt.datetime.now(dt.UTC)
    _forget_old(session, now)
    row = {"caller": name.caller, "key": name.key, "request": request, "begun_at": now}
    if insert_new(session, IdempotencyKey, [row]):
        return None
    found = session.get_one(IdempotencyKey, name)
    if found.status is None:
        return Known(found.request, None)
    return Known(found.request, Answer(found.status, found.headers or [], found.body or b""))


def finish(session: Session, name: Name, answer: Answer) -> None:
    """Keep what is answered, in the transaction of what was asked for."""
    kept = {"status": answer.status, "headers": answer.headers, "body": answer.body}
    session.execute(update(IdempotencyKey).where(_is(name)).values(kept))


def forget(session: Session, name: Name) -> None:
    """Take a key for unused: what it was sent with was refused, and changed nothing."""
    session.execute(delete(IdempotencyKey).where(_is(name), IdempotencyKey.status.is_(None)))


def _is(name: Name) -> ColumnElement[bool]:
    return (IdempotencyKey.caller == name.caller) & (IdempotencyKey.key == name.key)


def _forget_old(session: Session, now: dt.datetime) -> None:
    begun = IdempotencyKey.begun_at
    is_broken_off = IdempotencyKey.status.is_(None) & (begun < now - LONGEST)
    which = IdempotencyKey.caller, IdempotencyKey.key
    old = select(*which).where(or_(begun < now - KEPT, is_broken_off)).order_by(begun)
    rows = old.limit(_AT_ONCE)
    session.execute(delete(IdempotencyKey).where(tuple_(*which).in_(rows)))
