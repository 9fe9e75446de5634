"""Refusing a request before the application sees it, with a problem document (RFC 9457)."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .problems import CONTENT_TYPE, body

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

REALM = 'Bearer realm="onrecord"'  # RFC 6750
_REASONS = {
    401: "401 Unauthorized",
    403: "403 Forbidden",
    429: "429 Too Many Requests",
    503: "503 Service Unavailable",
}


class Refused(Exception):
    """A request that goes no further; `error` is what RFC 6750 calls the fault of a key."""

    def __init__(
        self, status: int, detail: str, *, error: str = "", retry_after: int | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.error, self.retry_after = status, detail, error, retry_after

    def headers(self) -> list[tuple[str, str]]:
        """What RFC 6750 and RFC 9110 have a refusal say."""
        said = []
        if self.status in {401, 403}:
            error = f', error="{self.error}"' if self.error else ""
            said.append(("WWW-Authenticate", REALM + error))
        if self.retry_after is not None:
            said.append(("Retry-After", str(self.retry_after)))
        return said

    def answer(self, start_response: "StartResponse", *, with_body: bool) -> Iterable[bytes]:
        """Say so."""
        text = json.dumps(body(self.status, self.detail)).encode() + b"\n"
        headers = [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(text)))]
        start_response(_REASONS[self.status], headers + self.headers())
        return [text] if with_body else []
