"""What the server refuses before an application sees it, as application/problem+json (RFC 9457)."""

import errno
import json
import re
from http import HTTPStatus
from typing import Any

from gunicorn.http import errors

from .bodies import BrokenBody

# No more files or memory may be had: what leaves frees some.
EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_VERSION = re.compile(r"(HTTP/)?\d\.\d|\(\d, \d\)")
# Titles are those of RFC 9110 and RFC 6585; Python's own differ between its versions.
_TITLES = {413: "Content Too Large", 414: "URI Too Long"}
_STATUS: dict[type[Exception], int] = {
    BrokenBody: 400,
    errors.ForbiddenProxyRequest: 403,
    errors.LimitRequestLine: 414,
    errors.ExpectationFailed: 417,
    errors.LimitRequestHeaders: 431,
    errors.UnsupportedTransferCoding: 501,
    errors.InvalidHTTPVersion: 505,
}
_DETAILS = {
    403: "This address may not speak the PROXY protocol here.",
    408: "The rest of the request did not come in time.",
    414: "The address is longer than is taken here.",
    417: "The only expectation that is met here is 100-continue.",
    431: "The header fields are larger or more than are taken here.",
    500: "Something broke here; the log says what.",
    501: "The only transfer coding that is understood here is chunked.",
    503: "There are too many requests at once: try again later.",
    505: "The only versions of HTTP that are spoken here are 1.0 and 1.1.",
}


def status_of(error: BaseException) -> int:
    """The status that an error of the parser, or of the application, is answered with."""
    if isinstance(error, errors.InvalidHTTPVersion) and not _VERSION.fullmatch(f"{error.version}"):
        return 400  # what stands there is no version at all
    if isinstance(error, OSError) and error.errno in EXHAUSTED:
        return 503
    known = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), None)
    if known:
        return known
    is_ours = isinstance(error, errors.InvalidResponseHeader | errors.InvalidResponseHeaderName)
    return 400 if isinstance(error, errors.ParseException) and not is_ours else 500


def problem(status: int, error: object = "") -> bytes:
    """A whole answer, after which the connection ends. `error` is told where it is the client's."""
    detail = _DETAILS.get(status, f"{error}".rstrip(".") + ".")
    title = _TITLES.get(status, HTTPStatus(status).phrase)
    members: dict[str, Any] = {"type": "about:blank", "title": title}
    body = json.dumps({**members, "status": status, "detail": detail}).encode() + b"\n"
    head = (
        f"HTTP/1.1 {status} {title}\r\nConnection: close\r\n"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n"
    )
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        head += "Retry-After: 5\r\n"
    return head.encode() + b"\r\n" + body
