"""An article as it was written, with what was found in it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, redirect, url_for
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response as AnyResponse

from ..http import database
from ..http.parsing import query_of
from ..http.scopes import requires
from ..models import Scope
from ..queries import articles as queries
from ..queries import figures, kept_pages, quotes, revisions
from .blueprint import Pages, page
from .differences import changed_words, paragraphs, some_of
from .layout import annotated, part_at

pages = Pages("articles")
_COPIES = 20


class ArticlePage(Schema):
    """Which part of an article."""

    at = fields.Integer(
        load_default=0,
        validate=validate.Range(0),
        metadata={"description": "A place in the text: the part that holds it is shown."},
    )


_QUERY = ArticlePage()


@pages.get("/articles/<id:article_id>")
@requires(Scope.READ)
def show(article_id: int) -> Response:
    """Show an article."""
    at = query_of(_QUERY)["at"]
    _, text = queries.one(database(), article_id)
    article = json.loads(text)
    states = json.loads(revisions.every(database(), article_id))["items"]
    lost = json.loads(revisions.unplaced(database(), article_id))
    part = part_at(article["text"], [*article["quotes"], *article["figures"]], at)
    return page(
        "article.html",
        article=article,
        part=part,
        blocks=annotated(article, part),
        revisions=states,
        has_page=article["revision"] in kept_pages.revisions(database(), article_id),
        lost=[*lost["quotes"], *lost["figures"]],
        copies=_copies(article_id),
        decided=_decided([*article["quotes"], *article["figures"]]),
    )


@pages.get("/quotes/<id:quote_id>")
@requires(Scope.READ)
def show_quote(quote_id: int) -> AnyResponse:
    """Lead to a quote in its place."""
    return _in_its_place(quotes.ONE.read(database(), quote_id), "q")


@pages.get("/figures/<id:figure_id>")
@requires(Scope.READ)
def show_figure(figure_id: int) -> AnyResponse:
    """Lead to a figure in its place."""
    return _in_its_place(figures.ONE.read(database(), figure_id), "f")


@pages.get("/articles/<id:article_id>/revisions/<id:number>")
@requires(Scope.READ)
def show_revision(article_id: int, number: int) -> Response:
    """Show an earlier state of an article's text."""
    at = query_of(_QUERY)["at"]
    revision = json.loads(revisions.one(database(), article_id, number))
    compared = None
    if number > 1:
        before = json.loads(revisions.one(database(), article_id, number - 1))
        compared = changed_words(before["text"], revision["text"])
    blocks, following = some_of(compared or paragraphs(revision["text"]), at)
    return page(
        "revision.html",
        article_id=article_id,
        revision=revision,
        blocks=blocks,
        at=at,
        following=following,
        changes=bool(compared),
        has_page=number in kept_pages.revisions(database(), article_id),
    )


def _in_its_place(text: bytes, letter: str) -> AnyResponse:
    found = json.loads(text)
    address = url_for(".show", article_id=found["article_id"], at=found["selector"]["start"])
    return redirect(f"{address}#{letter}{found['id']}", 303)


def _copies(article_id: int) -> list[Any]:
    query = {"copy_of": article_id, "copies": "all", "shown": ("id", "title", "publisher")}
    return [json.loads(one) for one in queries.page(database(), query, _COPIES, None).items]


def _decided(readings: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [reading for reading in readings if reading["status"] != "extracted"]
