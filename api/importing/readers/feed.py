"""RSS, Atom and RDF feeds as files. What a feed points at is not fetched."""

import calendar
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import feedparser

from ..mapping import fields_named
from ..records import BadRecord, Options, Record


def read(record: Record, options: Options) -> Iterator[dict[str, Any] | BadRecord]:
    """The article of each entry, or what is wrong with it."""
    assert isinstance(record.content, bytes)  # noqa: S101 (it has no `split`)
    # As a stream: bytes that are an address it would fetch.
    feed = feedparser.parse(io.BytesIO(record.content), sanitize_html=False)
    if not feed.entries:
        raise BadRecord("Not an RSS or Atom feed with entries.")
    for entry in feed.entries:
        try:
            yield fields_named(_values(entry, feed.feed), options)
        except BadRecord as error:
            yield error


def _values(entry: Any, feed: Any) -> dict[str, Any]:
    contents = [content.value for content in entry.get("content", ())]
    published = entry.get("published_parsed") or entry.get("updated_parsed")
    return {
        "text": max([*contents, entry.get("summary", "")], key=len),
        "title": entry.get("title"),
        "url": entry.get("link"),
        "authors": [name for author in entry.get("authors", ()) if (name := author.get("name"))],
        "publisher": entry.get("source", {}).get("title") or feed.get("title"),
        "published_at": published and dt.datetime.fromtimestamp(calendar.timegm(published), dt.UTC),
        "language": entry.get("language") or feed.get("language"),
    }
