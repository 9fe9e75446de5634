"""Versions as ETags: 304 for what is known already, 412 for a change of what has changed since."""

import re
from typing import Any

from flask import Response, request

from api.http.problems import refuse

HEADERS = {
    "ETag": {
        "description": "The version, for `If-None-Match` and `If-Match`.",
        "schema": {"type": "string"},
        "example": '"v3"',
    }
}
_VERSION = re.compile(r"v(\d{1,15})")


def of_version(version: int) -> str:
    """The ETag of a row's version, without its quote marks."""
    return f"v{version}"


def known_version() -> int | None:
    """The version that the client has already (If-None-Match)."""
    for tag in request.if_none_match.as_set(include_weak=True):
        if match := _VERSION.fullmatch(tag or ""):  # an empty tag is read as None
            return int(match[1])
    return None


def must_match(version: int) -> None:
    """Refuse the request unless it is meant for this version (If-Match, RFC 9110).

    428 without the header, 412 where the version has moved on.
    """
    if not request.if_match:
        refuse(428, "Send If-Match with the ETag of the version that you mean.", header="If-Match")
    meant = {tag.partition("-")[0] for tag in request.if_match.as_set()}
    if not request.if_match.star_tag and of_version(version) not in meant:
        refuse(412, f"This is version {version} by now: read it again.", header="If-Match")


def parameter(name: str, *, required: bool = False) -> dict[str, Any]:
    """A header that takes an ETag, for the API's document."""
    return {
        "in": "header",
        "name": name,
        "required": required,
        "schema": {"type": "string"},
        "example": '"v3"',
        "description": "The ETag of the version that is meant."
        if required
        else "The ETag of the version that is known already: 304 where it still stands.",
    }


def versioned(response: Response, version: int) -> Response:
    """Mark an answer with its version."""
    response.set_etag(of_version(version))
    return response
