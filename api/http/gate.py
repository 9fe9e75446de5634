"""What stands ahead of the application and its cache of answers: who may, and how often.

An answer that is kept is given again without the application being asked, so who may not have
it is stopped here. Measured on a cached read: see docs/bench.md.
"""

import re
from collections.abc import Callable, Iterable
from random import getrandbits
from time import monotonic
from typing import TYPE_CHECKING, Any

from ..models import Scope
from ..store import trouble
from .callers import Caller, Callers, address_of
from .cors import Cors
from .limits import Limits
from .observing import count
from .problems import RETRY_AFTER
from .refusals import Refused
from .request_logs import CURRENT, REQUEST_ID, RequestLog

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]

CALLER = "onrecord.caller"  # in a request's environment: who sent it
METRICS = "/metrics"
# What anybody may have: the service's description and its health. Everything else takes a key
# where keys are asked for, also what is not there.
PUBLIC = frozenset({"/healthz", "/readyz", "/openapi.yaml", "/openapi.json", "/docs"})
_PUBLIC_FILES = ("/docs/", "/assets/")
# Where a browser gets a session: open to anybody, and counted.
SIGN_IN = "/sign-in"
_READING = frozenset({"GET", "HEAD"})
_READ, _METRICS = Scope.READ, Scope.METRICS  # to look up a member of an enum takes longer
# Nobody's key, should one be sent there.
_GIVEN_ID = re.compile(r"(?!onr_)[\w.:-]{1,64}", re.ASCII)
_SECURITY: Headers = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]
# Answers of the API are data: nothing in them is to be run, shown in a frame or loaded.
_NOTHING = ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")


class Gate:
    """A WSGI application in front of another."""

    def __init__(
        self,
        app: "WSGIApplication",
        callers: Callers,
        limits: Limits,
        cors: Cors,
        audit: RequestLog | None,
        access: RequestLog | None,
    ) -> None:
        self._app = app
        self._callers, self._limits, self._cors = callers, limits, cors
        self._audit, self._access = audit, access

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Let one request through, or say why not."""
        method, path, began = environ["REQUEST_METHOD"], environ["PATH_INFO"], monotonic()
        environ[REQUEST_ID] = request_id = _request_id(environ)
        CURRENT.set(request_id)
        added = [*_SECURITY, ("X-Request-ID", request_id), *self._cors.headers(environ)]

        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            seconds = count(environ, status, began)
            if self._access:
                self._access.note(environ, environ.get(CALLER), status, seconds)
            if self._audit and method not in _READING and status < "4":
                self._audit.note(environ, environ.get(CALLER), status)
            whole = headers + added
            if not _has_policy(headers):
                whole.append(_NOTHING)
            return start_response(status, whole, exc_info)

        if method == "OPTIONS" and self._cors.is_asked(environ):
            start("204 No Content", self._cors.preflight())
            return []
        try:
            if path not in PUBLIC and not path.startswith(_PUBLIC_FILES):
                caller = environ[CALLER] = self._caller(environ)
                added += self._limits.count(caller.id)
                if path != SIGN_IN:
                    must_have(caller, _METRICS if path == METRICS else _READ)
            return self._app(environ, start)
        except Refused as refused:
            return refused.answer(start, with_body=method != "HEAD")

    def _caller(self, environ: "WSGIEnvironment") -> Caller:
        try:
            return self._callers.of(environ)
        except Refused:
            self._limits.count(address_of(environ))  # so that nobody tries keys without end
            raise
        except self._callers.database.errors as error:
            meant = trouble.of(error)
            if meant is None:
                raise
            raise Refused(503, str(meant), retry_after=RETRY_AFTER) from error


def must_have(caller: Caller, scope: Scope) -> None:
    """Raise Refused for one who may not."""
    if scope in caller.scopes:
        return
    if caller.name is None:
        raise Refused(401, f"Send a key with the scope {scope}: `Authorization: Bearer onr_…`.")
    raise Refused(
        403, f"The key {caller.name!r} does not have the scope {scope}.", error="insufficient_scope"
    )


def _request_id(environ: "WSGIEnvironment") -> str:
    """The client's own, where it is one; else a new one, which need not be hard to guess."""
    given = environ.get("HTTP_X_REQUEST_ID")
    return given if given and _GIVEN_ID.fullmatch(given) else f"{getrandbits(64):016x}"


def _has_policy(headers: Headers) -> bool:
    for name, _ in headers:  # noqa: SIM110 (any() takes three times as long)
        if name == "Content-Security-Policy":
            return True
    return False
