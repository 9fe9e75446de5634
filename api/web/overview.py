"""How much is on record, and how well it was read."""

from typing import cast

from flask import Response, current_app

from ..extraction import EXTRACTOR
from ..http import database
from ..http.scopes import requires
from ..models import Scope
from ..queries.overview import Overview
from .blueprint import Pages, page

pages = Pages("overview")
# As docs/engine.md has them, in percent: precision, recall and F1 on texts that people marked. A
# test fails when these are not there any more.
SCORES = (
    ("Values of figures, NewsQuant", "94.0", "94.2", "94.1"),
    ("Quotes, Wikinews", "83.8", "75.7", "79.6"),
    ("Quotes, political news (PolNeAR)", "87.6", "76.6", "81.8"),
    ("What a figure is of: thing and property, Wikinews", "64.2", "36.8", "46.8"),
    ("What a figure is of: thing and property, NewsQuant", "67.3", "40.0", "50.2"),
)


@pages.get("/about")
@requires(Scope.READ)
def show() -> Response:
    """Show it."""
    kept = cast("Overview", current_app.extensions.setdefault("overview", Overview()))
    return page("about.html", scores=SCORES, extractor=EXTRACTOR, **kept.read(database()))
