"""Figures: the numbers that articles name."""

from typing import Any

from flask import Response

from api.http import Blueprint, answers, database, linking
from api.queries import counts
from api.queries import figures as queries
from api.schemas import examples, linked
from api.schemas.counts import CountList, FigureCountQuery
from api.schemas.figures import Figure, FigurePage, FigureParts, FigureQuery

blueprint = Blueprint(
    "figures", __name__, url_prefix="/v1/figures", description="The numbers that articles name."
)


@blueprint.get("")
@blueprint.arguments(FigureQuery, location="query")
@linking.documented(blueprint, linked.figure, examples.FIGURE, listed=True)
@blueprint.response(200, FigurePage, example=examples.page(examples.FIGURE))
@blueprint.alt_response(304, description="Not changed since.", success=True)
def index(query: dict[str, Any]) -> Response:
    """List figures, newest first.

    Of the articles' present texts; all filters that are given must hold. Counts that nobody
    would look up are left out unless `salience=all`.
    """
    return answers.page(queries.page, query, linked.figure)


@blueprint.get("/counts")
@blueprint.arguments(FigureCountQuery, location="query")
@blueprint.response(200, CountList, example={"items": [examples.COUNT]})
@blueprint.alt_response(304, description="Not changed since.", success=True)
@blueprint.problems(503)
def count(query: dict[str, Any]) -> Response:
    """Count figures by measure, month and others, the most frequent first.

    A count reads all that the filters leave: 503 where that takes more than five seconds.
    """
    by, limit = query.pop("by"), query.pop("limit")
    return answers.items(counts.FIGURES.read(database(), query, by, limit))


@blueprint.get("/<id:figure_id>")
@blueprint.arguments(FigureParts, location="query")
@linking.documented(blueprint, linked.figure, examples.FIGURE, listed=False)
@blueprint.response(200, Figure, example=examples.FIGURE)
@blueprint.alt_response(304, description="Not changed since.", success=True)
def show(query: dict[str, Any], figure_id: int) -> Response:
    """Get one figure.

    Also one of an earlier revision of its article, whose selector then counts in that text.
    """
    return answers.one(queries.one(database(), figure_id, **query), linked.figure)
