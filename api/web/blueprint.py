"""A group of pages: what each takes, how it is answered, and what a browser may do with it."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import flask
from flask import Response, g, render_template, request

from ..http import etags, forms
from ..http.gate import CALLER
from ..http.scopes import guarded, taken_by
from ..http.transactions import committing

ASSETS = Path(__file__).with_name("assets")
HTML, SVG, PNG = "text/html; charset=utf-8", "image/svg+xml", "image/png"
# No script and no style but those of files of ours; a form may only come back here.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {}"
)
NOBODY, ANYBODY = "'none'", "*"


class Pages(flask.Blueprint):
    """Pages, each of which says which scope it takes, as operations of the API do."""

    def __init__(self, name: str) -> None:
        super().__init__(f"pages_{name}", __name__, template_folder="templates")

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Any = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Add a page; raises TypeError for one that does not say which scope it takes."""
        takes, view = taken_by(view_func), view_func
        methods: Iterable[str] = options.get("methods") or ("GET",)
        if set(methods) - {"GET"}:
            view = committing(_of_ours(view))
        super().add_url_rule(
            rule,
            endpoint or view_func.__name__,
            guarded(view, takes),
            provide_automatic_options,
            **options,
        )


def page(template: str, *, framed_by: str = NOBODY, **values: Any) -> Response:
    """A page made by a template, and the cookie that its forms belong to."""
    user = request.environ.get(CALLER)
    text = render_template(template, user=user, **values)
    response = answer(text, HTML, framed_by=framed_by)
    token: forms.Token | None = g.pop("form_token", None)
    return token.keep(response) if token else response


def form_token() -> str:
    """What each form of a page brings along."""
    if "form_token" not in g:
        g.form_token = forms.Token()
    return str(g.form_token.value)


def _of_ours(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let only forms of our own pages get to a view."""

    @wraps(view)
    def checked(**path: Any) -> Any:
        forms.must_be_ours()
        return view(**path)

    return checked


def answer(text: str | bytes, content_type: str, *, framed_by: str = NOBODY) -> Response:
    """What is looked at, with what a browser may do with it."""
    body = text.encode(errors="backslashreplace") if isinstance(text, str) else text
    response = Response(body, content_type=content_type)
    response.set_etag(etags.of_text(body))
    # A key may be needed for it, and what it shows changes: ask each time whether it is the same.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = POLICY.format(framed_by)
    return response


@cache
def _version(name: str) -> str:
    return sha256((ASSETS / name).read_bytes()).hexdigest()[:8]


def asset(name: str) -> str:
    """The address of a file of ours; another one when the file is another."""
    return f"{request.root_path}/assets/{name}?v={_version(name)}"


def api(path: str = "") -> str:
    """The address of the API that answers what a page shows."""
    return f"{request.root_path}/v1{path}"


def address(typed: Mapping[str, str], **changes: str | None) -> str:
    """The address of the same search with something changed; the first page of it."""
    query = {**typed, "cursor": None, **changes}
    kept = {name: value for name, value in query.items() if value and value.strip()}
    return f"?{urlencode(kept)}" if kept else ""
