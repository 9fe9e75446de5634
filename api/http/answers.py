"""Answers made of JSON text that the database wrote."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from api.db import Database
from api.http import cursors, etags
from api.http.transactions import database
from api.queries.pages import Key, Page

ReadPage = Callable[[Database, Mapping[str, Any], int, Key | None], Page]


def written(text: str, status: int = 200) -> Response:
    """An answer whose body is JSON already."""
    return Response(text, status, content_type="application/json")


def versioned(version: int, text: str | None, status: int = 200) -> Response:
    """An answer with its version as ETag; 304 where the body was left out."""
    response = Response(status=304) if text is None else written(text, status)
    return etags.versioned(response, version)


def hashed(text: str) -> Response:
    """An answer with its own hash as ETag; 304 where the client has it already."""
    return etags.hashed(written(text))


def page(read: ReadPage, query: dict[str, Any]) -> Response:
    """One page of a list, with the address of the next in its body and in `Link` (RFC 8288)."""
    limit = query.pop("limit")
    cursor = query.pop("cursor", None)
    after = cursors.read(cursor, query) if cursor else None
    items, last = read(database(), query, limit, after)
    address = _next_address(cursors.sign(last, query)) if last else None
    response = hashed(f'{{"items":[{",".join(items)}],"next":{json.dumps(address)}}}')
    if address:
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response


def _next_address(cursor: str) -> str:
    query = urlencode(request.args.to_dict() | {"cursor": cursor})
    return f"{request.scheme}://{request.host}{request.path}?{query}"
