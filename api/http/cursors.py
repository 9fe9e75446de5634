"""Cursors: where a page ended, signed, so that only what was handed out comes back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import blake2b
from hmac import compare_digest
from typing import Any

from flask import current_app, request

from ..queries import signing_keys
from ..queries.paging import Key
from .problems import refuse
from .transactions import database


def sign(key: Key, filters: Mapping[str, Any]) -> str:
    """The cursor of a key, good for the same list with the same filters only."""
    return sealing(filters)(f"{key.value}~{key.id}")


def read(cursor: str, filters: Mapping[str, Any]) -> Key:
    """The key that a cursor holds; refuses one that was not handed out for these filters."""
    moment, _, number = unseal(cursor, filters, "cursor").partition("~")
    return Key(moment, int(number))


def sealing(filters: Mapping[str, Any]) -> Callable[[str], str]:
    """What makes cursors of places of whatever form, also after the request's context has ended."""
    signature = _signing(filters)

    def seal(place: str) -> str:
        return urlsafe_b64encode(f"{place}~{signature(place)}".encode()).decode().rstrip("=")

    return seal


def unseal(cursor: str, filters: Mapping[str, Any], parameter: str) -> str:
    """The place that a cursor holds; refuses one that was not handed out for these filters."""
    try:
        place, _, signature = urlsafe_b64decode(cursor + "==").decode().rpartition("~")
    except ValueError:  # neither base64 nor UTF-8
        place = signature = ""
    if not compare_digest(signature.encode(), _signing(filters)(place).encode()):
        refuse(422, "Not a cursor of this list with these filters.", parameter=parameter)
    return place


def _signing(filters: Mapping[str, Any]) -> Callable[[str], str]:
    key, endpoint, chosen = secret(), request.endpoint, sorted(filters.items())

    def signature(place: str) -> str:
        signed = repr((place, endpoint, chosen)).encode()
        return blake2b(signed, key=key, digest_size=12).hexdigest()

    return signature


def secret() -> bytes:
    """What cursors, forms and sessions are signed with; the store's, read once."""
    found: bytes | None = current_app.extensions.get("cursor_secret")
    if found is None:
        found = current_app.extensions["cursor_secret"] = signing_keys.secret(database())
    return found
