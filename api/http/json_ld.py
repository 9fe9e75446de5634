"""Linked data where it is asked for: Accept: application/ld+json."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import request

from ..schemas import examples, schema_org
from ..schemas.answers import Answer
from ..schemas.pages import page_of
from .addresses import root
from .problems import refuse

JSON, LD_JSON = "application/json", "application/ld+json"
MARK = "-ld"  # ends the ETag of a version in this form
VARY = "Vary", "Accept"  # says that the answer to another client may have another form
Link = Callable[[Mapping[str, Any]], schema_org.Document]


def is_wanted() -> bool:
    """Whether linked data is wanted rather than plain JSON."""
    accept = request.environ.get("HTTP_ACCEPT")
    if not accept or LD_JSON not in accept:
        return False
    if request.accept_mimetypes.best_match([JSON, LD_JSON]) == JSON:
        return False
    if "fields" in request.args:
        refuse(422, "Fields are those of application/json: leave them out.", parameter="fields")
    return True


def one(text: bytes, link: Link) -> bytes:
    """The JSON of one thing as linked data."""
    return _written(link(json.loads(text)))


def page(items: list[bytes], link: Link, following: str | None) -> bytes:
    """The JSON of a page as linked data."""
    return _written(schema_org.page([link(json.loads(item)) for item in items], following))


def documented(
    blueprint: Any,
    schema: type[Answer],
    link: Link,
    example: dict[str, Any],
    *,
    listed: bool,
    counted: bool = True,
) -> Any:
    """Document an answer as JSON, and apart from that as linked data.

    Generated clients make one type of all that an answer may be, so what stands beside plain JSON
    would take away its members. `counted` where a list may tell how many there are in all.
    """
    node = link(example)
    if listed:
        schema, node = page_of(schema, counted=counted), schema_org.page([node], None)
        example = examples.page(example)
    as_linked_data = {
        "description": f"With `Accept: {LD_JSON}`: JSON-LD 1.1, in the words of schema.org.",
        "mediaType": LD_JSON,
        "example": schema_org.document(node, "http://127.0.0.1:8000/"),
    }
    plain = blueprint.response(200, schema, example=example)
    described = blueprint.doc(**{"x-linked-data": as_linked_data})
    return lambda view: plain(described(view))


def _written(node: schema_org.Document) -> bytes:
    return json.dumps(schema_org.document(node, f"{root()}/"), ensure_ascii=False).encode()
