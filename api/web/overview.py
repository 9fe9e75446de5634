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
    ("Values of figures, NewsQuant", "93.8", "94.2", "94.0"),
    ("Quotes, Wikinews", "90.7", "84.1", "87.3"),
    ("Quotes, political news (PolNeAR)", "81.8", "75.9", "78.7"),
    ("What a figure is of: thing and property, Wikinews", "66.5", "41.6", "51.2"),
    ("What a figure is of: thing and property, NewsQuant", "64.4", "41.6", "50.6"),
    ("What a figure is of: thing and property, radio news", "62.5", "36.6", "46.2"),
)


@pages.get("/about")
@requires(Scope.READ)
def show() -> Response:
    """Show it."""
    kept = cast("Overview", current_app.extensions.setdefault("overview", Overview()))
    return page("about.html", scores=SCORES, extractor=EXTRACTOR, **kept.read(database()))
