"""A measure: the same quantity over articles and over time."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, render_template, request

from ..extraction.units import unit
from ..http import cursors, database
from ..http.parsing import query_of
from ..http.problems import refuse
from ..http.scopes import requires
from ..models import Scope
from ..queries import measures as queries
from ..schemas.measures import SeriesQuery
from .blueprint import ANYBODY, PNG, SVG, Pages, address, answer, api, page
from .charts import COLOURS, chart
from .pictures import can_draw, png

pages = Pages("measures")
_QUERY = SeriesQuery()


@pages.get("/measures/<id:measure_id>")
@requires(Scope.READ)
def show(measure_id: int) -> Response:
    """Show a measure's readings over time."""
    return page("measure.html", **_read(measure_id))


@pages.get("/measures/<id:measure_id>/embed")
@requires(Scope.READ)
def embed(measure_id: int) -> Response:
    """The chart alone, for another site's page to show in a frame."""
    return page("embed.html", framed_by=ANYBODY, **_read(measure_id))


@pages.get("/measures/<id:measure_id>.svg")
@requires(Scope.READ)
def picture(measure_id: int) -> Response:
    """The chart as a picture."""
    return answer(render_template("chart.svg", **_read(measure_id)), SVG)


@pages.get("/measures/<id:measure_id>.png")
@requires(Scope.READ)
def bitmap(measure_id: int) -> Response:
    """The chart as a picture, for where SVG cannot be put."""
    shown = _read(measure_id)
    return answer(png(shown["measure"]["name"], shown["chart"]), PNG)


def _read(measure_id: int) -> dict[str, Any]:
    """All that these pages show."""
    measure = json.loads(queries.one(database(), measure_id).text)
    asked = query_of(_QUERY)
    limit, cursor = asked.pop("limit"), asked.pop("cursor", None)
    wanted = asked.pop("unit", None)
    to = queries.unit_for(measure["dimension"], wanted) if wanted else None
    if wanted and to is None:
        refuse(422, f"{wanted} is not a unit of {measure['dimension']}.", parameter="unit")
    filters = {**asked, "measure": measure_id}
    after = cursors.read(cursor, filters) if cursor else None
    found = queries.series(database(), filters, min(limit, MOST), after, to=to)
    readings = [json.loads(one) for one in found.items]
    at_odds = json.loads(found.members["disagreements"])
    return {
        "measure": measure,
        "readings": readings,
        "publishers": json.loads(found.members["publishers"]),
        "disagreements": at_odds,
        "odd": {number for one in at_odds for number in one["figures"]},
        "by_id": {reading["id"]: reading for reading in readings},
        "chart": chart(readings),
        "colours": COLOURS,
        "as_png": can_draw(),
        "units": _units(readings),
        "unit": wanted,
        "following": address(request.args, cursor=cursors.sign(found.last, filters))
        if found.last
        else None,
        "query": urlencode(request.args),
        "call": api(f"/measures/{measure_id}/series"),
    }


MOST = 100  # readings that a page has room for


def _units(readings: list[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The units in which its readings were written, the newest first: codes and names."""
    codes = dict.fromkeys(one["unit_code"] for one in readings if one["unit_code"])
    known = [(code, unit(code)) for code in codes]
    return [(code, found.name) for code, found in known if found]
