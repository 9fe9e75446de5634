"""Reading an article again: what people decided is carried over, the rest is as it is read now."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ..models import Article, Entity, Figure, FullName, Item, Measure, Quote, Revision
from ..models.decisions import Action
from ..models.items import Status
from ..schemas.figures import Figure as FigureSchema
from ..schemas.quotes import Quote as QuoteSchema
from ..store.rows import insert_numbered
from . import entities, history
from .anchoring import Anchoring, Likeness, Spans
from .changing import ArticleChange
from .columns import content
from .engine import Extracted
from .items import attach, place, rows

_Table: TypeAlias = type[Quote] | type[Figure]


class _Note(NamedTuple):
    """What is to be written into a history."""

    item: Item
    action: Action
    before: str | None
    state: str | None = None


_TABLES: tuple[_Table, ...] = (Quote, Figure)
_LIKENESS = {Quote: Likeness.WORDS, Figure: Likeness.CHARACTERS}
_SCHEMAS = {Quote: QuoteSchema(), Figure: FigureSchema()}
# What two readings of one place are compared by.
_CONTENT = {table: content(table) for table in _TABLES}


_MEASURED = ("entity_id", "property", "dimension")
_REFERENCES = ("speaker", "entity")


def renew(session: Session, change: ArticleChange, text: str, found: Extracted) -> bool:
    """Put `found`, read from an article's current text, in the place of what was read before.

    An item that a person decided on keeps its id and what was decided; where the text still says
    it, it stands there, and otherwise it is left as unplaced. What the machine reads at its place
    goes into its history. All else is as it is read now: what is found again at its place in the
    same text keeps its id, what is not found again is gone, and what an earlier text said stays
    with that. Whether anything changed.
    """
    article = change.article
    notes: list[_Note] = []
    changed = _name_extractor(session, article, found.extractor)
    session.execute(delete(FullName).where(FullName.article_id == article.id))
    for table, read in zip(_TABLES, rows(session, article, found), strict=True):
        decided = _carry(session, article, text, table, notes)
        fresh = [row for row in read if not _is_decided(session, decided, row, notes)]
        changed |= _replace(session, article, table, fresh)
    for note in notes:
        change.note(note.item, note.action, found.extractor, note.before, note.state)
    change.then(lambda: _delete_withdrawn(session, article))
    return changed or bool(notes)


def _name_extractor(session: Session, article: Article, extractor: str | None) -> bool:
    revision = session.get_one(Revision, (article.id, article.revision))
    is_other = revision.extractor != extractor
    revision.extractor = extractor
    return is_other


def _carry(
    session: Session,
    article: Article,
    text: str,
    table: _Table,
    notes: list[_Note],
) -> list[Item]:
    """Move the decided items to their places in the text; those that have one."""
    of_article = table.article_id == article.id, table.status != Status.EXTRACTED
    wanted = select(table).where(*of_article, table.current | table.unplaced).order_by(table.id)
    items: Sequence[Any] = session.scalars(wanted).all()
    anchorings = _anchorings(session, article, text, {item.revision for item in items})
    claims: list[_Claim] = [
        (item, anchorings[item.revision].place(parts_of(item), _LIKENESS[table])) for item in items
    ]
    present = _without_clashes([claim for claim in claims if claim[0].current], [])
    back = _without_clashes([claim for claim in claims if not claim[0].current], present)
    places = {item.id: parts for item, parts in (*present, *back)}
    for item in items:
        _settle(session, article, text, item, places.get(item.id), notes)
    return [item for item in items if item.current]


def _settle(
    session: Session,
    article: Article,
    text: str,
    item: Item,
    parts: Spans | None,
    notes: list[_Note],
) -> None:
    before = history.kept(session, item)
    if parts is None:
        if item.current:
            item.current, item.unplaced = False, True
            notes.append(_Note(item, Action.UNPLACED, before))
    elif item.revision != article.revision or parts != parts_of(item):
        attach(item, article)
        place(item, text, [{"start": start, "end": end} for start, end in parts])
        notes.append(_Note(item, Action.CARRIED, before))


def _anchorings(
    session: Session, article: Article, text: str, numbers: Iterable[int]
) -> dict[int, Anchoring]:
    of_revisions = Revision.article_id == article.id, Revision.number.in_(numbers)
    texts = session.execute(select(Revision.number, Revision.text).where(*of_revisions))
    return {number: Anchoring(old, text) for number, old in texts}


def parts_of(item: Item) -> Spans:
    """The spans of an item's words."""
    if isinstance(item, Quote):
        return [(part["start"], part["end"]) for part in item.parts]
    return [(item.start, item.end)]


_Claim = tuple[Item, Spans | None]


def _without_clashes(claims: Sequence[_Claim], taken: Sequence[_Claim]) -> list[_Claim]:
    """Those with a place of their own: where two that stood apart claim one, neither has it."""
    among, others = _Places(claims), _Places(taken)
    return [
        (item, parts)
        for item, parts in claims
        if parts
        and not any(others.overlapping(parts))
        and all(_stood_together(item, other) for other in among.overlapping(parts))
    ]


class _Places:
    """The parts of claims in their order, to find those that overlap some without trying all."""

    def __init__(self, claims: Sequence[_Claim]) -> None:
        parts = [(start, end, item) for item, spans in claims for start, end in spans or ()]
        self._parts = sorted(parts, key=lambda part: part[:2])
        self._starts = [start for start, _, _ in self._parts]
        self._longest = max((end - start for start, end, _ in self._parts), default=0)

    def overlapping(self, spans: Spans) -> Iterator[Item]:
        for start, end in spans:
            first = bisect_right(self._starts, start - self._longest)
            for at in range(first, bisect_left(self._starts, end)):
                if self._parts[at][1] > start:
                    yield self._parts[at][2]


def _stood_together(one: Item, other: Item) -> bool:
    return one.revision == other.revision and _overlap(parts_of(one), parts_of(other))


def _overlap(some: Spans, others: Spans) -> bool:
    return any(
        start < other_end and other_start < end
        for start, end in some
        for other_start, other_end in others
    )


def _is_decided(
    session: Session, decided: Sequence[Item], row: Mapping[str, Any], notes: list[_Note]
) -> bool:
    """Whether a reading is of what people decided on; it is noted where it is another than before.

    A rejected item stands against the reading of the same place only: another may be right.
    """
    spans = [(part["start"], part["end"]) for part in row.get("parts", [row])]
    about = [
        item
        for item in decided
        if (
            spans == parts_of(item)
            if item.status == Status.REJECTED
            else _overlap(spans, parts_of(item))
        )
    ]
    for item in about:
        last = history.last_reading(session, item)
        state = _state(session, item, row)
        same_place = spans == parts_of(item)
        was, now = (text and _content(session, item, text, same_place) for text in (last, state))
        if was != now:
            notes.append(_Note(item, Action.READ, last, state))
    return bool(about)


def _state(session: Session, item: Item, row: Mapping[str, Any]) -> str:
    """The JSON of a reading that is not stored, as if it were the item's own."""
    further = {
        "id": item.id,
        "exact": row.get("around") or row["text"],
        "speaker": _named(session, Entity, row.get("speaker_id")),
        "entity": _named(session, Entity, row.get("entity_id")),
        "measure": _named(session, Measure, row.get("measure_id")),
        "stated_by": None,
    }
    return json.dumps(_SCHEMAS[type(item)].dump({**row, **further}), ensure_ascii=False)


def _named(
    session: Session, table: type[Entity] | type[Measure], number: int | None
) -> dict[str, Any] | None:
    named: Any = session.get_one(table, number) if number else None
    return named and {"id": named.id, "name": named.name}


def _content(session: Session, item: Item, state: str, same_place: bool) -> list[Any]:
    """What a reading says; of the item's own words, they are what the text has there.

    A name means the entity that has it by now: to be renamed or merged changes no reading.
    """
    members: dict[str, Any] = json.loads(state)
    for name in _REFERENCES:
        if members.get(name):
            members[name] = entities.meant(session, members[name]["id"])
    names = _CONTENT[type(item)]
    return [members.get(name) for name in names if name != "text" or not same_place]


def _replace(
    session: Session,
    article: Article,
    table: _Table,
    fresh: list[dict[str, Any]],
) -> bool:
    """Make what nobody decided on what is read now; whether that is anything else."""
    extracted = table.article_id == article.id, table.current, table.status == Status.EXTRACTED
    session.execute(
        update(table).where(*extracted, table.revision < article.revision).values(current=False)
    )
    items: Sequence[Any] = session.scalars(select(table).where(*extracted)).all()
    there = {(item.start, item.end): item for item in items}
    new = []
    changed = False
    for row in fresh:
        item = there.pop((row["start"], row["end"]), None)
        if item is None:
            new.append(row)
            continue
        kept = _kept(item, row)
        for name, value in row.items():
            if name not in kept:
                setattr(item, name, value)
        changed |= session.is_modified(item)
    for withdrawn in there.values():
        withdrawn.current = False
    session.flush()
    insert_numbered(session, table, new)
    return changed or bool(new) or bool(there)


def _kept(item: Item, row: Mapping[str, Any]) -> set[str]:
    """What a reading does not set: what follows from the place, and the measure that still fits.

    Somebody may have split it off.
    """
    follows = {"quote_id", "stated_by_id"}
    if all(getattr(item, name) == row[name] for name in _MEASURED if name in row):
        follows.add("measure_id")
    return follows


def _delete_withdrawn(session: Session, article: Article) -> None:
    """Delete what nobody decided on and the same text is no longer read to say."""
    for table in reversed(_TABLES):  # figures first: they refer to quotes
        gone = ~table.current, table.status == Status.EXTRACTED, table.revision == article.revision
        session.execute(delete(table).where(table.article_id == article.id, *gone))
