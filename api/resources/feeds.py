"""Lists as feeds: a search that is kept in a reader."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response

from ..http import Blueprint, database, feeds, responses
from ..http.addresses import next_address
from ..http.cursors import sign
from ..http.scopes import requires
from ..models import Scope
from ..queries import articles, figures, quotes
from ..queries.feeds import changed_at
from ..queries.paging import ReadPage
from ..schemas.feeds import (
    VERSION,
    ArticleFeedQuery,
    Entry,
    FigureFeedQuery,
    JsonFeed,
    QuoteFeedQuery,
    of_article,
    of_figure,
    of_quote,
)

blueprint = Blueprint(
    "feeds", __name__, url_prefix="/v1", description="Lists as feeds for readers."
)

# With a name of its own beside what `.json` would be taken for: the list itself.
FORMATS = {"atom": feeds.atom, "feed.json": feeds.json_feed}
EXTENSION = f"<any({','.join(map(repr, FORMATS))}):extension>"
_EXAMPLES: Mapping[str, tuple[Any, Any]] = {
    feeds.JSON_FEED: (
        JsonFeed,
        {
            "version": VERSION,
            "title": "Quotes on record: speaker=Lindqvist",
            "home_page_url": "http://127.0.0.1:8000/",
            "feed_url": "http://127.0.0.1:8000/v1/quotes.feed.json?speaker=Lindqvist",
            "items": [],
        },
    ),
    feeds.ATOM: ({"type": "string"}, '<feed xmlns="http://www.w3.org/2005/Atom">…</feed>'),
}


def _feed(view: Any) -> Any:
    """Document the answer in each format."""
    for media_type, (shape, example) in _EXAMPLES.items():
        view = blueprint.alt_response(
            200,
            schema=shape,
            content_type=media_type,
            description="One page of the list, as a feed.",
            example=example,
            success=True,
        )(view)
    return blueprint.conditional(view)


@blueprint.get(f"/articles.{EXTENSION}")
@requires(Scope.READ)
@blueprint.arguments(ArticleFeedQuery, location="query")
@_feed
def articles_feed(query: dict[str, Any], extension: str) -> Response:
    """Follow articles: the list as a feed.

    With the first 2,000 characters of each text. Filters and order are those of the list.
    """
    return _answer("article", extension, query, articles.export, of_article)


@blueprint.get(f"/quotes.{EXTENSION}")
@requires(Scope.READ)
@blueprint.arguments(QuoteFeedQuery, location="query")
@_feed
def quotes_feed(query: dict[str, Any], extension: str) -> Response:
    """Follow quotes: the list as a feed.

    Each with its speaker and its place. Filters and order are those of the list.
    """
    return _answer("quote", extension, query, quotes.page, of_quote)


@blueprint.get(f"/figures.{EXTENSION}")
@requires(Scope.READ)
@blueprint.arguments(FigureFeedQuery, location="query")
@_feed
def figures_feed(query: dict[str, Any], extension: str) -> Response:
    """Follow figures: the list as a feed.

    Each among the words around it, with who states it and its place. Filters and order are those
    of the list.
    """
    return _answer("figure", extension, query, figures.page, of_figure)


def _answer(
    kind: str,
    extension: str,
    query: dict[str, Any],
    read: ReadPage,
    entry: Callable[[Mapping[str, Any]], Entry],
) -> Response:
    asked = responses.asked(query)
    found = read(database(), *asked)
    things = [json.loads(item) for item in found.items]
    changed = changed_at(database(), kind, [thing["id"] for thing in things])
    items = [
        feeds.Item(thing["id"], changed.get(thing["id"], feeds.NEVER), entry(thing), thing)
        for thing in things
    ]
    following = next_address("cursor", sign(found.last, asked.filters)) if found.last else None
    return FORMATS[extension](feeds.Feed(kind, items, following))
