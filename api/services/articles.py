"""Storing articles: what comes in is read, and kept with everything found in it."""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from ..errors import Conflict, NotFound
from ..models import Article, Figure, Quote, Revision
from ..models.articles import key_of
from ..store.rows import find, insert_new
from . import carry_over, fulltext, items, kept_json, locks
from .engine import DEFAULT_LANGUAGE, Extracted, extract

_BY_KEY = "SELECT articles.id FROM {keys} articles WHERE articles.key = key.value ->> 0"
METADATA = ("url", "title", "authors", "publisher", "published_at", "language")


class Stored(NamedTuple):
    """An article that was stored; `new` unless it stood there already, word for word."""

    id: int
    new: bool


def store(session: Session, *, text: str, **metadata: Any) -> Stored:
    """Store an article and everything found in it, in one transaction.

    `metadata` are the fields of METADATA. An article with the same url, or, where none is given,
    with the same text, is the same article: with the same text it stays as it is, with another
    one it gets a new revision.
    """
    key = key_of(text, metadata.get("url"))
    now = dt.datetime.now(dt.UTC)
    row = _new_row(key, metadata, now)
    # Before the transaction begins: it takes longest, and SQLite has one writer at a time.
    found = extract(text, row["language"])
    locks.share_names(session)
    if insert_new(session, Article, [row]):
        ((number,),) = find(session, _BY_KEY, [[key]])
        article = Article(id=number, **row)
        _add_revision(session, article, text, found, now)
        items.add(session, article, found)
        return Stored(number, new=True)
    article = locked(session, Article.key == key)
    if article.text == text:
        return Stored(article.id, new=False)
    _revise(session, article, text, metadata, now)
    return Stored(article.id, new=True)


def change(
    session: Session, article_id: int, check_version: Callable[[int], None], **changes: Any
) -> None:
    """Change metadata, text or both; a new text or language is read anew.

    `check_version` is called with the version that stands and raises where another was meant.
    Raises NotFound, and Conflict where the new url is another article's.
    """
    article = locked(session, Article.id == article_id)
    check_version(article.version)
    text = changes.pop("text", article.text)
    key = key_of(text, changes.get("url", article.url))
    if key != article.key:
        taken = session.scalar(select(Article.id).where(Article.key == key))
        if taken is not None:
            raise Conflict(f"{key} is the url of article {taken}.")
        article.key = key
    try:
        _revise(session, article, text, changes, dt.datetime.now(dt.UTC))
    except IntegrityError as error:  # another took the url in this very moment
        raise Conflict(f"{key} is the url of another article.") from error


def read_again(session: Session, article_id: int) -> None:
    """Read an article's present text with the extractor of today. Raises NotFound."""
    article = locked(session, Article.id == article_id)
    found = extract(article.text, article.language)
    with fulltext.reindexed(session, article.id):
        changed = carry_over.renew(session, article, article.text, found)
    if changed:
        article.version += 1
        article.updated_at = dt.datetime.now(dt.UTC)


def delete(session: Session, article_id: int, check_version: Callable[[int], None]) -> None:
    """Delete an article with its revisions, quotes and figures; `check_version` as for `change`."""
    article = locked(session, Article.id == article_id)
    check_version(article.version)
    fulltext.remove_article(session, article.id)
    session.delete(article)
    session.flush()


def _new_row(key: str, metadata: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
    return {
        **dict.fromkeys(METADATA),
        "authors": [],
        "language": DEFAULT_LANGUAGE,
        **metadata,
        "key": key,
        "dated_at": metadata.get("published_at") or now,
        "revision": 1,
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }


def locked(session: Session, condition: Any) -> Article:
    """The one article that fits, with its text.

    Until the commit nobody else changes it, nor what names mean.
    """
    locks.share_names(session)
    wanted = select(Article).where(condition).options(undefer(Article.text)).with_for_update()
    article: Article | None = session.scalars(wanted).one_or_none()
    if article is None:
        raise NotFound("There is no such article.")
    return article


def _revise(
    session: Session, article: Article, text: str, metadata: dict[str, Any], now: dt.datetime
) -> None:
    read_anew = text != article.text or metadata.get("language", article.language) != (
        article.language
    )
    with fulltext.reindexed(session, article.id):
        for name, value in metadata.items():
            setattr(article, name, value)
        article.dated_at = article.published_at or article.created_at
        article.updated_at = now
        article.version += 1
        if read_anew:
            article.revision += 1
            session.flush()
            found = extract(text, article.language)
            _add_revision(session, article, text, found, now)
            carry_over.renew(session, article, text, found)
        else:
            session.flush()
            _repeat_metadata(session, article)


def _repeat_metadata(session: Session, article: Article) -> None:
    """Carry what quotes and figures repeat of their article."""
    for table in (Quote, Figure):
        session.execute(
            update(table).where(table.article_id == article.id).values(items.repeated(article))
        )
    kept_json.write(session, article.id)


def _add_revision(
    session: Session, article: Article, text: str, found: Extracted, now: dt.datetime
) -> None:
    """Add the present state of an article's text."""
    revision = {
        "article_id": article.id,
        "number": article.revision,
        "text": text,
        "extractor": found.extractor,
        "created_at": now,
    }
    insert_new(session, Revision, [revision])
