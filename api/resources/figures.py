"""Figures: the numbers that articles name."""

from typing import Any

from flask import Response

from ..http import Blueprint, database, etags, json_ld, responses, session
from ..http.scopes import requires, signed
from ..models import Figure as Table
from ..models import Scope
from ..queries import counts, history
from ..queries import figures as queries
from ..schemas import examples, schema_org
from ..schemas.counts import CountList, FigureCountQuery
from ..schemas.figures import Figure, FigureChange, FigureHit, FigureParts, FigureQuery, NewFigure
from ..schemas.history import FigureHistory
from ..schemas.history import example as history_example
from ..schemas.items import ByWhom
from ..services import curation

blueprint = Blueprint(
    "figures", __name__, url_prefix="/v1/figures", description="The numbers that articles name."
)


@blueprint.get("")
@requires(Scope.READ)
@blueprint.arguments(FigureQuery, location="query")
@json_ld.documented(blueprint, FigureHit, schema_org.figure, examples.FIGURE, listed=True)
@blueprint.conditional
def index(query: dict[str, Any]) -> Response:
    """List figures, newest first.

    Of the articles' current texts; all filters that are given must hold. What was rejected is
    left out unless `status` asks for it. Counts that nobody
    would look up are left out unless `salience=all`.
    """
    asked = responses.asked(query)
    found = queries.page(database(), *asked)
    return responses.page(found, asked, schema_org.figure, has_feeds=True)


@blueprint.get("/counts")
@requires(Scope.READ)
@blueprint.arguments(FigureCountQuery, location="query")
@blueprint.response(200, CountList, example={"items": [examples.COUNT]})
@blueprint.conditional
@blueprint.problems(503)
def count(query: dict[str, Any]) -> Response:
    """Count figures by measure, month and others, or by two of these.

    A count reads all that the filters leave: 503 where that takes more than five seconds.
    """
    by, limit, sort = (query.pop(name) for name in ("by", "limit", "sort"))
    return responses.items(counts.FIGURES.read(database(), query, by, limit, sort))


@blueprint.get("/<id:figure_id>")
@requires(Scope.READ)
@blueprint.arguments(FigureParts, location="query")
@json_ld.documented(blueprint, Figure, schema_org.figure, examples.FIGURE, listed=False)
@blueprint.conditional
def show(query: dict[str, Any], figure_id: int) -> Response:
    """Get one figure.

    Also one of an earlier revision of its article, whose selector then counts in that text.
    """
    return responses.negotiated(queries.ONE.read(database(), figure_id, **query), schema_org.figure)


@blueprint.post("")
@requires(Scope.CURATE)
@blueprint.arguments(NewFigure, example=examples.NEW_FIGURE)
@blueprint.response(201, Figure, example=examples.FIGURE, headers=etags.CREATED)
@blueprint.problems(404, 409)
def create(figure: dict[str, Any]) -> Response:
    """Add a figure that nobody found.

    To an article's current text. `by` says who adds it.
    """
    number = curation.add(session(), Table, **signed(figure))
    return responses.created(queries.ONE.written(session(), number), f"/v1/figures/{number}")


@blueprint.patch("/<id:figure_id>")
@requires(Scope.CURATE)
@blueprint.arguments(FigureChange, example={"unit": "m3", "by": "Ana Reyes"})
@blueprint.response(200, Figure, example=examples.FIGURE, headers=etags.HEADERS)
@blueprint.problems(409, 412, 428)
def change(decision: dict[str, Any], figure_id: int) -> Response:
    """Confirm, reject or correct a figure.

    What it said before, the machine's own reading first, stays in its history. A corrected place
    has to touch the one before, unless the current text no longer had any. `If-Match` says which
    state is meant, `by` who decides.
    """
    curation.decide(session(), Table, figure_id, etags.must_match_text, **signed(decision))
    return responses.answer(queries.ONE.written(session(), figure_id))


@blueprint.delete("/<id:figure_id>")
@requires(Scope.CURATE)
@blueprint.arguments(ByWhom, location="query")
@blueprint.response(204)
@blueprint.problems(409, 412, 428)
def delete(query: dict[str, Any], figure_id: int) -> Response:
    """Delete a figure that was added by hand, with its history.

    What the machine read is rejected instead, so that it stays known: 409. One that has no place
    in its article's current text is dropped: no longer listed as unplaced.
    """
    curation.remove(session(), Table, figure_id, etags.must_match_text, **signed(query))
    return Response(status=204)


@blueprint.post("/<id:figure_id>/undo")
@requires(Scope.CURATE)
@blueprint.arguments(ByWhom, location="query")
@blueprint.response(200, Figure, example=examples.FIGURE, headers=etags.HEADERS)
@blueprint.alt_response(204, description="It was added by hand, and is deleted.", success=True)
@blueprint.problems(409, 412, 428)
def undo(query: dict[str, Any], figure_id: int) -> Response:
    """Undo the last decision on a figure.

    It says again what it said before, and the history has both; one that was added is deleted
    (204). Where nobody decided on it last: 409. `If-Match` says which state is meant.
    """
    stands = curation.undo(session(), Table, figure_id, etags.must_match_text, **signed(query))
    if not stands:
        return Response(status=204)
    return responses.answer(queries.ONE.written(session(), figure_id))


@blueprint.get("/<id:figure_id>/history")
@requires(Scope.READ)
@blueprint.response(200, FigureHistory, example=history_example(examples.FIGURE))
@blueprint.conditional
def show_history(figure_id: int) -> Response:
    """Get all that happened to a figure, first to last.

    Every state with who brought it about and when; the machine's own reading first.
    """
    return responses.answer(history.of_item(database(), Table, figure_id))
