"""304, in one place: the client has the answer already (If-None-Match)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .etags import is_known

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# What a 304 repeats of the answer that it stands for (RFC 9110, 15.4.5); and the policy of a page,
# since browsers put a 304's in its place.
_REPEATED = frozenset(
    {
        "cache-control",
        "content-location",
        "content-security-policy",
        "etag",
        "expires",
        "link",
        "vary",
    }
)


class Conditional:
    """A WSGI application in front of all that make answers, which need not know what was asked."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        if "HTTP_IF_NONE_MATCH" not in environ or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._app(environ, start_response)
        known = environ.pop("HTTP_IF_NONE_MATCH")
        environ.pop("HTTP_IF_MODIFIED_SINCE", None)  # counts without the other only
        begun: list[Any] = []
        # Both Flask and the cache have called it by the time that they give the body.
        parts = self._app(environ, lambda *given: begun.append(given))  # type: ignore[arg-type]
        status, headers, *exception = begun[-1]
        tag = next((value for name, value in headers if name == "ETag"), None)
        if tag is None or not status.startswith("200") or not is_known(known, tag):
            start_response(status, headers, *exception)
            return parts
        if close := getattr(parts, "close", None):
            close()
        start_response("304 Not Modified", [one for one in headers if one[0].lower() in _REPEATED])
        return []
