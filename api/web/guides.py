"""The documents under docs/ as pages, where they are there: in a checkout, and once installed."""

import re
from functools import cache, lru_cache
from pathlib import Path

from flask import Response, abort
from markdown_it import MarkdownIt

from ..config import folder
from ..http.scopes import requires
from ..models import Scope
from .blueprint import Pages, page

pages = Pages("guides")
# A link from one to another, or to what has no page here.
_TO_ANOTHER = re.compile(r'href="(?:\./)?([\w-]+)\.md(#[\w-]+)?"')
_TO_A_FILE = re.compile(r'<a href="(?!https?:|#|/)[^"]*\.[^"]*">(.*?)</a>')
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)


@pages.get("/docs/<string:name>")
@requires(Scope.READ)
def show(name: str) -> Response:
    """Show one of them."""
    path = guides().get(name)
    if path is None:
        abort(404)
    title, html = _rendered(path)
    return page("guide.html", title=title, html=html, name=name, names=sorted(guides()))


@cache
def guides() -> dict[str, Path]:
    """The documents by their names."""
    return {path.stem: path for path in sorted(folder("docs").glob("*.md"))}


@lru_cache(maxsize=64)
def _rendered(path: Path) -> tuple[str, str]:
    text = path.read_text(encoding="utf-8")
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    html = html.replace("<pre>", '<pre tabindex="0">')  # wide ones are scrolled by keys, too
    html = _TO_ANOTHER.sub(r'href="\1\2"', html)
    title = _HEADING.search(text)
    return title[1] if title else path.stem, _TO_A_FILE.sub(r"\1", html)
