"""Measures: the same quantity over articles and over time."""

from typing import Any

from flask import Response

from ..extraction.units import Unit
from ..http import Blueprint, database, etags, responses, session
from ..http.problems import refuse
from ..http.scopes import requires
from ..models import Scope
from ..queries import measures as queries
from ..schemas import examples
from ..schemas.measures import (
    Measure,
    MeasurePage,
    MeasurePeriodsList,
    MeasureQuery,
    MeasureToMerge,
    SeriesPage,
    SeriesQuery,
    SeveralSeriesQuery,
    Split,
)
from ..services import merging, splitting

blueprint = Blueprint(
    "measures",
    __name__,
    url_prefix="/v1/measures",
    description="The named quantities that figures are readings of.",
)


@blueprint.get("")
@requires(Scope.READ)
@blueprint.arguments(MeasureQuery, location="query")
@blueprint.response(200, MeasurePage, example=examples.page(examples.MEASURE))
@blueprint.conditional
def index(query: dict[str, Any]) -> Response:
    """List measures, latest found first.

    Without those that were merged into others.
    """
    asked = responses.asked(query)
    return responses.page(queries.page(database(), *asked), asked)


@blueprint.get("/<id:measure_id>")
@requires(Scope.READ)
@blueprint.response(200, Measure, example=examples.MEASURE)
@blueprint.conditional
@blueprint.problems(308)
def show(measure_id: int) -> Response:
    """Get one measure.

    One that was merged leads to the one that it went into (308).
    """
    version, text = queries.one(database(), measure_id)
    return responses.answer(text, etags.of_text(text, version))


@blueprint.get("/<id:measure_id>/series")
@requires(Scope.READ)
@blueprint.arguments(SeriesQuery, location="query")
@blueprint.response(200, SeriesPage, example=examples.SERIES)
@blueprint.conditional
@blueprint.problems(308)
def series(query: dict[str, Any], measure_id: int) -> Response:
    """Get a measure's readings in one unit, newest first.

    With who stated them, what each publisher's come to, and which of them cannot both be true.
    `converted` is null where no fixed rate leads to the unit. `publishers` and `disagreements` are
    of the readings on the page. `by=month` adds `periods`: what all readings come to, month by
    month; 503 where that takes more than five seconds.
    """
    dimension = queries.dimension_of(database(), measure_id)
    unit = _unit_of(dimension, query.pop("unit", None))
    wanted = responses.asked(query | {"measure": measure_id})
    return responses.page(queries.series(database(), *wanted, to=unit), wanted)


@blueprint.get("/series")
@requires(Scope.READ)
@blueprint.arguments(SeveralSeriesQuery, location="query")
@blueprint.response(200, MeasurePeriodsList, example={"items": [examples.PERIODS]})
@blueprint.conditional
@blueprint.problems(404)
def several_series(query: dict[str, Any]) -> Response:
    """Get what the readings of several measures come to, period by period.

    Each in one unit; one that was merged is given as the one that it went into. 503 where that
    takes more than five seconds.
    """
    asked = query.pop("unit", None)
    measures = queries.meant(database(), query.pop("ids"))
    units = {measure: _unit_of(measure.dimension, asked) for measure in measures}
    return responses.items(queries.series_by_period(database(), query, units))


@blueprint.post("/<id:measure_id>/merge")
@requires(Scope.CURATE, unbound=True)
@blueprint.arguments(MeasureToMerge, example={"measure": 6})
@blueprint.response(200, Measure, example=examples.MEASURE, headers=etags.HEADERS)
@blueprint.problems(308, 409)
def merge(other: dict[str, Any], measure_id: int) -> Response:
    """Let another measure go into this one.

    Its readings, those to come too, are this one's from now on. Both are of one dimension, or one
    is what the other is a year: 50 bcm, and 38 bcm a year.
    """
    merging.merge_measures(session(), measure_id, other["measure"])
    return _written(measure_id)


@blueprint.delete("/<id:measure_id>/merges/<id:merge_id>")
@requires(Scope.CURATE, unbound=True)
@blueprint.response(204)
@blueprint.problems(409)
def undo(measure_id: int, merge_id: int) -> Response:
    """Undo a merge.

    Exactly what moved then moves back; what came since by the other's name stays.
    """
    merging.undo(session(), "measures", measure_id, merge_id)
    return Response(status=204)


@blueprint.post("/<id:measure_id>/split")
@requires(Scope.CURATE, unbound=True)
@blueprint.arguments(Split, example={"property": "design capacity", "figures": [7]})
@blueprint.response(201, Measure, example=examples.MEASURE, headers=etags.CREATED)
@blueprint.problems(308, 409)
def split(parted: dict[str, Any], measure_id: int) -> Response:
    """Make some of a measure's readings those of a new one.

    Of the same entity and dimension, and another property. To undo it, merge the new one back.
    """
    number = splitting.split(session(), measure_id, **parted)
    version, text = queries.written(session(), number)
    return responses.created(text, f"/v1/measures/{number}", etags.of_text(text, version))


def _unit_of(dimension: str, asked: str | None) -> Unit | None:
    """The unit that is asked for; refuses one of another dimension."""
    unit = queries.unit_for(dimension, asked) if asked else None
    if asked and unit is None:
        refuse(422, f"{asked} is not a unit of {dimension}, which this measures.", parameter="unit")
    return unit


def _written(measure_id: int) -> Response:
    version, text = queries.written(session(), measure_id)
    return responses.answer(text, etags.of_text(text, version))
