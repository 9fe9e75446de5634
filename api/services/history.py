"""The history of quotes and figures: every state, who brought it about, and when."""

import datetime as dt
import json
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ..models import Decision, Item, Revision
from ..models.decisions import Action

_DECIDED = {Action.CONFIRMED, Action.CORRECTED, Action.REJECTED}
_TWO = 2
_BESIDE = {"status", "confidence"}  # they follow from every decision, and say nothing of their own


def begin(session: Session, item: Item) -> None:
    """Keep what the machine read, before the first decision on it."""
    if _next_number(session, item):
        return
    of_revision = Revision.article_id == item.article_id, Revision.number == item.revision
    read = select(Revision.created_at, Revision.extractor).where(*of_revision)
    at, extractor = session.execute(read).one()
    _add(session, item, Action.EXTRACTED, at, extractor, [], kept(session, item))


def note(
    session: Session,
    item: Item,
    action: Action,
    by: str | None,
    before: str | None = None,
    state: str | None = None,
) -> None:
    """Add an entry: what was done, by whom.

    `before` is the item's JSON until then; `state`, where it is not the item's own, that of what
    the machine read at its place.
    """
    now = state or kept(session, item)
    changed = [name for name in _differing(before, now) if name not in _BESIDE] if before else []
    _add(session, item, action, dt.datetime.now(dt.UTC), by, changed, now)


def before_decision(session: Session, item: Item) -> str | None:
    """What an item said before a person last decided on it; None where that came last not."""
    newest = select(Decision.action, Decision.state).where(*_of(item))
    entries = session.execute(newest.order_by(Decision.number.desc()).limit(2)).all()
    if len(entries) < _TWO or entries[0].action not in _DECIDED:
        return None
    state: str = entries[1].state
    return state


def is_by_hand(session: Session, item: Item) -> bool:
    """Whether a person added it, and no machine read it."""
    first = select(Decision.action).where(*_of(item), Decision.number == 0)
    return session.scalar(first) == Action.ADDED


def last_reading(session: Session, item: Item) -> str | None:
    """What the machine last read at an item's place; None where it never did."""
    readings = Decision.action.in_([Action.EXTRACTED, Action.READ])
    newest = select(Decision.state).where(*_of(item), readings).order_by(Decision.number.desc())
    return session.scalar(newest.limit(1))


def kept(session: Session, item: Item) -> str:
    """The item's JSON as it is stored now."""
    table = type(item)
    text = session.scalar(select(table.json).where(table.id == item.id))
    assert text  # noqa: S101 (every row has been written by kept_json)
    return text


def _next_number(session: Session, item: Item) -> int:
    counted = session.scalar(select(func.count()).select_from(Decision).where(*_of(item)))
    return counted or 0


def _of(item: Item) -> tuple[Any, ...]:
    return (
        Decision.article_id == item.article_id,
        Decision.table == item.__tablename__,
        Decision.item_id == item.id,
    )


def _add(
    session: Session,
    item: Item,
    action: Action,
    at: dt.datetime,
    by: str | None,
    changed: list[str],
    state: str,
) -> None:
    entry = {
        "article_id": item.article_id,
        "table": item.__tablename__,
        "item_id": item.id,
        "number": _next_number(session, item),
        "action": str(action),
        "at": at,
        "by": by,
        "changed": changed,
        "state": state,
    }
    session.execute(insert(Decision).values(entry))


def _differing(before: str, after: str) -> list[str]:
    old, new = json.loads(before), json.loads(after)
    return [name for name in new if new[name] != old.get(name)]
