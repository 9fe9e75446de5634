"""Linked data for whoever asks for it: Accept: application/ld+json."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request

from ..schemas import examples, schema_org
from ..schemas.answers import Answer, sparse
from ..schemas.pages import page_of
from .problems import refuse

JSON, LD_JSON = "application/json", "application/ld+json"
MARK = "-ld"  # ends the ETag of a version in this form
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


def varied(response: Response) -> Response:
    """Say that the answer to another client may have another form."""
    response.headers.add("Vary", "Accept")
    return response


def documented(
    blueprint: Any,
    schema: type[Answer],
    link: Link,
    example: dict[str, Any],
    *,
    listed: bool,
) -> Any:
    """Document an answer in all its forms: JSON, whole or with `fields`, and linked data.

    JSON is first, since generated clients know one form and take the first.
    """
    forms, node = [schema, sparse(schema)], link(example)
    if listed:
        forms, node = [page_of(form) for form in forms], schema_org.page([node], None)
        example = examples.page(example)
    plain = blueprint.response(200, {"anyOf": forms}, example=example)
    as_linked_data = blueprint.alt_response(
        200,
        schema={"type": "object", "description": "JSON-LD 1.1, in the words of schema.org."},
        content_type=LD_JSON,
        example=schema_org.document(node, "http://127.0.0.1:8000/"),
        success=True,
    )
    return lambda view: plain(as_linked_data(view))


def _written(node: schema_org.Document) -> bytes:
    return json.dumps(schema_org.document(node, request.host_url), ensure_ascii=False).encode()
