"""Which names of people are one person's: decided when a name is first met, by what is known then.

A full name goes to the one person who can bear it (`naming.agree`), unless the archive knows two. A
surname alone goes to whom the articles of that time mean by it far more often than anybody else.
The rules are written out in docs/names.md.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Connection,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
    union,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from .. import folding
from ..models import Article, Entity, Figure, FullName, Quote
from ..models.entities import LinkedBy
from ..models.types import Folded, Moment
from ..store.database import Database
from ..store.rows import find, insert_new
from ..store.statements import execute
from .bodies import body_key, is_body_key
from .naming import PersonName, agree, is_short_form, is_spelled_otherwise, parse

# Measured on 924 articles of seven papers; docs/names.md.
CONFIDENCE = {
    LinkedBy.VARIANT: 0.98,
    LinkedBy.SPELLING: 0.95,
    LinkedBy.SHORT_FORM: 0.9,
    LinkedBy.SUFFIX: 0.8,
}
FAR_MORE = 5  # times as many articles as name everybody else of the surname together
_TIME = dt.timedelta(days=365)  # before and after an article that tell whom it means
_MOST = 500  # full names on either side that are looked at
_SHARE = 100  # whom fewer articles than one in so many name in full is not known by surname …
_ENOUGH = 10  # … unless so many do (_KNOWN_WORDS has it, too)

LAST = 2**63 - 1  # no article has a greater id
_ESTABLISHED = 5  # articles in which a publisher called somebody so: it will not call him "Jr." now
_LOOKED_AT = 2000  # articles for that, at most

_BEARERS = """
    SELECT entities.person_key, entities.id, entities.written,
        coalesce(merged_into, entities.id) AS meant
    FROM {keys} entities WHERE person_key = key.value ->> 0"""

_KNOWN_WORDS = """
    SELECT key.value ->> 0 AS word FROM {keys} (SELECT 1) AS once WHERE 10 <= (
        SELECT count(*) FROM (
            SELECT 1 FROM full_names WHERE surname = key.value ->> 0 LIMIT 10
        ) AS enough)"""


class Link(NamedTuple):
    """That a name is one of the entity `into`, by which rule, and how sure that is."""

    into: int
    by: LinkedBy
    confidence: float


# By entity, the forms of its name that have one key, each by its row.
Bearers = Mapping[int, Mapping[int, PersonName]]


def links(
    session: Session,
    names: Mapping[str, PersonName],
    article: Article,
    beside: Collection[int | None],
    bearers: Mapping[str, Bearers],
) -> dict[str, Link]:
    """The links of people's names that an article has and none had before.

    `beside` are the entities that the article gives other names; `bearers` those of the names'
    keys.
    """
    found = {}
    for key, name in names.items():
        if name.given:
            link = of_full_name(name, bearers.get(name.key or "", {}))
        else:
            link = of_surname(session, name.surname, article.dated_at, article.id)
        if link and link.by == LinkedBy.SUFFIX:
            forms = bearers[name.key or ""][link.into]
            bare = [row for row, form in forms.items() if name.suffix and not form.suffix]
            if link.into in beside or is_established(session, article.publisher, bare):
                continue
        if link:
            found[key] = link
    return found


def bearers_of(
    session: Session, keys: Collection[str]
) -> dict[str, dict[int, dict[int, PersonName]]]:
    """Who bears names of these keys, and in which forms."""
    found: dict[str, dict[int, dict[int, PersonName]]] = {}
    if keys:
        for row in find(session, _BEARERS, [[key] for key in sorted(set(keys))]):
            forms = found.setdefault(row.person_key, {}).setdefault(row.meant, {})
            forms[row.id] = parse(row.written)
    return found


def of_full_name(name: PersonName, bearers: Bearers) -> Link | None:
    """The one person who can bear a full name; None where two can.

    Nor does it go to one who could be another of them: "John Harker", where the archive knows John
    A. and John B. Harker.
    """
    fitting = [one for one, forms in bearers.items() if _agree([name], forms.values())]
    if len(fitting) != 1:
        return None
    (one,) = fitting
    forms = bearers[one].values()
    if any(_agree(forms, bearers[other].values()) for other in bearers if other != one):
        return None
    by = LinkedBy.VARIANT
    if all(is_spelled_otherwise(name, form) for form in forms):
        by = LinkedBy.SPELLING
    if all(is_short_form(name, form) for form in forms):
        by = LinkedBy.SHORT_FORM
    if all(form.suffix != name.suffix for form in forms):
        by = LinkedBy.SUFFIX
    return Link(one, by, CONFIDENCE[by])


def of_form(key: str, name: PersonName, bearers: Bearers) -> Link | None:
    """Whom a name of some key means of those who bear names of it."""
    return of_body(bearers) if is_body_key(key) else of_full_name(name, bearers)


def of_body(bearers: Bearers) -> Link | None:
    """The body, place or thing that a name means of those whose names have its key: the oldest."""
    by = LinkedBy.SPELLING
    return Link(min(bearers), by, CONFIDENCE[by]) if bearers else None


def _agree(some: Iterable[PersonName], others: Iterable[PersonName]) -> bool:
    return all(agree(one, other) for one, other in product(some, others))


def is_established(session: Session, publisher: str | None, rows: Collection[int]) -> bool:
    """Whether a publisher usually calls somebody by one of these names: then not "Jr." as well."""
    some = select(FullName.article_id).where(FullName.entity_id.in_(rows)).limit(_LOOKED_AT)
    articles = Article.id.in_(select(some.subquery().c.article_id))
    used = select(func.count()).where(articles, Article.publisher == publisher)
    return session.scalars(used).one() >= _ESTABLISHED


def of_surname(session: Session, surname: str, at: dt.datetime, until: int = LAST) -> Link | None:
    """Whom articles of a time mean by a surname alone; None where they do not say it clearly.

    `until` is the id of the last article that counts towards how many are stored.
    """
    use = _use(session, surname, at)
    if use.articles < max(FAR_MORE * use.others, _needed(session, until)):
        return None
    # Laplace's rule of succession: what n of n showed is not certain.
    confidence = (use.articles + 1) / (use.articles + use.others + 2)
    return Link(use.most, LinkedBy.SURNAME, confidence)


def surnames_among(
    session: Session, words: Mapping[str, str], known: Collection[str], article: Article
) -> dict[str, str]:
    """Those of an article's names that can only be somebody's surname; `words` are their keys.

    `known` are those keys that are `well_known`.

    Of a single word of which the article does not tell what it names: a person, where many articles
    of that time give the full name, and far fewer have the word as the name of something else.
    """
    found = {}
    for name, surname in words.items():
        if surname not in known:
            continue
        use = _use(session, surname, article.dated_at)
        rivals = use.others + _uses_of(session, surname)
        if use.articles >= max(_ENOUGH, FAR_MORE * rivals):
            found[name] = surname
    return found


class _Use(NamedTuple):
    """Whom most articles mean that give a full name of some surname, and how many mean others."""

    most: int
    articles: int
    others: int


def _use(session: Session, surname: str, at: dt.datetime) -> _Use:
    times = {"surname": surname, "at": at, "since": at - _TIME, "until": at + _TIME}
    named: Any = execute(session, _NAMED, times).all()
    if not named:
        return _Use(0, 0, 0)
    most, articles = named[0]
    return _Use(most, articles, sum(row.articles for row in named) - articles)


def well_known(session: Session, words: Collection[str]) -> set[str]:
    """The words that are surnames of people whom enough articles name in full."""
    keys = [[key] for key in sorted(set(words))]
    return {row.word for row in find(session, _KNOWN_WORDS, keys)}


def _uses_of(session: Session, key: str) -> int:
    """How many articles have a word as the name of something, about."""
    return int(execute(session, _USES, {"key": key}).scalar_one())


def note_full_names(
    session: Session, given: Iterable[tuple[Article, Mapping[int, str | None]]]
) -> None:
    """Keep whose full names articles give; the surnames are by the rows of these names."""
    rows = [
        {"article_id": article.id, "entity_id": row, "surname": name, "dated_at": article.dated_at}
        for article, surnames in given
        for row, name in sorted(surnames.items())
    ]
    insert_new(session, FullName, rows)


def fingerprint(_connection: Connection) -> str:
    """What tells the rule by which names are taken apart from an earlier one."""
    return f"3 {folding.fingerprint()}"


def renew(database: Database) -> Iterator[tuple[int, int]]:
    """Take all names apart again, and note which articles give people's full names."""
    with database.session() as session:
        total = session.scalars(select(func.count()).select_from(Entity)).one()
    done = last = 0
    while True:
        with database.writes.begin() as connection:
            rows = connection.execute(
                select(Entity.id, Entity.written, Entity.kind)
                .where(Entity.id > last)
                .order_by(Entity.id)
                .limit(_MOST)
            ).all()
            if not rows:
                _add_full_names(connection)
                break
            connection.execute(
                _TAKEN_APART, [_apart(row.id, row.written, row.kind) for row in rows]
            )
        last, done = rows[-1].id, done + len(rows)
        yield done, total


_TAKEN_APART = (
    update(Entity.__table__)  # type: ignore[arg-type]
    .where(Entity.id == bindparam("row", type_=BigInteger))
    .values(surname=bindparam("last"), person_key=bindparam("full"))
)


def _apart(row: int, written: str, kind: str) -> dict[str, Any]:
    surname, key = keys_of(written, kind)
    return {"row": row, "last": surname, "full": key}


def keys_of(name: str, kind: str) -> tuple[str | None, str | None]:
    """A person's surname, and what all forms of a name share."""
    if kind != "person":
        return None, body_key(name)
    person = parse(name)
    return person.surname, person.key


def _add_full_names(connection: Connection) -> None:
    named = union(
        *(
            select(table.article_id, Entity.id.label("entity_id"), Entity.surname, table.dated_at)
            .join(Entity, Entity.id == column)
            .where(table.current, Entity.person_key.is_not(None), Entity.surname.is_not(None))
            for table, column in ((Quote, Quote.speaker_id), (Figure, Figure.entity_id))
        )
    ).subquery()
    there = exists().where(
        FullName.article_id == named.c.article_id, FullName.entity_id == named.c.entity_id
    )
    columns = ["article_id", "entity_id", "surname", "dated_at"]
    new = select(*(named.c[column] for column in columns)).where(~there)
    connection.execute(insert(FullName).from_select(columns, new))


def _needed(session: Session, until: int) -> int:
    """How many articles make somebody known by surname: one of a hundred, and ten at most."""
    stored: int = execute(session, _STORED, {"until": until}).scalar_one()
    return max(1, stored // _SHARE)


def _nearest(is_after: bool) -> Any:
    at, since, until = (bindparam(name, type_=Moment) for name in ("at", "since", "until"))
    when = FullName.dated_at
    span = (when > at, when <= until) if is_after else (when <= at, when >= since)
    of_surname = FullName.surname == bindparam("surname", type_=Folded)
    nearest = select(FullName.entity_id, FullName.article_id).where(of_surname, *span)
    ordered = nearest.order_by(when if is_after else when.desc())
    return select(ordered.limit(literal_column(str(_MOST))).subquery())


def _named() -> Any:
    near = union_all(_nearest(is_after=False), _nearest(is_after=True)).subquery()
    meant = func.coalesce(Entity.merged_into, Entity.id).label("meant")
    count = func.count(near.c.article_id.distinct()).label("articles")
    counted = select(meant, count).join(Entity, Entity.id == near.c.entity_id)
    return counted.group_by(meant).order_by(count.desc(), meant)


def _uses() -> Any:
    """How many articles have quotes or figures of the entity of some key: of so many readings."""
    entity = select(Entity.id).where(Entity.key == bindparam("key", type_=Folded))
    some = [
        select(table.article_id)
        .where(column == entity.scalar_subquery(), table.current)
        .limit(literal_column(str(_MOST)))
        .subquery()
        for table, column in ((Quote, Quote.speaker_id), (Figure, Figure.entity_id))
    ]
    every = union_all(*(select(each.c.article_id) for each in some)).subquery()
    return select(func.count(every.c.article_id.distinct()))


_NAMED, _USES = _named(), _uses()
_UNTIL = Article.id <= bindparam("until", type_=BigInteger)
_FEW = select(Article.id).where(_UNTIL).limit(literal_column(str(_SHARE * _ENOUGH))).subquery()
_STORED = select(func.count()).select_from(_FEW)
