"""Copies: articles that tell a story that is stored already, under another address.

An article is a copy of the one that was stored first, where nearly all of their words and numbers
are the same. It is stored and read like any other, and marked, so that each story counts once.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
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
    SELECT bands.article_id, articles.signature
    FROM {{keys}} article_bands bands JOIN articles ON articles.id = bands.article_id
    WHERE bands.band = CAST(key.value ->> 0 AS bigint)
    ORDER BY bands.article_id DESC LIMIT {_MOST}"""  # noqa: S608 (a number of ours)


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
    of = shingles.signature(text)
    bands = shingles.bands(text, of)
    return Judged(_original(session, text, of, bands, but), of, bands)


def note(session: Session, article_id: int, known: Judged) -> None:
    """Let later articles find one that is no copy itself."""
    if known.copy_of is None:
        rows = [{"band": band, "article_id": article_id} for band in sorted(set(known.bands))]
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


def _original(
    session: Session, text: str, of: Signature | None, bands: Sequence[int], but: Sequence[int]
) -> int | None:
    """The article that a text is a copy of: the most alike, of equals the first."""
    found: dict[int, float] = {}
    for number, kept in find(session, _CANDIDATES, [[band] for band in bands]):
        other = shingles.from_bytes(kept or b"")
        alike = shingles.similarity(of, other) if of is not None and other is not None else 1.0
        if number not in but and alike >= ALIKE:
            found[number] = alike
    for number in sorted(found, key=lambda each: (-found[each], each)):
        other_text = session.scalar(select(Article.text).where(Article.id == number))
        if other_text and shingles.numbers_shared(text, other_text) >= NUMBERS:
            return number
    return None


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
