"""`Idempotency-Key`: a request that is sent again is answered as it was the first time."""

import io
import re
from collections.abc import Callable
from functools import partial, wraps
from hashlib import sha256
from typing import Any

from flask import Response, g, request

from ..services import idempotency
from ..services.idempotency import Answer, Name
from .problems import problem, refuse
from .scopes import caller
from .transactions import database, session

View = Callable[..., Response]

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "pattern": '^[!#-[\\]-~]{1,255}$|^"[ !#-[\\]-~]{1,255}"$'},
    "example": '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    "description": "A new random word for each request: sent again with it within 24 hours, it is "
    f"answered as the first time (`{REPLAYED}: true`) and done once. With another body: 422. While "
    "the first is being answered: 409.",
}
# As the draft has it, a string of structured fields (RFC 9651); or without its quote marks.
_KEY = re.compile(r'"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x5b\x5d-\x7e]{1,255})')
_KEPT = ("Content-Type", "ETag", "Location")
_FIRST_ERROR = 400


def idempotent(view: View) -> View:
    """Let a view, which commits by itself, be asked again without doing it again."""

    @wraps(view)
    def answered(**path: Any) -> Response:
        if HEADER not in request.headers:
            return view(**path)
        name = Name(caller().id, _key())
        with database().session() as own:
            digest = _digest()
            known = idempotency.begin(own, name, digest)
            own.commit()
        if known is not None:
            return _again(known, digest)
        g.keep_answer = partial(_keep, name)
        try:
            response = view(**path)
        except BaseException:
            _forget(name)
            raise
        if response.status_code >= _FIRST_ERROR:
            _forget(name)
        return response

    return answered


def _keep(name: Name, response: Response) -> None:
    """Keep an answer in the transaction of its request."""
    headers = [[kept, response.headers[kept]] for kept in _KEPT if kept in response.headers]
    answer = Answer(response.status_code, headers, response.get_data())
    idempotency.finish(session(), name, answer)


def _key() -> str:
    match = _KEY.fullmatch(request.headers[HEADER].strip())
    if not match:
        refuse(400, "Not a key: 1 to 255 visible ASCII characters in quote marks.", header=HEADER)
    return match[1] or match[2]


def _digest() -> str:
    """All that a request says. Its body is read for it, and given back to be read again."""
    body = request.stream.read()
    request.stream = io.BytesIO(body)
    coding = request.headers.get("Content-Encoding", "")
    said = [request.method, request.full_path, request.mimetype, coding]
    return sha256("\n".join(said).encode() + b"\n" + body).hexdigest()


def _again(known: idempotency.Known, digest: str) -> Response:
    if known.request != digest:
        detail = "This key came with another request before: choose a new one."
        return problem(422, detail, [{"detail": detail, "header": HEADER}])
    if known.answer is None:
        detail = "The request with this key is being answered: ask again in a moment."
        return problem(409, detail, [{"detail": detail, "header": HEADER}], {"Retry-After": "1"})
    status, headers, body = known.answer
    response = Response(body, status)
    for name, value in headers:
        response.headers[name] = value
    response.headers[REPLAYED] = "true"
    return response


def _forget(name: Name) -> None:
    with database().session() as own:
        idempotency.forget(own, name)
        own.commit()
