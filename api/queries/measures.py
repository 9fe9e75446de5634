"""Reading measures, and their series."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.orm import Session

from ..errors import NotFound
from ..extraction.units import Unit, unit, yearly
from ..models import Entity, Figure, Measure
from ..schemas.figures import MeasureReference
from ..schemas.measures import MeasureQuery, NamedMeasure, SeriesQuery
from ..store.database import Database
from ..store.documents import dumped, with_members
from ..store.projection import json_text, merged, object_text
from . import conversion
from .by_period import newest_unit, periods
from .disagreements import bounds, disagreements
from .entities import Versioned, found_in, many, merges_of, seen, with_ids, written_by
from .figures import LISTING as FIGURES
from .filters import (
    by_copies,
    by_status,
    chosen,
    equals,
    expanded,
    must_translate,
    one_of,
    refers_to,
)
from .paging import Key, Listing, Page
from .quotes import named

_PLACES = ((Figure, "measure_id"),)
SHOWN = merged(
    json_text(NamedMeasure(), Measure),
    object_text(
        figures=many(Figure, "measure_id", Measure),
        first_seen=seen(func.min, Measure, _PLACES),
        last_seen=seen(func.max, Measure, _PLACES),
        merges=merges_of(Measure),
    ),
)
_ONE = select(Measure.version, Measure.merged_into, SHOWN).where(
    Measure.id == bindparam("id", type_=BigInteger)
)
_DIMENSION = select(Measure.version, Measure.merged_into, Measure.dimension).where(
    Measure.id == bindparam("id", type_=BigInteger)
)
LISTING = Listing(
    lambda _shown: SHOWN,
    Measure,
    {
        "entity": refers_to("entity_id", "entity", Entity),
        "owners": one_of("entity_id", "owners"),
        "property": equals("property"),
        "dimension": equals("dimension"),
        **chosen("id", "ids"),
    },
    MeasureQuery,
    {"ids"},
    always=["stands"],
)

must_translate(SeriesQuery, FIGURES.filters, {"unit", "by"})
_MEANT = select(func.coalesce(Measure.merged_into, Measure.id)).where(
    Measure.id == bindparam("id", type_=BigInteger)
)
_NAMED = select(Measure.id, Measure.dimension, json_text(MeasureReference(), Measure)).where(
    Measure.id == _MEANT.scalar_subquery()
)


class Meant(NamedTuple):
    """A measure by any of its ids: the one it has now, its dimension, and its name as JSON."""

    id: int
    dimension: str
    reference: bytes


def one(database: Database, measure_id: int) -> Versioned:
    """A measure; raises NotFound, and MergedInto where another is meant now."""
    return found_in(database.read(_ONE, {"id": measure_id}), "measure", measure_id)


def written(session: Session, measure_id: int) -> Versioned:
    """The same, as this transaction has just written it."""
    return written_by(session, _ONE, measure_id)


def dimension_of(database: Database, measure_id: int) -> str:
    """What a measure is of; raises as `one`."""
    row = database.read(_DIMENSION, {"id": measure_id})
    return found_in(row, "measure", measure_id).text.decode()


def page(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """One page of the measures that a query means."""
    filters = dict(query)
    if "entity" in filters:
        filters |= named(database, filters.pop("entity"), "entity", "owners")
    filters = expanded(with_ids(database, Measure, filters))
    return LISTING.read(database, filters, limit, after)


def unit_for(dimension: str, asked: str) -> Unit | None:
    """The unit in which a series is shown; of a flow, a quantity means so much a year."""
    known = unit(asked)
    if known is None or known.dimension == dimension:
        return known
    flow = yearly(known)
    return flow if flow and flow.dimension == dimension else None


def series(
    database: Database, query: Mapping[str, Any], limit: int, after: Key | None, to: Unit | None
) -> Page:
    """One page of a measure's readings, with what they come to.

    `to` is the unit of all values; None for that of the newest reading.
    """
    filters = by_status(by_copies(dict(query)))
    by = filters.pop("by", None)
    to = to or (newest_unit(database, filters) if by else None)
    found = FIGURES.read(database, filters, limit, after)
    members = _by_period(database, filters, by, to) if by else {}
    figures = [json.loads(item) for item in found.items]
    to = to or next((unit(each["unit_code"]) for each in figures if each["unit_code"]), None)
    if to is None:
        shown = [conversion.with_converted(item, None) for item in found.items]
        return Page(shown, found.last, _summary([], [], []) | members)
    values = [conversion.ends(each, to, conversion.a_year) for each in figures]
    items = [conversion.with_converted(*pair) for pair in zip(found.items, values, strict=True)]

    def said(figure: Mapping[str, Any]) -> Any:
        code = figure["unit_code"]
        return bounds(figure, partial(_convert, code, to.code)) if code else None

    summary = _summary(figures, values, disagreements(figures, said))
    return Page(items, found.last, summary | members)


def meant(database: Database, ids: Sequence[int]) -> list[Meant]:
    """The measures that ids mean now, each once; raises NotFound."""
    found: dict[int, Meant] = {}
    for measure_id in ids:
        rows = database.read(_NAMED, {"id": measure_id})
        if not rows:
            raise NotFound(f"There is no measure {measure_id}.")
        ((number, dimension, reference),) = rows
        found[number] = Meant(number, dimension.decode(), reference)
    return list(found.values())


def series_by_period(
    database: Database, query: Mapping[str, Any], of: Mapping[Meant, Unit | None]
) -> list[bytes]:
    """What the readings of each of several measures come to, in its unit; raises TooSlow."""
    filters = by_status(by_copies(dict(query)))
    by = filters.pop("by")
    items = []
    for measure, asked in of.items():
        its = {**filters, "measure": measure.id}
        to = asked or newest_unit(database, its)
        members = _by_period(database, its, by, to)
        items.append(with_members(b'{"measure":%b}' % measure.reference, **members))
    return items


def _by_period(
    database: Database, filters: Mapping[str, Any], by: str, to: Unit | None
) -> dict[str, bytes]:
    found = periods(database, filters, by, to) if to else []
    return {
        "unit": dumped(to and to.name),
        "unit_code": dumped(to and to.code),
        "periods": dumped(found),
    }


def _convert(code: str, to: str, value: float) -> float | None:
    return conversion.a_year(value, code, to)


def _summary(
    figures: Sequence[Mapping[str, Any]],
    values: Sequence[Mapping[str, Any] | None],
    at_odds: Sequence[Mapping[str, Any]],
) -> dict[str, bytes]:
    """The further members of the answer."""
    publishers: dict[str | None, dict[str, Any]] = {}
    for figure, value in zip(figures, values, strict=True):
        if value is None:
            continue
        least, greatest = value["value"], value["value_max"]
        greatest = least if greatest is None else greatest
        of = publishers.setdefault(
            figure["publisher"],
            {
                "publisher": figure["publisher"],
                "readings": 0,
                "least": least,
                "greatest": greatest,
                "last": figure["published_at"],  # the newest come first
            },
        )
        of["readings"] += 1
        of["least"], of["greatest"] = min(of["least"], least), max(of["greatest"], greatest)
    return {
        "publishers": dumped(list(publishers.values())),
        "disagreements": dumped(at_odds),
    }
