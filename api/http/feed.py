"""The answer about what changed: a page that always says where to go on."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from ..queries import changes
from ..queries.changes import Bookmark
from ..queries.since import Place
from ..schemas.changes import filters_in
from . import cursors, long_requests, responses
from .addresses import next_address
from .transactions import database


def page(query: dict[str, Any]) -> Response:
    """One page of the feed; where it is empty, after as long a wait as was asked for."""
    signed = {"types": list(query["types"])} | {name: query[name] for name in filters_in(query)}
    wanted = changes.wanted(database(), query)
    after = _begin(query, signed)
    # All that a look needs of the request, which may have left its thread by then.
    store, seal, address = database(), cursors.sealing(signed), next_address("after", "")

    def look() -> tuple[bool, bytes]:
        found = changes.page(store, wanted, query["limit"], after)
        following = address + seal(_text(found.bookmark))
        more = {"more": b"true" if found.more else b"false"}
        return bool(found.items) or found.more, responses.listed(found.items, following, more)

    found, body = look()
    if found or not query["wait"]:
        return responses.answer(body, etag="")
    return long_requests.long_poll(look, query["wait"])


def _begin(query: Mapping[str, Any], filters: Mapping[str, Any]) -> Bookmark | None:
    if "after" in query:
        return _bookmark(query["after"], filters)
    since = query.get("since")
    return changes.since(database(), None if since == "now" else since) if since else None


def _text(bookmark: Bookmark) -> str:
    return "~".join(str(number) for place in bookmark for number in place)


def _bookmark(cursor: str, filters: Mapping[str, Any]) -> Bookmark:
    transaction, position, *known = map(int, cursors.unseal(cursor, filters, "after").split("~"))
    return Bookmark(Place(transaction, position), Place(*known))
