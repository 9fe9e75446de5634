"""Storing articles: what comes in is read, and kept with everything found in it."""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..errors import Conflict
from ..models import Article, Figure, FullName, Quote, Revision
from ..models.articles import key_of
from ..store.rows import find, insert_new
from . import bounds, carry_over, copies, fulltext, items, locks, publishers, tags
from .changing import ArticleChange, changing, locked
from .engine import DEFAULT_LANGUAGE, Extracted, extract

_BY_KEY = "SELECT articles.id FROM {keys} articles WHERE articles.key = key.value ->> 0"
METADATA = ("url", "title", "authors", "publisher", "published_at", "language", "tags")


class Stored(NamedTuple):
    """An article that was stored; `new` unless it was stored already, word for word."""

    id: int
    new: bool


def store(session: Session, *, text: str, **metadata: Any) -> Stored:
    """Store an article and everything found in it, in one transaction.

    `metadata` are the fields of METADATA. An article with the same url, or, where none is given,
    with the same text, is the same article: with the same text it stays as it is, with another
    one it gets a new revision.
    """
    # Before the transaction begins: it takes longest, and SQLite has one writer at a time.
    found = extract(text, metadata.get("language", DEFAULT_LANGUAGE))
    return store_read(session, found, text=text, **metadata)


def store_read(session: Session, found: Extracted, *, text: str, **metadata: Any) -> Stored:
    """The same of an article that was read already."""
    bounds.must_be_of(session, metadata.get("publisher"), metadata.get("tags", ()))
    if "publisher" in metadata:
        metadata["publisher"] = publishers.spelled(session, metadata["publisher"])
    key = key_of(text, metadata.get("url"))
    now = dt.datetime.now(dt.UTC)
    row = _new_row(key, metadata, now)
    locks.share_names(session)
    known = copies.judged(session, text)
    row |= known.columns()
    if insert_new(session, Article, [row]):
        ((number,),) = find(session, _BY_KEY, [[key]])
        copies.note(session, number, known)
        article = Article(id=number, **row)
        _add_revision(session, article, text, found, now)
        tags.add(session, article)
        items.add(session, article, found)
        return Stored(number, new=True)
    ((number,),) = find(session, _BY_KEY, [[key]])
    if locked(session, number).text == text:
        return Stored(number, new=False)
    with changing(session, number) as change:
        _revise(session, change, text, metadata)
    return Stored(number, new=True)


def change(
    session: Session, article_id: int, check_version: Callable[[int], None], **changes: Any
) -> None:
    """Change metadata, text or both; a new text or language is read again.

    `check_version` is called with the current version and raises where another was meant.
    Raises NotFound, and Conflict where the new url is another article's.
    """
    with changing(session, article_id, check_version) as change:
        article = change.article
        publisher = changes.get("publisher", article.publisher)
        bounds.must_be_of(session, publisher, changes.get("tags", article.tags))
        if "publisher" in changes:
            changes["publisher"] = publishers.spelled(session, publisher)
        if all(getattr(article, name) == value for name, value in changes.items()):
            change.happened = False
            return
        text = changes.pop("text", article.text)
        key = key_of(text, changes.get("url", article.url))
        if key != article.key:
            taken = session.scalar(select(Article.id).where(Article.key == key))
            if taken is not None:
                raise Conflict(f"{key} is the url of article {taken}.")
            article.key = key
        try:
            _revise(session, change, text, changes)
        except IntegrityError as error:  # another took the url in this very moment
            raise Conflict(f"{key} is the url of another article.") from error


def read_again(session: Session, article_id: int) -> None:
    """Read an article's current text with the extractor of today. Raises NotFound."""
    with changing(session, article_id) as change:
        found = extract(change.article.text, change.article.language)
        change.happened = carry_over.renew(session, change, change.article.text, found)


def delete(session: Session, article_id: int, check_version: Callable[[int], None]) -> None:
    """Delete an article with its revisions, quotes and figures; `check_version` as for `change`."""
    article = locked(session, article_id)
    check_version(article.version)
    fulltext.remove_article(session, article.id)
    copies.remove(session, article)
    session.delete(article)
    session.flush()


def _new_row(key: str, metadata: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
    return {
        **dict.fromkeys(METADATA),
        "authors": [],
        "tags": [],
        "language": DEFAULT_LANGUAGE,
        **metadata,
        "key": key,
        "dated_at": metadata.get("published_at") or now,
        "revision": 1,
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }


def _revise(session: Session, change: ArticleChange, text: str, metadata: dict[str, Any]) -> None:
    article = change.article
    language = metadata.get("language", article.language)
    before = article.text
    read_again = text != before or language != article.language
    changed = {name for name, value in metadata.items() if getattr(article, name) != value}
    for name in changed:
        setattr(article, name, metadata[name])
    article.dated_at = article.published_at or article.created_at
    if changed & {"tags", "published_at"}:
        session.flush()
        tags.renew(session, article)
    if read_again:
        article.revision += 1
        session.flush()
        found = extract(text, article.language)
        _add_revision(session, article, text, found, dt.datetime.now(dt.UTC))
        if text != before:
            session.refresh(article, ["text"])
            copies.revise(session, article, before)
        carry_over.renew(session, change, text, found)
    elif changed == {"tags"}:
        change.is_shown = False
    else:
        session.flush()
        _repeat_metadata(session, article)
        change.since = 1  # earlier revisions show it, too


def _repeat_metadata(session: Session, article: Article) -> None:
    """Carry what quotes and figures repeat of their article."""
    for table in (Quote, Figure):
        session.execute(
            update(table).where(table.article_id == article.id).values(items.repeated(article))
        )
    of_article = update(FullName).where(FullName.article_id == article.id)
    session.execute(of_article.values(dated_at=article.dated_at))


def _add_revision(
    session: Session, article: Article, text: str, found: Extracted, now: dt.datetime
) -> None:
    """Add the current state of an article's text."""
    revision = {
        "article_id": article.id,
        "number": article.revision,
        "text": text,
        "extractor": found.extractor,
        "created_at": now,
    }
    insert_new(session, Revision, [revision])
