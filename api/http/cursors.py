"""Cursors: where a page ended, signed, so that only what was handed out comes back."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select

from api.http.problems import refuse
from api.http.transactions import database
from api.models import SigningKey
from api.queries.pages import Key


def sign(key: Key, filters: Mapping[str, Any]) -> str:
    """The cursor of a key, good for the same filters only."""
    return str(_serializer(filters).dumps(key))


def read(cursor: str, filters: Mapping[str, Any]) -> Key:
    """The key that a cursor holds; refuses one that was not handed out for these filters."""
    try:
        moment, number = _serializer(filters).loads(cursor)
    except BadData:
        refuse(422, "Not a cursor of this list with these filters.", parameter="cursor")
    return Key(moment, number)


def _serializer(filters: Mapping[str, Any]) -> URLSafeSerializer:
    salt = "&".join(f"{name}={value}" for name, value in sorted(filters.items()))
    return URLSafeSerializer(_secret(), salt=salt)


def _secret() -> str:
    secret: str | None = current_app.extensions.get("cursor_secret")
    if secret is None:
        named = select(SigningKey.secret).where(SigningKey.name == "cursors")
        ((secret,),) = database().read(named, {})
        current_app.extensions["cursor_secret"] = secret
    return secret
