"""Storing articles: what comes in is read, and kept with everything found in it."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..errors import Conflict
from ..models import Article, Figure, FullName, Quote, Revision
from ..models.articles import key_of
from ..models.publishers import publisher_key
from ..store.rows import find, insert_new
from . import bounds, carry_over, copies, fulltext, items, locks, publishers, storing, tags
from .changing import ArticleChange, changing, locked
from .engine import DEFAULT_LANGUAGE, Extracted, extract
from .storing import Given

_KNOWN_KEYS = "SELECT articles.key FROM {keys} articles WHERE articles.key = key.value ->> 0"
_BY_KEY = "SELECT articles.id FROM {keys} articles WHERE articles.key = key.value ->> 0"


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
    return store_read(session, [Given(found, text, metadata)])[0]


def store_read(session: Session, some: Sequence[Given]) -> list[Stored]:
    """The same of articles that were read already, one after the other; what became of each."""
    for one in some:
        metadata = one.metadata
        bounds.must_be_of(session, metadata.get("publisher"), metadata.get("tags", ()))
    some = _with_publishers(session, some)
    locks.share_names(session)
    keys = [one.key for one in some]
    there = {row.key for row in find(session, _KNOWN_KEYS, [[key] for key in dict.fromkeys(keys)])}
    stored: list[Stored] = []
    while len(stored) < len(some):
        new = _not_there(keys, len(stored), there)
        ids = storing.add(session, some[new.start : new.stop]) if new else [None]
        for one, number in zip(some[len(stored) :], ids, strict=False):
            stored.append(Stored(number, new=True) if number else _store_known(session, one))
        there.update(keys[new.start : new.stop])
    return stored


def _with_publishers(session: Session, some: Sequence[Given]) -> list[Given]:
    """Articles with their publishers spelled as at first."""
    names: dict[str, str] = {}
    for one in some:
        if name := one.metadata.get("publisher"):
            names.setdefault(publisher_key(name), name)
    # In one order everywhere, so that two transactions never wait for each other.
    spelled = {key: publishers.spelled(session, names[key]) for key in sorted(names)}
    return [
        one._replace(metadata={**one.metadata, "publisher": spelled[publisher_key(name)]})
        if (name := one.metadata.get("publisher"))
        else one
        for one in some
    ]


def _not_there(keys: Sequence[str], first: int, there: Collection[str]) -> range:
    """The articles from one on that are not stored, up to the first that is, or comes again."""
    seen = set(there)
    for at in range(first, len(keys)):
        if keys[at] in seen:
            return range(first, at)
        seen.add(keys[at])
    return range(first, len(keys))


def _store_known(session: Session, given: Given) -> Stored:
    """Store what is there by its key: nothing, or a new revision."""
    ((number,),) = find(session, _BY_KEY, [[given.key]])
    if locked(session, number).text == given.text:
        return Stored(number, new=False)
    with changing(session, number) as change:
        _revise(session, change, given.text, dict(given.metadata), given.found)
    return Stored(number, new=True)


def change(
    session: Session, article_id: int, check_version: Callable[[int], None], **changes: Any
) -> None:
    """Change metadata, text or both; a new text or language is read again.

    `check_version` is called with the current version and raises where another was meant. Another
    spelling of the publisher is that of all its articles. Raises NotFound, and Conflict where the
    new url is another article's, or where too many articles would be spelled another way.
    """
    respelled: Sequence[int] = ()
    with changing(session, article_id, check_version) as change:
        article = change.article
        publisher = changes.get("publisher", article.publisher)
        bounds.must_be_of(session, publisher, changes.get("tags", article.tags))
        if "publisher" in changes:
            respelled = publishers.respelled(session, publisher, article)
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
    for other in respelled:
        _respell(session, other)


def _respell(session: Session, article_id: int) -> None:
    """Give an article its publisher's name as that is spelled now."""
    with changing(session, article_id) as change:
        publisher = publishers.spelled(session, change.article.publisher)
        _revise(session, change, change.article.text, {"publisher": publisher})


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


def _revise(
    session: Session,
    change: ArticleChange,
    text: str,
    metadata: dict[str, Any],
    found: Extracted | None = None,
) -> None:
    """Take over metadata and a text; `found` where that was read in its language already."""
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
        if found is None or language != metadata.get("language", DEFAULT_LANGUAGE):
            found = extract(text, language)
        _add_revision(session, article, text, found, dt.datetime.now(dt.UTC))
        if text != before:
            session.refresh(article, ["text"])
            copies.revise(session, article, before)
        carry_over.renew(session, change, text, found)
    if changed - {"tags"}:
        session.flush()
        _repeat_metadata(session, article)
        change.since = 1  # earlier revisions show it, too
    elif not read_again:
        change.is_shown = False


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
    given = Given(found, text, {})
    insert_new(session, Revision, [storing.revision(article.id, article.revision, given, now)])
