"""Putting in articles that nobody has stored yet: several at once, one statement for each table."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from ..models import Article, Revision
from ..models.articles import key_of
from ..models.fulltext import ARTICLES
from ..store.rows import insert_identified, insert_new, take_ids
from . import copies, fulltext, items, tags
from .engine import DEFAULT_LANGUAGE, Extracted

METADATA = ("url", "title", "authors", "publisher", "published_at", "language", "tags")


class Given(NamedTuple):
    """An article that was read: what was found in its text, and the fields of METADATA."""

    found: Extracted
    text: str
    metadata: Mapping[str, Any]

    @property
    def key(self) -> str:
        """What makes it the same article."""
        return key_of(self.text, self.metadata.get("url"))


def add(session: Session, some: Sequence[Given]) -> list[int | None]:
    """Put in articles with everything found in them, none of which was there, no two with one key.

    The ids they got; None for one that another transaction has put there in this moment.
    """
    now = dt.datetime.now(dt.UTC)
    ids = take_ids(session, "articles", len(some))
    known = copies.judged_new(
        session, {number: one.text for number, one in zip(ids, some, strict=True)}
    )
    rows = {
        number: {**_row(one, now), **known[number].columns(), "id": number}
        for number, one in zip(ids, some, strict=True)
    }
    inserted = insert_identified(session, Article, list(rows.values()))
    new = {number: one for number, one in zip(ids, some, strict=True) if number in inserted}
    insert_new(session, Revision, [revision(number, 1, one, now) for number, one in new.items()])
    copies.note_all(session, {number: known[number] for number in new})
    articles = {number: Article(**rows[number]) for number in new}
    tags.add(session, *articles.values())
    items.add(session, [(articles[number], one.found) for number, one in new.items()])
    indexed = [
        {**rows[number], "text": one.text, "authors": json.dumps(rows[number]["authors"])}
        for number, one in new.items()
    ]
    fulltext.add_new(session, ARTICLES, list(new), indexed)
    return [number if number in new else None for number in ids]


def revision(article_id: int, number: int, given: Given, now: dt.datetime) -> dict[str, Any]:
    """The row of a state of an article's text."""
    return {
        "article_id": article_id,
        "number": number,
        "text": given.text,
        "extractor": given.found.extractor,
        "created_at": now,
    }


def _row(given: Given, now: dt.datetime) -> dict[str, Any]:
    return {
        **dict.fromkeys(METADATA),
        "authors": [],
        "tags": [],
        "language": DEFAULT_LANGUAGE,
        **given.metadata,
        "key": given.key,
        "dated_at": given.metadata.get("published_at") or now,
        "revision": 1,
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }
