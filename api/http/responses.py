"""Answers made of JSON text that the database wrote."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Response

from .. import ndjson
from ..queries.paging import Key, Page
from ..schemas.feeds import LEFT_OUT
from ..store.documents import list_of, with_members
from . import cursors, etags, json_ld
from .addresses import addresses_as, next_address, path_of
from .json_ld import JSON, LD_JSON, Link

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


class Complete(Response):
    """An answer with all its headers and its whole body: werkzeug would check and copy both."""

    def get_wsgi_response(
        self, environ: "WSGIEnvironment"
    ) -> tuple[Iterable[bytes], str, list[tuple[str, str]]]:
        """What the server sends; to HEAD no body."""
        parts: Any = () if environ["REQUEST_METHOD"] == "HEAD" else self.response
        return parts, self.status, list(self.headers)


def answer(
    text: bytes,
    etag: str | None = None,
    status: str = "200 OK",
    content_type: str = JSON,
    more: Iterable[tuple[str, str]] = (),
) -> Response:
    """An answer whose body is JSON already, with its ETag: its hash unless another is given.

    An empty one says that it has none.
    """
    tag = etags.of_text(text) if etag is None else etag
    # At once: to add one later takes longer.
    headers = [("Content-Type", content_type), ("Content-Length", str(len(text))), *more]
    if tag:
        headers.append(("ETag", f'"{tag}"'))
    return Complete([text], status, headers)


def created(text: bytes, path: str, etag: str | None = None) -> Response:
    """The answer about something new, which is at a path from now on (201)."""
    return answer(text, etag, "201 CREATED", more=[("Location", path_of(path))])


def negotiated(text: bytes, link: Link, etag: str | None = None) -> Response:
    """One thing in the form that is wanted."""
    if json_ld.is_wanted():
        tag = etags.of_text(text) if etag is None else etag
        text, etag = json_ld.one(text, link), tag + json_ld.MARK
        return answer(text, etag, content_type=LD_JSON, more=[json_ld.VARY])
    return answer(text, etag, more=[json_ld.VARY])


def dumped(value: dict[str, Any]) -> Response:
    """An answer of a value that is in no store."""
    return answer(json.dumps(value, ensure_ascii=False).encode(), etag="")


class Asked(NamedTuple):
    """What page of a list is asked for: the filters, how many items, and after which."""

    filters: dict[str, Any]
    limit: int
    after: Key | None


def asked(query: dict[str, Any]) -> Asked:
    """The page that a query asks for; refuses a cursor that is not of this list."""
    filters = dict(query)
    limit, cursor = filters.pop("limit"), filters.pop("cursor", None)
    return Asked(filters, limit, cursors.read(cursor, filters) if cursor else None)


def page(
    found: Page, asked: Asked, link: Link | None = None, *, has_feeds: bool = False
) -> Response:
    """One page of a list, with the address of the next in its body and in `Link` (RFC 8288).

    And in `Link` those of the same list as a feed, where it `has_feeds`.
    """
    items, last, members = found
    address = next_address("cursor", cursors.sign(last, asked.filters)) if last else None
    links = [f'<{address}>; rel="next"'] if address else []
    if has_feeds:
        links += _feeds()
    more = [("Link", ", ".join(links))] if links else []
    if link is None:
        return answer(listed(items, address, members), more=more)
    more.append(json_ld.VARY)
    if json_ld.is_wanted():
        return answer(json_ld.page(items, link, address), content_type=LD_JSON, more=more)
    return answer(listed(items, address, members), more=more)


# The same list as a feed, by the end of its address, and what is asked of a page alone.
FEEDS = {"atom": "application/atom+xml", "feed.json": "application/feed+json"}
_OF_PAGE = frozenset({"cursor", "limit", *LEFT_OUT})


_LONGEST = 1000  # characters: proxies take headers of 4,000 in all (nginx: proxy_buffer_size)


def _feeds() -> Iterator[str]:
    addresses = addresses_as((f".{ending}" for ending in FEEDS), _OF_PAGE)
    if max(map(len, addresses)) > _LONGEST:
        return
    for address, media_type in zip(addresses, FEEDS.values(), strict=True):
        yield f'<{address}>; rel="alternate"; type="{media_type}"'


def listed(
    items: Sequence[bytes], address: str | None, members: Mapping[str, bytes] | None = None
) -> bytes:
    """The JSON of a page: its items, the address of the next, and further members."""
    page = list_of(b",".join(items), address)
    return with_members(page, **members) if members else page


def items(found: list[bytes]) -> Response:
    """A list that has no pages."""
    return answer(b'{"items":[%b]}' % b",".join(found))


def lines(results: Iterable[dict[str, Any]]) -> Response:
    """An answer of one JSON text a line (NDJSON), sent as the results come."""
    body = (
        ndjson.one_line(json.dumps(result, ensure_ascii=False).encode()) + b"\n"
        for result in results
    )
    return Response(body, content_type=ndjson.MEDIA_TYPE)


def file(parts: Iterable[bytes], name: str, content_type: str) -> Response:
    """An answer to be saved under a name, sent part by part."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(parts, content_type=content_type, headers=headers)


def untrusted(content: bytes, charset: str) -> Response:
    """What anybody may have written, as plain text: no browser runs it, whatever it looks like."""
    response = answer(content, content_type=f"text/plain; charset={charset}")
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response


def ndjson_body(example: Any) -> dict[str, Any]:
    """A body of NDJSON, for the API's document."""
    line = {"type": "string", "description": "One JSON object a line."}
    content = {
        ndjson.MEDIA_TYPE: {"schema": line, "example": json.dumps(example, ensure_ascii=False)}
    }
    return {"required": True, "content": content}
