"""Forms of our own pages: no other site's page may send one in the name of who looks at it.

A cookie that goes to no other site's requests (SameSite) holds a random word, the form the same
word signed; without both, nothing is done. Each token is another, so that it cannot be guessed from
the length of compressed pages.
"""

import os
from hashlib import blake2b
from hmac import compare_digest

from flask import Response, request

from .cursors import secret
from .problems import refuse

COOKIE, FIELD = "onrecord_form", "token"
_FROM_ELSEWHERE = {"cross-site", "same-site"}  # Sec-Fetch-Site, where a browser sends it


class Token:
    """What a form has to bring along; `keep` sets the cookie that it belongs to."""

    def __init__(self) -> None:
        self._word = request.cookies.get(COOKIE) or os.urandom(16).hex()
        nonce = os.urandom(8).hex()
        self.value = f"{nonce}.{_signature(nonce, self._word)}"

    def keep(self, response: Response) -> Response:
        """Set the cookie."""
        path = request.root_path or "/"
        response.set_cookie(
            COOKIE,
            self._word,
            path=path,
            secure=request.is_secure,
            httponly=True,
            samesite="Strict",
        )
        return response


def must_be_ours() -> None:
    """Refuse a form that did not come from a page of ours."""
    nonce, _, signature = request.form.get(FIELD, "").partition(".")
    word = request.cookies.get(COOKIE, "")
    is_signed = compare_digest(signature.encode(), _signature(nonce, word).encode())
    if not word or not is_signed or request.headers.get("Sec-Fetch-Site") in _FROM_ELSEWHERE:
        refuse(403, "This form did not come from a page of this service, or is too old: go back.")


def _signature(nonce: str, word: str) -> str:
    return blake2b(f"form {nonce} {word}".encode(), key=secret(), digest_size=16).hexdigest()
