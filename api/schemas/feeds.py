"""Lists as feeds for readers: what an entry says of an article, a quote or a figure."""

from collections.abc import Mapping
from textwrap import shorten
from typing import Any, NamedTuple

from marshmallow import fields

from .answers import Answer
from .articles import ArticleQuery
from .fields import UTCDateTime
from .figures import FigureQuery
from .quotes import QuoteQuery

_OF_LISTS = ("shown", "total", "sample", "seed")
LEFT_OUT = ("fields", "total", "sample", "seed", "convert_to")  # parameters that feeds do not take
_TITLE, _TEXT = 100, 2_000  # characters
VERSION = "https://jsonfeed.org/version/1.1"


class Entry(NamedTuple):
    """An entry, whatever the form of the feed; `page` is the path of the page that shows it."""

    title: str
    text: str
    authors: list[str]
    page: str
    published_at: str | None
    source: str | None
    tags: list[str]


def of_article(found: Mapping[str, Any]) -> Entry:
    """The entry of an article with its text."""
    text = found["text"] if len(found["text"]) <= _TEXT else found["text"][: _TEXT - 1] + "…"
    return Entry(
        title=found["title"] or _short(found["text"]),
        text=text,
        authors=found["authors"] or _publisher(found),
        page=f"/articles/{found['id']}",
        published_at=found["published_at"],
        source=found["url"],
        tags=found["tags"],
    )


def of_quote(found: Mapping[str, Any]) -> Entry:
    """The entry of a quote: the words, who says them, and where."""
    speaker = found["speaker"]["name"] if found["speaker"] else found["speaker_text"]
    words = f"“{found['text']}”" if found["kind"] == "direct" else found["text"]
    return Entry(
        title=_short(f"{speaker}: {words}" if speaker else words),
        text=f"{words}\n\n{speaker or 'Nobody is named'}, {_place(found)}.",
        authors=[speaker] if speaker else _publisher(found),
        page=f"/articles/{found['article_id']}#q{found['id']}",
        published_at=found["published_at"],
        source=found["article_url"],
        tags=[],
    )


def of_figure(found: Mapping[str, Any]) -> Entry:
    """The entry of a figure: what it is of, among the words around it, and where."""
    selector = found["selector"]
    around = f"…{selector['prefix']}{selector['exact']}{selector['suffix']}…"
    measured = found["measure"] or found["entity"]
    name = measured["name"] if measured else found["entity_text"]
    speaker = found["stated_by"]
    return Entry(
        title=_short(f"{name}: {found['text']}" if name else found["text"]),
        text=f"{around}\n\n{speaker['name'] + ', ' if speaker else ''}{_place(found)}.",
        authors=[speaker["name"]] if speaker else _publisher(found),
        page=f"/articles/{found['article_id']}#f{found['id']}",
        published_at=found["published_at"],
        source=found["article_url"],
        tags=[],
    )


def _place(found: Mapping[str, Any]) -> str:
    """Where a reading stands."""
    title = f"“{found['article_title']}”" if found["article_title"] else None
    at = f"characters {found['selector']['start']}–{found['selector']['end']}"
    return "in " + ", ".join(filter(None, [title, found["publisher"], at]))


def _publisher(found: Mapping[str, Any]) -> list[str]:
    return [found["publisher"]] if found["publisher"] else []


def _short(words: str) -> str:
    return shorten(words, _TITLE, placeholder=" …")


class ArticleFeedQuery(ArticleQuery):
    """Filters of articles; all that are given must hold."""

    class Meta:
        """A feed shows what it shows."""

        exclude = _OF_LISTS


class QuoteFeedQuery(QuoteQuery):
    """Filters of quotes; all that are given must hold."""

    class Meta:
        """A feed shows what it shows."""

        exclude = _OF_LISTS


class FigureFeedQuery(FigureQuery):
    """Filters of figures; all that are given must hold."""

    class Meta:
        """A feed shows what it shows."""

        exclude = (*_OF_LISTS, "convert_to")


class FeedAuthor(Answer):
    """Who says it, or who published it."""

    name = fields.String(metadata={"example": "Mara Lindqvist"})


class FeedItem(Answer):
    """An item of a JSON Feed."""

    optional = ("external_url", "date_published", "tags")

    id = fields.String(metadata={"description": "It never changes.", "format": "uri"})
    url = fields.String(metadata={"description": "The page that shows it.", "format": "uri"})
    external_url = fields.String(metadata={"description": "The article's.", "format": "uri"})
    title = fields.String()
    content_text = fields.String()
    date_published = UTCDateTime()
    date_modified = UTCDateTime()
    authors = fields.List(fields.Nested(FeedAuthor))
    tags = fields.List(fields.String())
    _onrecord = fields.Dict(metadata={"description": "The thing itself, as the list has it."})


class JsonFeed(Answer):
    """A JSON Feed (jsonfeed.org, version 1.1)."""

    optional = ("next_url",)

    version = fields.String(metadata={"const": VERSION, "example": VERSION})
    title = fields.String()
    home_page_url = fields.String(metadata={"format": "uri"})
    feed_url = fields.String(metadata={"format": "uri"})
    next_url = fields.String(metadata={"description": "The items after.", "format": "uri"})
    items = fields.List(fields.Nested(FeedItem))
