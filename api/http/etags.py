"""Versions as ETags: which a client knows, and which one a change is meant for (RFC 9110, 13)."""

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from flask import request

from .problems import refuse

HEADERS = {
    "ETag": {
        "description": "The version, for `If-None-Match` and `If-Match`.",
        "schema": {"type": "string"},
        "example": '"v3"',
    }
}
CREATED = {
    **HEADERS,
    "Location": {
        "description": "Where it is from now on.",
        "schema": {"type": "string", "format": "uri-reference"},
        "example": "/v1/articles/1",
    },
}
_NO_TAGS = 'Not a list of entity tags: each is in quote marks, as "v3".'
_CHANGED = "It has changed since: read it again."
# One of a list, which may be empty, and the comma after it (RFC 9110, 8.8.3 and 5.6.1).
_NEXT = re.compile(r'[ \t]*(?:(?P<weak>W/)?"(?P<tag>[^"]*)")?[ \t]*(?:,|$)')


class Tags(NamedTuple):
    """The entity tags of a header: `*`, which is any, or a list, without their quote marks."""

    any: bool
    strong: frozenset[str]
    weak: frozenset[str]


def of_version(version: int) -> str:
    """The ETag of a row's version, without its quote marks."""
    return f"v{version}"


def of_text(text: bytes, version: int | None = None) -> str:
    """The ETag of an answer that is more than a version of something: its hash.

    After the version, where there is one beside what is counted: `If-Match` means that alone.
    """
    tag = sha256(text).hexdigest()[:24]
    return tag if version is None else f"{of_version(version)}-{tag}"


@lru_cache(maxsize=1024)
def parse(header: str) -> Tags | None:
    """The entity tags of a header; None where it is no list of them."""
    if header.strip() == "*":
        return Tags(any=True, strong=frozenset(), weak=frozenset())
    found: dict[bool, set[str]] = {True: set(), False: set()}
    at = 0
    while at < len(header):
        one = _NEXT.match(header, at)
        if not one:
            return None
        if one["tag"] is not None:
            found[bool(one["weak"])].add(one["tag"])
        at = one.end()
    return Tags(any=False, strong=frozenset(found[False]), weak=frozenset(found[True]))


def is_known(header: str, tag: str) -> bool:
    """Whether If-None-Match has the ETag of an answer: weak comparison."""
    tags = parse(header)
    if tags is None:
        return False
    return tags.any or tag.removeprefix("W/").strip('"') in tags.strong | tags.weak


def must_match(version: int) -> None:
    """Refuse the request unless it is meant for this version.

    428 without If-Match, 412 where the version has moved on.
    """
    _must_be(of_version(version), f"This is version {version} by now: read it again.")


def must_match_text(text: str) -> None:
    """The same for what has no version: the answer must still be this one."""
    _must_be(of_text(text.encode()), _CHANGED)


def meant_by(header: str, pointer: str) -> Callable[[str], None]:
    """The same by the tags that a body has; refuses what is no list of them, by its place."""
    meant = parse(header)
    if meant is None:
        refuse(422, _NO_TAGS, pointer=pointer)

    def check(text: str) -> None:
        if not meant.any and of_text(text.encode()) not in _versions(meant.strong):
            refuse(412, _CHANGED, pointer=pointer)

    return check


def _must_be(tag: str, otherwise: str) -> None:
    meant = _tags("If-Match")
    if meant is None:
        refuse(428, "Send If-Match with the ETag of the version that you mean.", header="If-Match")
    if not meant.any and tag not in _versions(meant.strong):
        if tag in _versions(meant.weak):
            otherwise = (
                f"A weak tag never matches here. Something on the way, such as a proxy that "
                f'compresses, has put W/ before it: send "{tag}".'
            )
        refuse(412, otherwise, header="If-Match")
    unwanted = _tags("If-None-Match")
    if unwanted and (unwanted.any or tag in _versions(unwanted.strong | unwanted.weak)):
        refuse(412, "This is the version that is there.", header="If-None-Match")


def _tags(name: str) -> Tags | None:
    """The entity tags of a header of this request; refuses one that is no list of them."""
    header = request.headers.get(name)
    if not header:
        return None
    tags = parse(header)
    if tags is None:
        refuse(400, _NO_TAGS, header=name)
    return tags


def _versions(tags: frozenset[str]) -> set[str]:
    """What tags say of the version, without the mark of the form that the answer had."""
    return {tag.partition("-")[0] for tag in tags}


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
