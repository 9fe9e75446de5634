"""Whether pages of other origins may call the API (the Fetch standard's CORS protocol)."""

from collections.abc import Mapping, Sequence
from typing import Any

Headers = list[tuple[str, str]]

_METHODS = "GET, HEAD, POST, PATCH, DELETE"
_SENT = "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, X-Request-ID"
_SHOWN = (
    "ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
    "X-Request-ID"
)
_A_DAY = "86400"


class Cors:
    """What is said to browsers; nothing, where no origin is allowed."""

    def __init__(self, origins: Sequence[str]) -> None:
        self._origins = frozenset(origins)

    def is_asked(self, environ: Mapping[str, Any]) -> bool:
        """Whether a request is a browser's question whether it may send another."""
        return bool(self._origins) and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ

    def headers(self, environ: Mapping[str, Any]) -> Headers:
        """What an answer says to a browser; with any origin allowed it is the same for all."""
        if not self._origins:
            return []
        if "*" in self._origins:
            return [("Access-Control-Allow-Origin", "*"), _exposed()]
        origin = environ.get("HTTP_ORIGIN")
        if origin not in self._origins:
            return [("Vary", "Origin")]
        return [("Access-Control-Allow-Origin", origin), ("Vary", "Origin"), _exposed()]

    @staticmethod
    def preflight() -> Headers:
        """The answer to that question, beside `headers`."""
        return [
            ("Access-Control-Allow-Methods", _METHODS),
            ("Access-Control-Allow-Headers", _SENT),
            ("Access-Control-Max-Age", _A_DAY),
            ("Content-Length", "0"),
        ]


def _exposed() -> tuple[str, str]:
    return "Access-Control-Expose-Headers", _SHOWN
