"""Copies: articles that tell a story that is stored already, under another address.

An article is a copy of the one that was stored first, where nearly all of their words and numbers
are the same. It is stored and read like any other, and marked, so that each story counts once.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.orm import Session, undefer

from ..models import Article, Band, Figure, Quote
from ..search import shingles
from ..search.shingles import Signature
from ..store.database import Database
from ..store.rows import find, insert_new

ALIKE = 0.5  # of their runs of five words: docs/importing.md has what was measured
NUMBERS = 0.6  # of the numbers that the text with fewer has
_MOST = 50  # candidates that are looked at, so that what many texts share costs no more
_AT_ONCE = 200  # articles of a transaction, when all are looked at again

_CANDIDATES = f"""
    SELECT bands.band, bands.article_id, articles.signature
    FROM {{keys}} article_bands bands JOIN articles ON articles.id = bands.article_id
    WHERE bands.band = CAST(key.value ->> 0 AS bigint)
    AND bands.article_id >= coalesce((
        SELECT last.article_id FROM article_bands AS last
        WHERE last.band = CAST(key.value ->> 0 AS bigint)
        ORDER BY last.article_id DESC LIMIT 1 OFFSET {_MOST - 1}), 0)"""  # noqa: S608 (a number of ours)

_Candidate = tuple[int, Signature | None]


class Judged(NamedTuple):
    """What is known of a text: whose copy it is, and what finds those that are alike."""

    copy_of: int | None
    signature: Signature | None
    bands: Sequence[int]

    def columns(self) -> dict[str, Any]:
        """As columns of its article."""
        return {"copy_of": self.copy_of, "signature": shingles.to_bytes(self.signature)}


def judged(session: Session, text: str, *but: int) -> Judged:
    """Whose copy a text is; articles of the ids `but` do not count."""
    known = _unjudged(text)
    candidates = _candidates(session, known.bands)
    text_of = _Texts(session, {})
    return known._replace(copy_of=_most_alike(known, candidates, text, text_of, but))


def judged_new(session: Session, texts: Mapping[int, str]) -> dict[int, Judged]:
    """Whose copies texts are that are stored in this order, by the ids that they get."""
    some = {number: _unjudged(text) for number, text in texts.items()}
    candidates = _candidates(session, {band for one in some.values() for band in one.bands})
    text_of = _Texts(session, texts)
    for number, one in some.items():
        some[number] = one._replace(copy_of=_most_alike(one, candidates, texts[number], text_of))
        if some[number].copy_of is None:
            for band in set(one.bands):
                candidates.setdefault(band, []).append((number, one.signature))
    return some


def note(session: Session, article_id: int, known: Judged) -> None:
    """Let later articles find one that is no copy itself."""
    note_all(session, {article_id: known})


def note_all(session: Session, some: Mapping[int, Judged]) -> None:
    """The same of several."""
    rows = [
        {"band": band, "article_id": article_id}
        for article_id, known in some.items()
        if known.copy_of is None
        for band in sorted(set(known.bands))
    ]
    insert_new(session, Band, rows)


def revise(session: Session, article: Article, before: str) -> None:
    """Judge an article again whose text has changed; `before` is what it was."""
    is_original = article.copy_of is None
    _forget(session, article, before)
    if is_original and _is_alike(article.text, before):
        known = judged(session, article.text)._replace(copy_of=None)
    else:
        promote(session, article)
        known = judged(session, article.text, article.id)
    for name, value in known.columns().items():
        setattr(article, name, value)
    note(session, article.id, known)
    _mark(session, [article])


def remove(session: Session, article: Article) -> None:
    """Prepare that an article is deleted: the first of its copies stands for the story then."""
    _forget(session, article, article.text)
    promote(session, article)


def promote(session: Session, article: Article) -> None:
    """Let the first copy of an article be what the others are copies of."""
    copies_of = select(Article).where(Article.copy_of == article.id).order_by(Article.id)
    heirs = session.scalars(copies_of.options(undefer(Article.text)).with_for_update()).all()
    if not heirs:
        return
    first, *others = heirs
    first.copy_of = None
    for other in others:
        other.copy_of = first.id
    for heir in heirs:
        heir.version += 1
        heir.updated_at = dt.datetime.now(dt.UTC)
    session.flush()
    of = shingles.signature(first.text)
    note(session, first.id, Judged(None, of, shingles.bands(first.text, of)))
    _mark(session, [first])


def fingerprint(_connection: Connection) -> str:
    """The rule by which copies are told."""
    numbers = (shingles.ORDERS, shingles.SHINGLE, shingles.FEWEST, shingles.BANDS, shingles.ROWS)
    return " ".join(map(str, (*numbers, ALIKE, NUMBERS)))


def renew(database: Database) -> Iterator[tuple[int, int]]:
    """Judge all articles again, in the order in which they were stored.

    How many are done, and how many there are, after each transaction.
    """
    with database.session() as session:
        session.execute(delete(Band))
        session.commit()
    last, done = 0, 0
    while True:
        with database.session() as session:
            wanted = select(Article).where(Article.id > last).order_by(Article.id)
            some = wanted.options(undefer(Article.text)).limit(_AT_ONCE)
            articles = session.scalars(some).all()
            if not articles:
                return
            total = session.scalar(select(func.count()).select_from(Article)) or 0
            for article in articles:
                _renew(session, article)
            _mark(session, articles)
            session.commit()
        last, done = articles[-1].id, done + len(articles)
        yield done, total


def _renew(session: Session, article: Article) -> None:
    known = judged(session, article.text)
    for name, value in known.columns().items():
        setattr(article, name, value)
    session.flush()
    note(session, article.id, known)


def _unjudged(text: str) -> Judged:
    of = shingles.signature(text)
    return Judged(None, of, shingles.bands(text, of))


def _candidates(session: Session, bands: Collection[int]) -> dict[int, list[_Candidate]]:
    """The last articles that have each of some bands, with their signatures."""
    found: dict[int, list[_Candidate]] = {}
    for band, number, kept in find(session, _CANDIDATES, [[band] for band in bands]):
        found.setdefault(band, []).append((number, shingles.from_bytes(kept or b"")))
    return found


class _Texts:
    """Texts of articles by their ids: those that are not stored yet, and all others."""

    def __init__(self, session: Session, new: Mapping[int, str]) -> None:
        self._session = session
        self._new = new

    def __getitem__(self, number: int) -> str | None:
        if number in self._new:
            return self._new[number]
        return self._session.scalar(select(Article.text).where(Article.id == number))


def _most_alike(
    known: Judged,
    candidates: Mapping[int, Sequence[_Candidate]],
    text: str,
    text_of: _Texts,
    but: Sequence[int] = (),
) -> int | None:
    """The article that a text is a copy of: the most alike, of equals the first."""
    shared = [each for band in known.bands for each in candidates.get(band, ())]
    shared.sort(key=lambda each: each[0], reverse=True)
    found = {
        number: alike
        for number, other in shared[:_MOST]
        if number not in but and (alike := _likeness(known.signature, other)) >= ALIKE
    }
    for number in sorted(found, key=lambda each: (-found[each], each)):
        other_text = text_of[number]
        if other_text and shingles.numbers_shared(text, other_text) >= NUMBERS:
            return number
    return None


def _likeness(one: Signature | None, other: Signature | None) -> float:
    """How alike texts that share a band are; short ones share it where they are the same."""
    return 1.0 if one is None or other is None else shingles.similarity(one, other)


def _is_alike(text: str, before: str) -> bool:
    now, then = shingles.signature(text), shingles.signature(before)
    if now is None or then is None or shingles.similarity(now, then) < ALIKE:
        return False
    return shingles.numbers_shared(text, before) >= NUMBERS


def _forget(session: Session, article: Article, text: str) -> None:
    bands = shingles.bands(text, shingles.signature(text))
    session.execute(delete(Band).where(Band.band.in_(bands), Band.article_id == article.id))


def _mark(session: Session, articles: Sequence[Article]) -> None:
    """Have quotes and figures say what their articles do."""
    session.flush()
    for table in (Quote, Figure):
        for copied in (False, True):
            ids = [each.id for each in articles if (each.copy_of is not None) == copied]
            other = table.article_id.in_(ids), table.copied != copied
            session.execute(update(table).where(*other).values(copied=copied))
