"""Requests where there is a replica: which server answers, so that nobody reads the past.

An answer to a write says how far the store's log had come then, in a header and a cookie. A
request that brings it back is answered by the replica once that has come as far, and by the server
that is written to where this takes longer than WAIT. Who brings none may read what was true a
moment ago. Writes, and the change feed, always use the server that is written to.
"""

import re
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from time import monotonic
from typing import TYPE_CHECKING, Any

from ..store.database import Database
from ..store.replica import Replica, position
from .observing import RECEIVED

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADER, COOKIE = "Onrecord-Position", "onrecord_position"
LATEST = "latest"  # of an answer that goes on while articles are stored
WAIT = 0.1  # seconds
_KEPT = 60  # seconds that a browser brings it back; a replica that is further behind is broken
_READING = frozenset({"GET", "HEAD"})
_POSITION = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")

Headers = list[tuple[str, str]]


class Replicated:
    """A WSGI application in front of another."""

    def __init__(self, app: "WSGIApplication", database: Database, replica: Replica) -> None:
        self._app = app
        self._database, self._replica = database, replica

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Choose the server for one request."""
        if environ["REQUEST_METHOD"] in _READING:
            self._choose(environ)
            return self._app(environ, start_response)
        self._replica.may_not_answer()

        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            if status < "4":
                headers = [*headers, *self._position(headers)]
            return start_response(status, headers, exc_info)

        return self._app(environ, start)

    def _choose(self, environ: "WSGIEnvironment") -> None:
        known = _known(environ)
        if known is not None and not _POSITION.fullmatch(known):
            self._replica.may_not_answer()
        elif self._replica.may_answer(known, WAIT) and known:
            environ[RECEIVED] = monotonic()  # no answer may be from before it had caught up

    def _position(self, headers: Headers) -> Headers:
        is_whole = any(name == "Content-Length" for name, _ in headers)
        reached = position(self._database) if is_whole else LATEST
        cookie = f"{COOKIE}={reached}; Max-Age={_KEPT}; Path=/; HttpOnly; SameSite=Lax"
        return [(HEADER, reached), ("Set-Cookie", cookie)]


def _known(environ: "WSGIEnvironment") -> str | None:
    """The position that a request brings."""
    if given := environ.get("HTTP_ONRECORD_POSITION"):
        return str(given)
    if COOKIE not in (sent := environ.get("HTTP_COOKIE", "")):
        return None
    try:
        return SimpleCookie(sent)[COOKIE].value
    except (CookieError, KeyError):
        return LATEST
