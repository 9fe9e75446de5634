"""Changes delivered as signed webhooks (https://www.standardwebhooks.com).

Each is one POST of {"type": "quote.updated", "timestamp": …, "data": the change}, with the headers
webhook-id, webhook-timestamp and webhook-signature. The id names the change: a receiver that has
it already may drop what comes again.
"""

import base64
import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from .follow import Failed, Item, Refused, asked_pause, insist, name_of

TIMEOUT = 15  # seconds for an answer, as Standard Webhooks advises
PREFIX = "whsec_"
_LEAST = 24  # bytes of a secret


class _NoRedirects(HTTPRedirectHandler):
    """An address that has moved is for its owner to change: nothing is sent elsewhere."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""


_OPENER = build_opener(_NoRedirects)


def webhook_to(
    target: str, secret: str, say: Callable[[str], None]
) -> Callable[[Sequence[Item]], None]:
    """Deliver each change to an address, as often as it takes; raises Refused for a bad secret.

    An answer of 410 means that the receiver wants no more: it raises Refused.
    """
    key = key_of(secret)

    def deliver(items: Sequence[Item]) -> None:
        for item in items:
            insist(partial(_post, target, key, item), say)

    return deliver


def key_of(secret: str) -> bytes:
    """The bytes of a secret, which is written as `whsec_` and their Base64."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError as error:
        raise Refused(f"The secret is not {PREFIX} and Base64.") from error
    if len(key) < _LEAST:
        raise Refused(f"The secret has {len(key)} bytes: it needs {_LEAST} at least.")
    return key


def _post(target: str, key: bytes, item: Item) -> None:
    event = {"type": f"{item['type']}.{item['action']}", "timestamp": item["at"], "data": item}
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json", **_signed(key, name_of(item), body)}
    request = Request(target, body, headers, method="POST")  # noqa: S310 (the user's own)
    try:
        with _OPENER.open(request, timeout=TIMEOUT):
            return
    except HTTPError as error:
        with error:
            if error.code == HTTPStatus.GONE:
                raise Refused(f"{target}: 410, the receiver wants no more") from error
            raise Failed(f"{target}: {error.code}", asked_pause(error)) from error
    except (OSError, http.client.HTTPException) as error:
        raise Failed(f"{target}: {getattr(error, 'reason', None) or error!r}") from error


def _signed(key: bytes, name: str, body: bytes) -> dict[str, str]:
    """The headers that say what is sent, when, and that it comes from one who has the secret."""
    moment = str(int(time.time()))
    signature = hmac.digest(key, b".".join([name.encode(), moment.encode(), body]), hashlib.sha256)
    return {
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }
