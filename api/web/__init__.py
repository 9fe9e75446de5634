"""The pages that people look at: templates, and views that ask queries as resources do.

Their addresses are those of the API without /v1. They work without JavaScript.
"""

from flask import Flask

from . import (
    articles,
    entities,
    guides,
    kept_pages,
    measures,
    overview,
    review,
    search,
    signing_in,
    text,
    wording,
)
from .blueprint import Pages, api, asset, form_token
from .problems import ReadableProblems

__all__ = ["ReadableProblems", "init_app"]

PAGES: tuple[Pages, ...] = (
    search.pages,
    articles.pages,
    kept_pages.pages,
    entities.pages,
    measures.pages,
    text.pages,
    overview.pages,
    guides.pages,
    review.pages,
    signing_in.pages,
)


def init_app(app: Flask) -> None:
    """Add the pages to an app, and the words that their templates use."""
    app.jinja_env.filters.update(wording.FILTERS)
    app.jinja_env.globals.update(asset=asset, api=api, form_token=form_token)
    app.jinja_env.globals["guide"] = lambda name: name in guides.guides()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for pages in PAGES:
        app.register_blueprint(pages)
