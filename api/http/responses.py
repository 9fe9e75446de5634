"""Answers made of JSON text that the database wrote."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from ..queries.pages import Key, Page
from ..store.documents import list_of, with_members
from . import cursors, etags, json_ld
from .json_ld import JSON, LD_JSON, Link

NDJSON = "application/x-ndjson"


def written(text: bytes, status: int = 200, content_type: str = JSON) -> Response:
    """An answer whose body is JSON already."""
    return Response(text, status, content_type=content_type)


def dumped(value: dict[str, Any]) -> Response:
    """An answer of a value that is in no store."""
    return written(json.dumps(value, ensure_ascii=False).encode())


def versioned(version: int, text: bytes | None, status: int = 200) -> Response:
    """An answer with its version as ETag; 304 where the body was left out."""
    response = Response(status=304) if text is None else written(text, status)
    return etags.versioned(response, version)


def shown(version: int, text: bytes | None, link: Link) -> Response:
    """The same in the form that is wanted, whose ETag it has."""
    if not json_ld.is_wanted():
        return json_ld.varied(versioned(version, text))
    if text is None:
        response = Response(status=304)
    else:
        response = written(json_ld.one(text, link), content_type=LD_JSON)
    response.set_etag(etags.of_version(version) + json_ld.MARK)
    return json_ld.varied(response)


def one(text: bytes, link: Link) -> Response:
    """One thing in the form that is wanted, with its hash as ETag."""
    if not json_ld.is_wanted():
        return json_ld.varied(hashed(text))
    tag = etags.of_text(text) + json_ld.MARK
    return json_ld.varied(_unless_known(tag, json_ld.one(text, link), LD_JSON))


def hashed(text: bytes, content_type: str = JSON, version: int | None = None) -> Response:
    """An answer with its own hash as ETag; 304 where the client has it already.

    What has a version beside what is counted of it gives both: `If-Match` means the version.
    """
    return _unless_known(etags.of_text(text, version), text, content_type)


def changed(text: bytes, status: int = 200, version: int | None = None) -> Response:
    """An answer about what was just written, with the ETag that its next change has to name."""
    response = written(text, status)
    response.set_etag(etags.of_text(text, version))
    return response


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


def page(found: Page, asked: Asked, link: Link | None = None) -> Response:
    """One page of a list, with the address of the next in its body and in `Link` (RFC 8288)."""
    items, last, members = found
    address = next_address("cursor", cursors.sign(last, asked.filters)) if last else None
    if link and json_ld.is_wanted():
        response = hashed(json_ld.page(items, link, address), LD_JSON)
    else:
        response = hashed(listed(items, address, members))
    if link:
        json_ld.varied(response)
    if address:
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response


def listed(
    items: Sequence[bytes], address: str | None, members: Mapping[str, bytes] | None = None
) -> bytes:
    """The JSON of a page: its items, the address of the next, and further members."""
    page = list_of(b",".join(items), address)
    return with_members(page, **members) if members else page


def items(found: list[bytes]) -> Response:
    """A list that has no pages."""
    return hashed(b'{"items":[%b]}' % b",".join(found))


def lines(results: Iterable[dict[str, Any]]) -> Response:
    """An answer of one JSON text a line (NDJSON), sent as the results come."""
    body = (json.dumps(result, ensure_ascii=False) + "\n" for result in results)
    return Response(body, content_type=NDJSON)


def file(parts: Iterable[bytes], name: str, content_type: str) -> Response:
    """An answer to be saved under a name, sent part by part."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(parts, content_type=content_type, headers=headers)


def ndjson_body(example: Any) -> dict[str, Any]:
    """A body of NDJSON, for the API's document."""
    line = {"type": "string", "description": "One JSON object a line."}
    content = {NDJSON: {"schema": line, "example": json.dumps(example, ensure_ascii=False)}}
    return {"required": True, "content": content}


def body_chunks(size: int = 65536) -> Iterator[bytes]:
    """The request's body as it comes in, of any length; refuses what is no NDJSON."""
    if request.mimetype != NDJSON:
        raise UnsupportedMediaType(f"The body must be NDJSON, with Content-Type: {NDJSON}.")
    request.max_content_length = sys.maxsize  # the limit is each line's
    stream = request.stream
    return iter(lambda: stream.read(size), b"")


def next_address(parameter: str, cursor: str) -> str:
    """The address that was asked for, with another cursor."""
    asked = request.environ.get("QUERY_STRING", "").split("&")
    query = [part for part in asked if part and not part.startswith(f"{parameter}=")]
    query.append(f"{parameter}={cursor}")
    return f"{request.scheme}://{request.host}{request.path}?{'&'.join(query)}"


def _unless_known(tag: str, text: bytes, content_type: str) -> Response:
    headers = [("ETag", f'"{tag}"')]  # given at once: to add one later takes longer
    if "HTTP_IF_NONE_MATCH" in request.environ and request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    return Response(text, headers=headers, content_type=content_type)
