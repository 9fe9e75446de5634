"""Everything that goes wrong, told as application/problem+json (RFC 9457)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple, NoReturn

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, InternalServerError, abort

from .. import errors
from ..schemas.problems import MOST, Fault, faults_of, summary
from ..store import trouble

CONTENT_TYPE = "application/problem+json"


class Meaning(NamedTuple):
    """What a status says here: its name in the API's document, its title and a description."""

    name: str
    title: str
    description: str


# Titles are those of RFC 9110 and RFC 6585; Python's own differ between its versions.
MEANINGS: Mapping[int, Meaning] = {
    308: Meaning(
        "PermanentRedirect",
        "Permanent Redirect",
        "It was merged into another: `Location` is that one's.",
    ),
    400: Meaning(
        "BadRequest",
        "Bad Request",
        "The request cannot be read: its body is not JSON, a parameter not UTF-8, or HTTP is not "
        "spoken as it should be.",
    ),
    401: Meaning("Unauthorized", "Unauthorized", "It takes a key: `Authorization: Bearer onr_…`."),
    403: Meaning("Forbidden", "Forbidden", "The key that was sent does not allow it."),
    404: Meaning("NotFound", "Not Found", "Not found."),
    409: Meaning("Conflict", "Conflict", "Conflicts with what is stored."),
    410: Meaning("Gone", "Gone", "It was there once, and is known no more."),
    412: Meaning(
        "PreconditionFailed",
        "Precondition Failed",
        "It has changed since: the ETag in `If-Match` is no longer its own. Or `If-None-Match` has "
        "the one that it has.",
    ),
    413: Meaning(
        "ContentTooLarge",
        "Content Too Large",
        "The body is larger than the limit here (`ONRECORD_MAX_BODY`).",
    ),
    415: Meaning(
        "UnsupportedMediaType",
        "Unsupported Media Type",
        "The body must be JSON, with Content-Type: application/json, and may be compressed by gzip "
        "or deflate.",
    ),
    422: Meaning(
        "UnprocessableContent",
        "Unprocessable Content",
        "A parameter or the body has faults; `errors` lists each with its place.",
    ),
    428: Meaning(
        "PreconditionRequired",
        "Precondition Required",
        "`If-Match` is missing: say which version is meant.",
    ),
    429: Meaning(
        "TooManyRequests",
        "Too Many Requests",
        "The limit of requests is reached; `Retry-After` says when to try again.",
    ),
    500: Meaning("InternalServerError", "Internal Server Error", "Something broke here."),
    501: Meaning("NotImplemented", "Not Implemented", "It needs a library that is not here."),
    503: Meaning(
        "ServiceUnavailable",
        "Service Unavailable",
        "It takes longer than it may; or the store does not answer or too many ask just now, and "
        "`Retry-After` says when to try again.",
    ),
    507: Meaning(
        "InsufficientStorage",
        "Insufficient Storage",
        "The store's disk is full: nothing was written.",
    ),
}
_STATUS = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.NotInstalled: 501,
    errors.TooSlow: 503,
    errors.Busy: 503,
    errors.StoreUnavailable: 503,
    errors.StoreFull: 507,
}
RETRY_AFTER = 5  # seconds
LATER = {"Retry-After": str(RETRY_AFTER)}


def init_app(app: Flask, of_store: Iterable[type[Exception]]) -> None:
    """Answer every error of the app with a problem."""
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(errors.Error, of_domain)
    app.register_error_handler(errors.MergedInto, _of_merged)
    for kind in of_store:
        app.register_error_handler(kind, of_trouble)


def problem(
    status: int,
    detail: str,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document. `faults` each have a `detail` and a place."""
    text = json.dumps(body(status, detail, faults), ensure_ascii=False) + "\n"
    # What a client sent may come back in a message: write half characters as escapes.
    return Response(
        text.encode(errors="backslashreplace"), status, headers, content_type=CONTENT_TYPE
    )


def body(status: int, detail: str, faults: Sequence[Fault] = ()) -> dict[str, Any]:
    """The members of a problem document."""
    meaning = MEANINGS.get(status)
    members: dict[str, Any] = {
        "type": "about:blank",
        "title": meaning.title if meaning else HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return members | {"errors": list(faults[:MOST])} if faults else members


def refuse(status: int, detail: str, **fault: str) -> NoReturn:
    """Stop here with a problem; `fault` names the place: parameter=, header= or pointer=."""
    faults = [{"detail": detail, **fault}] if fault else []
    abort(problem(status, detail, faults))


def of_http(error: HTTPException) -> Response:
    """The answer about what HTTP has a status for."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]  # made by `refuse`
    status = error.code or 500
    given = getattr(error, "data", None) or {}
    faults = faults_of(given.get("messages", {}))
    if faults:
        detail = summary(faults, "The request")
    elif isinstance(error, InternalServerError):
        detail = "Something broke here; the log says what."
    elif status == HTTPStatus.NOT_FOUND and not request.url_rule:
        detail = f"There is nothing at {request.path}."
    elif status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        limit = current_app.config["MAX_CONTENT_LENGTH"]
        detail = f"The body is larger than {limit} bytes, the limit here (ONRECORD_MAX_BODY)."
    else:
        detail = error.description or HTTPStatus(status).description
    headers = {
        name: value
        for name, value in error.get_headers()
        if name.lower() in {"allow", "retry-after", "www-authenticate"}
    }
    return problem(status, detail, faults, headers)


def of_domain(error: errors.Error) -> Response:
    """The answer about what went wrong in the domain."""
    if isinstance(error, errors.Invalid):
        return problem(422, str(error), [{"detail": str(error), "pointer": error.pointer}])
    headers = LATER if isinstance(error, errors.StoreUnavailable | errors.Busy) else None
    return problem(_STATUS[type(error)], str(error), headers=headers)


def of_trouble(error: Exception) -> Response:
    """The answer about what the store's driver raised: its trouble, or ours."""
    meant = trouble.of(error)
    if meant is None:
        raise error
    current_app.logger.error("%s", meant, exc_info=error)
    return of_domain(meant)


def _of_merged(error: errors.MergedInto) -> Response:
    path = request.root_path + request.path.replace(f"/{error.number}", f"/{error.into}", 1)
    query = request.query_string.decode("latin-1")
    address = f"{path}?{query}" if query else path
    # A merge can be undone: nobody may keep what leads away from what it was.
    return problem(308, str(error), headers={"Location": address, "Cache-Control": "no-store"})
