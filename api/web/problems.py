"""Problems for people: what is answered as JSON to programs is a page to a browser."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask

from ..http.problems import CONTENT_TYPE
from .blueprint import page
from .signing_in import address_for

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_OF_PROGRAMS = ("/v1/", "/openapi.")
_REPLACED = {"content-type", "content-length", "content-security-policy"}


class ReadableProblems:
    """A WSGI application ahead of an app's own: it sees also what the gate refuses."""

    def __init__(self, app: Flask) -> None:
        self._flask, self._app = app, app.wsgi_app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        path, accept = environ["PATH_INFO"], environ.get("HTTP_ACCEPT", "")
        if path.startswith(_OF_PROGRAMS) or "text/html" not in accept:
            return self._app(environ, start_response)
        begun: list[Any] = []
        parts = self._app(environ, lambda *given: begun.append(given))  # type: ignore[arg-type]
        status, headers, *exception = begun[-1]
        given = {name.lower(): value for name, value in headers}
        is_problem = given.get("content-type") == CONTENT_TYPE
        if not is_problem or "content-encoding" in given or environ["REQUEST_METHOD"] == "HEAD":
            start_response(status, headers, *exception)
            return parts
        problem = json.loads(b"".join(parts))
        if close := getattr(parts, "close", None):
            close()
        if problem["status"] == HTTPStatus.UNAUTHORIZED and environ["REQUEST_METHOD"] == "GET":
            return self._sign_in(environ, start_response, headers)
        return self._page(environ, start_response, status, headers, problem)

    def _sign_in(
        self,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        headers: list[tuple[str, str]],
    ) -> Iterable[bytes]:
        address = address_for(environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
        kept = [one for one in headers if one[0].lower() not in {*_REPLACED, "www-authenticate"}]
        moved = [("Location", environ.get("SCRIPT_NAME", "") + address), ("Content-Length", "0")]
        start_response("303 See Other", [*kept, *moved, ("Cache-Control", "no-store")])
        return []

    def _page(
        self,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        status: str,
        headers: list[tuple[str, str]],
        problem: dict[str, Any],
    ) -> Iterable[bytes]:
        with self._flask.request_context(environ):
            shown = page("problem.html", problem=problem)
        kept = [one for one in headers if one[0].lower() not in _REPLACED]
        body = shown.get_data()
        made = [
            ("Content-Type", shown.headers["Content-Type"]),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", shown.headers["Content-Security-Policy"]),
        ]
        start_response(status, [*kept, *made])
        return [body]
