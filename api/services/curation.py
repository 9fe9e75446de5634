"""What people decide: they confirm, correct, reject or add a quote or figure.

A decision changes the row that answers show; what it said before stays in its history.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ..errors import Conflict, Invalid, NotFound
from ..extraction.units import normalise, unit
from ..models import Article, Decision, Entity, Figure, Item, Quote
from ..models.decisions import Action
from ..models.items import Status
from ..models.names import term
from . import entities, history, selectors
from .changing import ArticleChange, changing
from .columns import corrected
from .items import attach, place
from .resolving import UNLINKED, Named

Fields = Mapping[str, Any]
Table = type[Quote] | type[Figure]

_COLUMNS = {table: corrected(table) for table in (Quote, Figure)}
_PLACE = {"selector", "parts"}
_ACTION = {Status.CONFIRMED: Action.CONFIRMED, Status.REJECTED: Action.REJECTED}


def decide(
    session: Session,
    table: Table,
    item_id: int,
    check_version: Callable[[str], None],
    *,
    by: str | None = None,
    status: Status | None = None,
    **corrections: Any,
) -> None:
    """Confirm or reject an item, by `status`, or correct what it says.

    `check_version` is called with the current JSON and raises where another was meant. An item
    that the current text no longer says takes a place there, and nothing else before that. Raises
    NotFound, Conflict for one of an earlier reading, and Invalid for a place that is none.
    """
    with changing(session, _article_of(session, table, item_id)) as change:
        item = _meant(session, table, item_id)
        before = history.kept(session, item)
        check_version(before)
        if not item.current:
            _must_be_placed(item, corrections)
        if status:
            action = _ACTION[status]
            item.status = status
        else:
            with session.no_autoflush:  # what is flushed no longer counts as modified
                _correct(session, change.article, item, corrections)
                if not session.is_modified(item):
                    change.happened = False
                    return
            action = Action.CORRECTED if item.current else Action.PLACED
        history.begin(session, item)
        if action is Action.CORRECTED:
            by_hand = history.is_by_hand(session, item)
            item.status = Status.ADDED if by_hand else Status.CORRECTED
        if action is Action.PLACED:
            attach(item, change.article)
        if item.status != Status.REJECTED:
            item.confidence = 1.0
        change.note(item, action, by, before)


def add(
    session: Session, table: Table, *, article_id: int, by: str | None = None, **fields: Any
) -> int:
    """Add an item that nobody found, to an article's current text; its id.

    Raises NotFound, Conflict where one covers the same span, and Invalid for a place that is none.
    """
    with changing(session, article_id) as change:
        item = table(article_id=article_id, status=Status.ADDED, confidence=1.0)
        attach(item, change.article)
        _correct(session, change.article, item, fields)
        _must_be_alone(session, item)
        session.add(item)
        change.note(item, Action.ADDED, by)
    return item.id


def remove(
    session: Session,
    table: Table,
    item_id: int,
    check_version: Callable[[str], None],
    by: str | None = None,
) -> None:
    """Delete an item that was added by hand, or drop one that has no place in the current text.

    What was dropped is still answered by its id, as what an earlier text said. `check_version` as
    for `decide`. Raises NotFound, and Conflict for what the machine read: that is rejected.
    """
    with changing(session, _article_of(session, table, item_id)) as change:
        item = _meant(session, table, item_id)
        before = history.kept(session, item)
        check_version(before)
        if history.is_by_hand(session, item):
            _delete(session, change, item)
        elif item.unplaced:
            item.unplaced = False
            change.since = item.revision
            change.note(item, Action.DROPPED, by, before)
        else:
            raise Conflict(
                f"{table.__name__} {item_id} was not added by hand: reject it instead, with "
                f'{{"status": "{_REJECTED}"}}.'
            )


def undo(
    session: Session,
    table: Table,
    item_id: int,
    check_version: Callable[[str], None],
    by: str | None = None,
) -> bool:
    """Take back what a person decided last: the item says again what it said before.

    Whether it still stands: one that was added is deleted. The history keeps both. `check_version`
    as for `decide`. Raises NotFound, and Conflict where nobody decided on it, or something has
    happened since.
    """
    with changing(session, _article_of(session, table, item_id)) as change:
        item = _meant(session, table, item_id)
        before = history.kept(session, item)
        check_version(before)
        earlier = history.before_decision(session, item)
        if earlier is not None:
            _restore(session, change.article, item, json.loads(earlier))
            change.note(item, Action.UNDONE, by, before)
        elif item.status == Status.ADDED:
            _delete(session, change, item)
        else:
            raise Conflict("There is no decision to undo: nobody decided on it last.")
    return earlier is not None


def _restore(session: Session, article: Article, item: Item, state: Mapping[str, Any]) -> None:
    """Give an item the columns that its JSON has shown."""
    table = type(item)
    for name in set(table.__table__.columns.keys()) & state.keys() - _OF_OTHERS:
        setattr(item, name, state[name])
    place(item, article.text, state.get("parts") or [state["selector"]])
    name = "speaker" if isinstance(item, Quote) else "entity"
    meant = {"id": state[name]["id"]} if state[name] else None
    setattr(item, f"{name}_id", entities.chosen(session, meant, item.article_id))
    if isinstance(item, Figure):
        item.measure_id = _measure(session, item)


_REJECTED = Status.REJECTED.value
# Columns that an item's JSON shows and that follow from its place and from its article.
_OF_OTHERS = {
    *("id", "article_id", "revision", "current", "unplaced", "copied", "json"),
    *("publisher", "published_at", "dated_at", "quote_id", "text", "parts"),
}


def _article_of(session: Session, table: Table, item_id: int) -> int:
    found = session.scalar(select(table.article_id).where(table.id == item_id))
    if found is None:
        raise NotFound(f"There is no {table.__name__.lower()} {item_id}.")
    return found


def _meant(session: Session, table: Table, item_id: int) -> Item:
    """The item; read once its article is locked."""
    item: Any = session.get(table, item_id)
    if item is None:
        raise NotFound(f"There is no {table.__name__.lower()} {item_id}.")
    found: Item = item
    return found


def _must_be_placed(item: Item, corrections: Fields) -> None:
    if not item.unplaced:
        raise Conflict(f"It is of an earlier reading of its article, of revision {item.revision}.")
    if not corrections.keys() & _PLACE:
        raise Conflict("It has no place in the current text: give it one first, with `selector`.")


def _must_be_alone(session: Session, item: Item) -> None:
    table = type(item)
    there = session.scalar(
        select(table.id).where(
            table.article_id == item.article_id,
            table.current,
            table.start == item.start,
            table.end == item.end,
            table.status != Status.REJECTED,
        )
    )
    if there is not None:
        raise Conflict(f"{table.__name__} {there} already covers this span: correct that one.")


def _correct(session: Session, article: Article, item: Item, fields: Fields) -> None:
    _move(article.text, item, fields)
    for name in fields.keys() & _COLUMNS[type(item)]:
        setattr(item, name, fields[name])
    if isinstance(item, Quote):
        _correct_quote(session, item, fields)
    else:
        _correct_figure(session, item, fields)


def _move(text: str, item: Item, fields: Fields) -> None:
    if not fields.keys() & _PLACE:
        return
    if "parts" in fields:
        parts = selectors.parts_of(text, fields["parts"])
    else:
        start, end = selectors.span_of(text, fields["selector"])
        parts = [{"start": start, "end": end}]
    is_elsewhere = parts[-1]["end"] <= (item.start or 0) or parts[0]["start"] >= (item.end or 0)
    if item.id and item.current and is_elsewhere:
        raise Invalid(
            "It does not touch the place it has: reject this one, and add the other.",
            "#/parts" if "parts" in fields else "#/selector",
        )
    place(item, text, parts)


def _correct_quote(session: Session, quote: Quote, fields: Fields) -> None:
    if "speaker" in fields:
        quote.speaker_id = entities.chosen(session, fields["speaker"], quote.article_id)
        _unlink(quote)


def _unlink(item: Item) -> None:
    """Whom somebody chose is no guess."""
    for name, value in UNLINKED.items():
        setattr(item, name, value)


def _correct_figure(session: Session, figure: Figure, fields: Fields) -> None:
    if figure.property:
        figure.property = term(figure.property)
    ends = [name for name in ("value_max", "value") if name in fields]
    if ends and figure.value_max is not None and figure.value_max < figure.value:
        pointer = f"#/{ends[0]}"
        raise Invalid(
            f"{figure.value} to {figure.value_max} is not a range: the lower end comes first.",
            pointer,
        )
    if "entity" in fields:
        figure.entity_id = entities.chosen(session, fields["entity"], figure.article_id)
        figure.entity_text = None
        _unlink(figure)
    if "unit" in fields:
        known = unit(fields["unit"] or "")
        figure.unit, figure.unit_code, figure.dimension = (
            (known.name, known.code, known.dimension) if known else (None, None, None)
        )
    if fields.keys() & {"value", "value_max", "unit"}:
        _normalise(figure)
    if fields.keys() & {"entity", "property", "unit"}:
        figure.measure_id = _measure(session, figure)


def _normalise(figure: Figure) -> None:
    """Give the value in the one unit that all figures of its dimension are compared in."""
    ends = [figure.value, figure.value_max]
    in_si = [
        None if end is None or not figure.unit_code else normalise(end, figure.unit_code)
        for end in ends
    ]
    figure.si_value, figure.si_value_max = (end and end[0] for end in in_si)
    figure.si_unit = in_si[0] and in_si[0][1]


def _measure(session: Session, figure: Figure) -> int | None:
    found = session.get(Entity, figure.entity_id) if figure.entity_id else None
    entity = Named(found.id, found.name) if found else None
    key = entities.measure_key(entity, figure.property, figure.dimension)
    return entities.measure_ids(session, {key: entity.name})[key] if entity and key else None


def _delete(session: Session, change: ArticleChange, item: Item) -> None:
    item.current = False
    if isinstance(item, Quote):
        # A figure of an earlier text may still stand in it, and must not go with it.
        without = {"quote_id": None, "stated_by_id": None}
        session.execute(update(Figure).where(Figure.quote_id == item.id).values(without))
        change.since = 1
    change.then(lambda: _forget(session, item))


def _forget(session: Session, item: Item) -> None:
    """Delete an item that nothing shows any more, with its history."""
    of_item = Decision.table == item.__tablename__, Decision.item_id == item.id
    session.execute(delete(Decision).where(Decision.article_id == item.article_id, *of_item))
    session.delete(item)
    session.flush()
