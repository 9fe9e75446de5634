"""Versions as ETags: 304 for what is known already, 412 for a change of what has changed since."""

import re
from hashlib import sha256
from typing import Any

from flask import Response, request

from . import json_ld
from .problems import refuse

HEADERS = {
    "ETag": {
        "description": "The version, for `If-None-Match` and `If-Match`.",
        "schema": {"type": "string"},
        "example": '"v3"',
    }
}
_VERSION = re.compile(rf"v(\d{{1,15}})({json_ld.MARK})?")


def of_version(version: int) -> str:
    """The ETag of a row's version, without its quote marks."""
    return f"v{version}"


def of_text(text: bytes, version: int | None = None) -> str:
    """The ETag of an answer that is more than a version of something: its hash.

    After the version, where there is one beside what is counted: `If-Match` means that alone.
    """
    tag = sha256(text).hexdigest()[:24]
    return tag if version is None else f"{of_version(version)}-{tag}"


def known_version() -> int | None:
    """The version that the client has already (If-None-Match), in the form that it wants."""
    if "HTTP_IF_NONE_MATCH" not in request.environ:
        return None
    for tag in request.if_none_match.as_set(include_weak=True):
        match = _VERSION.fullmatch(tag or "")  # an empty tag is read as None
        if match and (match[2] == json_ld.MARK) == json_ld.is_wanted():
            return int(match[1])
    return None


def must_match(version: int) -> None:
    """Refuse the request unless it is meant for this version (If-Match, RFC 9110).

    428 without the header, 412 where the version has moved on.
    """
    _must_be(of_version(version), f"This is version {version} by now: read it again.")


def must_match_text(text: str) -> None:
    """The same for what has no version: the answer must still be this one."""
    _must_be(of_text(text.encode()), "It has changed since: read it again.")


def _must_be(tag: str, otherwise: str) -> None:
    if not request.if_match:
        refuse(428, "Send If-Match with the ETag of the version that you mean.", header="If-Match")
    meant = {given.partition("-")[0] for given in request.if_match.as_set()}
    if not request.if_match.star_tag and tag not in meant:
        refuse(412, otherwise, header="If-Match")


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
