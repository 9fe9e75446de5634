"""Sessions of browsers: a signed cookie that stands for a key, for as long as a working day.

It holds the key's id, and nothing of its secret, so that what is revoked opens nothing here either.
A cookie goes along with whatever a browser asks for, so it counts for pages, whose forms have a
token (`forms`), and for reading: no request that changes something by the API is let in by it.
"""

import time
from collections.abc import Mapping
from hashlib import blake2b
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import NullSession, SessionInterface

COOKIE = "onrecord_session"
LASTS = 12 * 3600  # seconds
_OF_THE_API = "/v1/"
_READING = frozenset({"GET", "HEAD"})


class NoFlaskSession(SessionInterface):
    """Flask's own sessions, of which there are none: to find that out each time takes 4 µs."""

    _none = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:
        """The same for all requests, since nothing can be written to it."""
        return self._none

    def save_session(self, app: Flask, session: object, response: Response) -> None:
        """Never called for what is_null_session knows."""


def begin(response: Response, key_id: str, secret: bytes) -> Response:
    """Give a browser a session with a key."""
    value = f"{key_id}.{int(time.time()) + LASTS}"
    response.set_cookie(
        COOKIE,
        f"{value}.{_signature(value, secret)}",
        max_age=LASTS,
        path=_path(),
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",  # with Strict, a link in a mail would lead to the sign-in each time
    )
    return response


def end(response: Response) -> Response:
    """Take a browser's session away, and what it has kept of the pages."""
    response.delete_cookie(COOKIE, path=_path(), httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def cookie_of(environ: Mapping[str, Any]) -> str | None:
    """The session's cookie, where it counts."""
    sent = environ.get("HTTP_COOKIE")
    if sent is None or COOKIE not in sent:
        return None
    if environ["PATH_INFO"].startswith(_OF_THE_API) and environ["REQUEST_METHOD"] not in _READING:
        return None
    try:
        found = SimpleCookie(sent).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None


def key_of(cookie: str, secret: bytes) -> str | None:
    """The id of the key that a session stands for; None where it is over, or none of ours."""
    value, _, signature = cookie.rpartition(".")
    if not compare_digest(signature.encode(), _signature(value, secret).encode()):
        return None
    key_id, _, until = value.partition(".")
    return key_id if time.time() < int(until) else None


def _path() -> str:
    return request.root_path or "/"


def _signature(value: str, secret: bytes) -> str:
    return blake2b(f"session {value}".encode(), key=secret, digest_size=16).hexdigest()
