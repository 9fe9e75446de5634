"""Signing in with a key, and out again."""

import re
from urllib.parse import urlencode

from flask import Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from ..http import sessions
from ..http.callers import Callers
from ..http.cursors import secret
from ..http.gate import CALLER, SIGN_IN
from ..http.refusals import Refused
from ..http.scopes import requires
from ..models import Scope
from .blueprint import Pages, page

pages = Pages("signing_in")
# A path here: "//host" and "/\host" are addresses of other hosts to a browser.
_OURS = re.compile(r"/(?![/\\])[!-\[\]-~]*")


@pages.get(SIGN_IN)
@requires(Scope.READ)
def form() -> Response:
    """Show the form."""
    return page("sign_in.html", to=_to(request.args.get("to", "")))


@pages.post(SIGN_IN)
@requires(Scope.READ)
def sign_in() -> AnyResponse:
    """Begin a session with the key that was typed."""
    to = _to(request.form.get("to", ""))
    callers: Callers = current_app.extensions["callers"]
    try:
        caller = callers.with_key(request.form.get("key", "").strip())
    except Refused as refused:
        response = page("sign_in.html", to=to, faults=[refused.detail])
        response.status_code = 422
        return response
    request.environ[CALLER] = caller  # the audit log says who it was
    return sessions.begin(_led(to), caller.id, secret())


@pages.get("/sign-out")
@requires(Scope.READ)
def ask() -> Response:
    """Ask whether to sign out."""
    return page("sign_out.html")


@pages.post("/sign-out")
@requires(Scope.READ)
def sign_out() -> AnyResponse:
    """End the session."""
    return sessions.end(_led("/"))


def address_for(path: str, query: str) -> str:
    """The address of the form, which leads back to where somebody wanted to go."""
    to = f"{path}?{query}" if query else path
    return f"{SIGN_IN}?{urlencode({'to': to})}" if _to(to) != "/" else SIGN_IN


def _to(given: str) -> str:
    return given if _OURS.fullmatch(given) else "/"


def _led(to: str) -> Response:
    response: Response = redirect(request.root_path + to, 303, Response)  # type: ignore[assignment]
    return response
