"""Storing articles: what comes in is read, and kept with everything found in it."""

import base64
import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from api.errors import Conflict, NotFound
from api.extraction.kinds import is_named
from api.models import Article, Figure, Quote, Revision
from api.services import entities, locks, records, search
from api.services.entities import MeasureKey
from api.services.reading import DEFAULT_LANGUAGE, Reading, read
from api.services.rows import insert_new, insert_numbered

Ids = dict[str | None, int | None]  # of entities by name, None for none

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
    locks.keep_names(session)
    key = metadata.get("url") or _digest(text)
    now = dt.datetime.now(dt.UTC)
    if not insert_new(session, Article, [_new_row(key, metadata, now)]):
        article = _locked(session, Article.key == key)
        if article.text == text:
            return Stored(article.id, new=False)
        _revise(session, article, text, metadata, now)
        return Stored(article.id, new=True)
    article = _locked(session, Article.key == key)
    _add_revision(session, article, text, now)
    return Stored(article.id, new=True)


def change(
    session: Session, article_id: int, expect: Callable[[int], None], **changes: Any
) -> None:
    """Change metadata, text or both; a new text or language is read anew.

    `expect` is called with the version that stands and raises where another was meant. Raises
    NotFound, and Conflict where the new url is another article's.
    """
    locks.keep_names(session)
    article = _locked(session, Article.id == article_id)
    expect(article.version)
    text = changes.pop("text", article.text)
    key = changes.get("url", article.url) or _digest(text)
    if key != article.key:
        taken = session.scalar(select(Article.id).where(Article.key == key))
        if taken is not None:
            raise Conflict(f"{key} is the url of article {taken}.")
        article.key = key
    try:
        _revise(session, article, text, changes, dt.datetime.now(dt.UTC))
    except IntegrityError as error:  # another took the url in this very moment
        raise Conflict(f"{key} is the url of another article.") from error


def delete(session: Session, article_id: int, expect: Callable[[int], None]) -> None:
    """Delete an article with its revisions, quotes and figures; `expect` as for `change`."""
    article = _locked(session, Article.id == article_id)
    expect(article.version)
    search.remove_quotes(session, article.id)
    session.delete(article)
    session.flush()


def _digest(text: str) -> str:
    """A text's name by its hash (RFC 6920)."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
    return "ni:///sha-256;" + digest.decode().rstrip("=")


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


def _locked(session: Session, condition: Any) -> Article:
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
    for name, value in metadata.items():
        setattr(article, name, value)
    article.dated_at = article.published_at or article.created_at
    article.updated_at = now
    article.version += 1
    if read_anew:
        article.revision += 1
        session.flush()
        _retire(session, article.id)
        _add_revision(session, article, text, now)
    else:
        session.flush()
        _repeat_metadata(session, article)


def _retire(session: Session, article_id: int) -> None:
    """Leave what was read from earlier revisions out of lists."""
    for table in (Quote, Figure):
        of_article = table.article_id == article_id
        session.execute(update(table).where(of_article, table.current).values(current=False))


def _repeat_metadata(session: Session, article: Article) -> None:
    """Carry what quotes and figures repeat of their article."""
    for table in (Quote, Figure):
        session.execute(
            update(table).where(table.article_id == article.id).values(_repeated(article))
        )
    records.write(session, article.id)


def _repeated(article: Article) -> dict[str, Any]:
    return {
        "publisher": article.publisher,
        "published_at": article.published_at,
        "dated_at": article.dated_at,
    }


def _add_revision(session: Session, article: Article, text: str, now: dt.datetime) -> None:
    found = read(text, article.language)
    session.add(
        Revision(
            article_id=article.id,
            number=article.revision,
            text=text,
            extractor=found.extractor,
            created_at=now,
        )
    )
    session.flush()
    shared = {
        "article_id": article.id,
        "revision": article.revision,
        "current": True,
        "status": "extracted",
        **_repeated(article),
    }
    _add_readings(session, found, shared)
    records.write(session, article.id, since=article.revision)


def _add_readings(session: Session, found: Reading, shared: dict[str, Any]) -> None:
    names = {figure["entity"]: figure["entity_kind"] for figure in found.figures}
    names |= {quote["speaker"]: quote["speaker_kind"] for quote in found.quotes}
    names.pop(None, None)
    ids: Ids = {None: None}
    known = entities.named(session, names, shared["article_id"])
    ids.update({name: entity.id for name, entity in known.items()})
    keys = [_measure_key(figure, ids) for figure in found.figures]
    called = {entity.id: entity.name for entity in known.values()}
    measures = entities.measure_ids(session, {key: called[key[0]] for key in keys if key})
    quotes = [
        _without(quote, "speaker", "speaker_kind") | shared | {"speaker_id": ids[quote["speaker"]]}
        for quote in found.quotes
    ]
    stated: dict[int | None, dict[str, Any]] = {None: {"quote_id": None, "stated_by_id": None}}
    quote_ids = insert_numbered(session, Quote, quotes)
    search.add_quotes(session, quote_ids)
    for index, quote_id in enumerate(quote_ids):
        stated[index] = {"quote_id": quote_id, "stated_by_id": quotes[index]["speaker_id"]}
    figures = [
        _without(figure, "entity", "entity_kind", "quote")
        | shared
        | stated[figure["quote"]]
        | {
            "entity_id": ids[figure["entity"]],
            "measure_id": measures[key] if key else None,
        }
        for figure, key in zip(found.figures, keys, strict=True)
    ]
    insert_numbered(session, Figure, figures)


def _measure_key(figure: Any, ids: Ids) -> MeasureKey | None:
    """A figure is a reading of a measure where entity, property and dimension are known.

    And where the entity has a name: "the central bank" is another one in the next article.
    """
    name, of, dimension = figure["entity"], figure["property"], figure["dimension"]
    if not (name and of and dimension and is_named(name)):
        return None
    entity_id = ids[name]
    return (entity_id, of, dimension) if entity_id else None


def _without(row: Any, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
