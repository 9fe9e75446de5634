"""Linked data for whoever asks for it: Accept: application/ld+json."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request

from api.http.problems import refuse
from api.schemas import linked

JSON, LD_JSON = "application/json", "application/ld+json"
MARK = "-ld"  # ends the ETag of a version in this form
Link = Callable[[Mapping[str, Any]], linked.Document]


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
    return _written(linked.page([link(json.loads(item)) for item in items], following))


def varied(response: Response) -> Response:
    """Say that the answer to another client may have another form."""
    response.headers.add("Vary", "Accept")
    return response


def documented(blueprint: Any, link: Link, example: Mapping[str, Any], *, listed: bool) -> Any:
    """Document this form of an answer."""
    node = linked.page([link(example)], None) if listed else link(example)
    return blueprint.alt_response(
        200,
        schema={"type": "object", "description": "JSON-LD 1.1, in the words of schema.org."},
        content_type=LD_JSON,
        example=linked.document(node, "http://127.0.0.1:8000/"),
        success=True,
    )


def _written(node: linked.Document) -> bytes:
    return json.dumps(linked.document(node, request.host_url), ensure_ascii=False).encode()
