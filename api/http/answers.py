"""Answers made of JSON text that the database wrote."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from api.db import Database
from api.http import cursors, etags
from api.http.transactions import database
from api.queries.pages import Key, Page

JSON = "application/json"
NDJSON = "application/x-ndjson"
ReadPage = Callable[[Database, Mapping[str, Any], int, Key | None], Page]


def written(text: bytes, status: int = 200) -> Response:
    """An answer whose body is JSON already."""
    return Response(text, status, content_type=JSON)


def dumped(value: dict[str, Any]) -> Response:
    """An answer of a value that is in no store."""
    return written(json.dumps(value, ensure_ascii=False).encode())


def versioned(version: int, text: bytes | None, status: int = 200) -> Response:
    """An answer with its version as ETag; 304 where the body was left out."""
    response = Response(status=304) if text is None else written(text, status)
    return etags.versioned(response, version)


def hashed(text: bytes, version: int | None = None) -> Response:
    """An answer with its own hash as ETag; 304 where the client has it already.

    What has a version beside what is counted of it gives both: `If-Match` means the version.
    """
    tag = etags.of_text(text, version)
    known = "If-None-Match" in request.headers and request.if_none_match.contains_weak(tag)
    response = Response(status=304) if known else written(text)
    response.set_etag(tag)
    return response


def changed(text: bytes, status: int = 200, version: int | None = None) -> Response:
    """An answer about what was just written, with the ETag that its next change has to name."""
    response = written(text, status)
    response.set_etag(etags.of_text(text, version))
    return response


def page(read: ReadPage, query: dict[str, Any]) -> Response:
    """One page of a list, with the address of the next in its body and in `Link` (RFC 8288)."""
    limit = query.pop("limit")
    cursor = query.pop("cursor", None)
    after = cursors.read(cursor, query) if cursor else None
    items, last, beside = read(database(), query, limit, after)
    address = next_address("cursor", cursors.sign(last, query)) if last else None
    following = json.dumps(address).encode()
    response = hashed(b'{"items":[%b],"next":%b%b}' % (b",".join(items), following, beside))
    if address:
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response


def lines(results: Iterable[dict[str, Any]]) -> Response:
    """An answer of one JSON text a line (NDJSON), sent as the results come."""
    body = (json.dumps(result, ensure_ascii=False) + "\n" for result in results)
    return Response(body, content_type=NDJSON)


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
