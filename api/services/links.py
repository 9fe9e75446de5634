"""Links of names that are stored already: made once more is known, and undone by hand."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from ..errors import NotFound
from ..models import Article, Entity, Figure, FullName, Merge, Parting, Quote
from ..models.entities import LinkedBy
from ..store.database import Database
from . import linking, locks, merging
from .changing import changing_names
from .entities import measure_ids, measure_key, name_measures, rename
from .kept_json import rows_with
from .linking import Link, bearers_of, of_form, of_surname
from .naming import parse
from .resolving import UNLINKED, Named, add_search_keys

_AT_ONCE = 100  # names of one transaction: nothing is stored while it lasts


class Progress(NamedTuple):
    """How many names were looked at, linked, and parted again."""

    names: int
    linked: int
    parted: int


def undo(session: Session, entity_id: int, name_id: int) -> None:
    """Part a name from the entity that it was linked to, for good; with all that came by it.

    Raises NotFound where there is no such link.
    """
    locks.lock_names(session)
    name = session.get(Entity, name_id, with_for_update=True)
    if name is None or name.linked_by is None or name.merged_into != entity_id:
        raise NotFound(f"There is no link {name_id} to entity {entity_id}.")
    _part(session, name)
    merging.keep_apart(session, name_id, entity_id)


def link_again(database: Database) -> Iterator[Progress]:
    """Link what is known to be one by now; after each transaction, what it did.

    Names of one person that came before enough was known, and surnames that came before the full
    name. A link of "Jr." to a name without it is undone where a publisher turns out to use both.
    """
    for step, keys in _STEPS:
        after: Any = keys.first
        while True:
            with database.session() as session:
                locks.lock_names(session)
                batch = session.scalars(keys.after(after).limit(_AT_ONCE)).all()
                done = [step(session, key) for key in batch]
                session.commit()
            if not batch:
                break
            after = batch[-1]
            linked = sum(count for count in done if count > 0)
            yield Progress(len(batch), linked, linked - sum(done))


def _part(session: Session, name: Entity) -> int:
    """Part a linked name; 1."""
    into = name.merged_into
    assert into is not None  # noqa: S101 (it is linked)
    with changing_names(session, into, name.id) as shown:
        name.merged_into = name.linked_by = name.link_confidence = None
        made = select(Merge).where(
            Merge.table == "entities", Merge.merged_id == name.id, Merge.linked_by.is_not(None)
        )
        for merge in session.scalars(made).all():
            merging.put_back(session, merge)
            session.execute(delete(Merge).where(Merge.id == merge.id))
        _take_back(session, name, into)
        name_measures(session, [into, name.id])
        session.execute(
            update(Entity).where(Entity.id.in_([into, name.id])).values(version=Entity.version + 1)
        )
        add_search_keys(session, {name.id: name.written})
        shown.quotes = rows_with(Quote, name.id, "speaker_id")
        shown.figures = rows_with(Figure, name.id, "entity_id", "stated_by_id")
    return 1


def _take_back(session: Session, name: Entity, into: int) -> None:
    """Give a name all that came to another entity by it."""
    session.flush()
    connection = session.connection()
    by_it = Quote.link_id == name.id
    stated = Figure.quote_id.in_(select(Quote.id).where(by_it)), Figure.stated_by_id == into
    connection.execute(update(Figure).where(*stated).values(stated_by_id=name.id))
    for key, figures in _measures(session, name, into):
        measure = measure_ids(session, key).popitem()[1] if key else None
        connection.execute(figures.values(measure_id=measure))
    for table, column in ((Quote, "speaker_id"), (Figure, "entity_id")):
        came = update(table).where(table.link_id == name.id)
        moved = came.where(getattr(table, column) == into)
        connection.execute(moved.values({column: name.id}))
        connection.execute(came.values(UNLINKED))


def _measures(session: Session, name: Entity, into: int) -> Iterator[tuple[Any, Any]]:
    """The measures that figures of a name are of by themselves, with the figures."""
    came = Figure.link_id == name.id, Figure.entity_id == into, Figure.measure_id.is_not(None)
    kinds = select(Figure.property, Figure.dimension).where(*came).distinct()
    for property_, dimension in session.execute(kinds).all():
        key = measure_key(Named(name.id, name.name), property_, dimension)
        these = Figure.property == property_, Figure.dimension == dimension
        yield key and {key: name.name}, update(Figure).where(*came, *these)


class _Keys(NamedTuple):
    """The rows of a SELECT one after the other."""

    select: Select[Any]
    column: Any
    first: Any

    def after(self, key: Any) -> Select[Any]:
        return self.select.where(self.column > key).order_by(self.column)


_FORMS = _Keys(
    select(Entity.person_key)
    .where(Entity.person_key.is_not(None))
    .group_by(Entity.person_key)
    .having(func.count(func.coalesce(Entity.merged_into, Entity.id).distinct()) > 1),
    Entity.person_key,
    "",
)
_SUFFIXED = _Keys(select(Entity.id).where(Entity.linked_by == LinkedBy.SUFFIX), Entity.id, 0)
_ALONE = _Keys(
    select(Entity.id).where(
        Entity.article_id.is_not(None), Entity.surname.is_not(None), Entity.merged_into.is_(None)
    ),
    Entity.id,
    0,
)
_SURNAMES = _Keys(select(Entity.id).where(Entity.linked_by == LinkedBy.SURNAME), Entity.id, 0)
_FULL = LinkedBy.VARIANT, LinkedBy.SHORT_FORM, LinkedBy.SUFFIX, LinkedBy.SPELLING
_CALLED = _Keys(
    select(Entity.merged_into).where(Entity.linked_by.in_(_FULL)).distinct(), Entity.merged_into, 0
)


def _link_forms(session: Session, key: str) -> int:
    """Link the entities whose names have one key and are one's; how many it linked."""
    bearers = bearers_of(session, [key])[key]
    for one in sorted(bearers, reverse=True):
        others = {other: forms for other, forms in bearers.items() if other != one}
        found = {of_form(key, form, others) for form in bearers[one].values()}
        link = found.pop() if len(found) == 1 else None
        if link and _may_link(session, session.get_one(Entity, one), link):
            merging.unite(session, link.into, one, link)
            return 1 + _link_forms(session, key)
    return 0


def _link_surname(session: Session, name_id: int) -> int:
    """Link a surname that stands alone in its article; 1 where it did."""
    name = session.get_one(Entity, name_id)
    article = session.get(Article, name.article_id)
    if article is None or name.surname is None:
        return 0
    link = of_surname(session, name.surname, article.dated_at)
    if link is None or not _may_link(session, name, link):
        return 0
    merging.unite(session, link.into, name_id, link)
    return 1


def _part_suffix(session: Session, name_id: int) -> int:
    """Part "Jr." from the name without where they turn out to be two; by how many names."""
    name = session.get_one(Entity, name_id)
    into = name.merged_into
    if into is None or not _are_told_apart(session, name, into):
        return 0
    suffix = parse(name.written).suffix
    forms = bearers_of(session, [name.person_key or ""])[name.person_key or ""][into]
    wrong = [row for row, form in forms.items() if form.suffix == suffix and row != into]
    linked = [session.get_one(Entity, row) for row in wrong]
    return -sum(_part(session, one) for one in linked if one.linked_by)


def _review_surname(session: Session, name_id: int) -> int:
    """Link a surname to another where that is whom it clearly means by now."""
    name = session.get_one(Entity, name_id)
    before = name.merged_into
    article = session.get(Article, name.article_id)
    link = article and of_surname(session, name.surname or "", article.dated_at)
    if not link or link.into == before or not _may_link(session, name, link):
        return 0
    _part(session, name)
    merging.unite(session, link.into, name_id, link)
    return 0


def _may_link(session: Session, name: Entity, link: Link) -> bool:
    """Whether no person said otherwise, and nothing tells the two apart."""
    other = aliased(Entity)
    meant = func.coalesce(other.merged_into, other.id)
    parted = (
        select(Parting.name_id)
        .join(other, or_(other.id == Parting.other_id, other.id == Parting.name_id))
        .where(or_(Parting.name_id == name.id, Parting.other_id == name.id), meant == link.into)
    )
    if session.scalars(parted.limit(1)).first() is not None:
        return False
    return link.by != LinkedBy.SUFFIX or not _are_told_apart(session, name, link.into)


def _are_told_apart(session: Session, name: Entity, into: int) -> bool:
    """Whether an article, or a publisher in its usual way, has both a name with "Jr." and without.

    A publisher's usual way is the name without, in several articles.
    """
    key = name.person_key or ""
    bearers = bearers_of(session, [key])[key]
    forms = {**bearers.get(name.id, {}), **bearers.get(into, {})}
    bare = [row for row, form in forms.items() if not form.suffix]
    used = select(FullName.article_id).where(FullName.entity_id.in_(forms.keys() - set(bare)))
    both = FullName.entity_id.in_(bare), FullName.article_id.in_(used)
    if session.scalars(select(FullName.article_id).where(*both).limit(1)).first() is not None:
        return True
    publishers = select(Article.publisher).where(Article.id.in_(used)).distinct()
    return any(
        linking.is_established(session, publisher, bare)
        for publisher in session.scalars(publishers).all()
    )


def _call_as_usual(session: Session, entity_id: int) -> int:
    """Call a person by the form of the name that most articles use, unless somebody renamed it."""
    entity = session.get_one(Entity, entity_id)
    forms = select(
        Entity.id, Entity.written, func.count(FullName.article_id).label("articles")
    ).join(FullName, FullName.entity_id == Entity.id)
    of_it = or_(Entity.id == entity_id, Entity.merged_into == entity_id)
    linked = or_(Entity.id == entity_id, Entity.linked_by.is_not(None))
    counted = session.execute(forms.where(of_it, linked).group_by(Entity.id, Entity.written)).all()
    used = {row.written: row.articles for row in counted}
    usual = max(used, key=lambda name: (used[name], name), default=entity.name)
    if entity.name in used and used[usual] > used[entity.name]:
        rename(session, entity, usual)
    return 0


_STEPS = (
    (_part_suffix, _SUFFIXED),
    (_link_forms, _FORMS),
    (_review_surname, _SURNAMES),
    (_link_surname, _ALONE),
    (_call_as_usual, _CALLED),
)
