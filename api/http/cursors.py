"""Cursors: where a page ended, signed, so that only what was handed out comes back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import blake2b
from hmac import compare_digest
from typing import Any

from flask import current_app, request
from sqlalchemy import select

from api.http.problems import refuse
from api.http.transactions import database
from api.models import SigningKey
from api.queries.pages import Key


def sign(key: Key, filters: Mapping[str, Any]) -> str:
    """The cursor of a key, good for the same list with the same filters only."""
    place = f"{key.dated_at}~{key.id}"
    signed = f"{place}~{_signature(place, filters)}"
    return urlsafe_b64encode(signed.encode()).decode().rstrip("=")


def read(cursor: str, filters: Mapping[str, Any]) -> Key:
    """The key that a cursor holds; refuses one that was not handed out for these filters."""
    try:
        place, _, signature = urlsafe_b64decode(cursor + "==").decode().rpartition("~")
    except ValueError:  # neither base64 nor UTF-8
        place = signature = ""
    if not compare_digest(signature.encode(), _signature(place, filters).encode()):
        refuse(422, "Not a cursor of this list with these filters.", parameter="cursor")
    moment, _, number = place.partition("~")
    return Key(moment, int(number))


def _signature(place: str, filters: Mapping[str, Any]) -> str:
    signed = repr((place, request.endpoint, sorted(filters.items())))
    return blake2b(signed.encode(), key=_secret(), digest_size=12).hexdigest()


def _secret() -> bytes:
    secret: bytes | None = current_app.extensions.get("cursor_secret")
    if secret is None:
        named = select(SigningKey.secret).where(SigningKey.name == "cursors")
        ((written,),) = database().read(named, {})
        secret = current_app.extensions["cursor_secret"] = bytes.fromhex(written.decode())
    return secret
