"""Reading figures."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, func, select

from api.db import Database
from api.extraction.units import Unit, normalise, unit
from api.models import Figure
from api.queries.pages import Key, Listing, Page, at_least, equals, one_of, only, published
from api.queries.projection import json_text
from api.queries.quotes import named
from api.schemas.figures import Figure as FigureSchema

_ONE = select(json_text(FigureSchema(), Figure)).where(
    Figure.id == bindparam("id", type_=BigInteger)
)


def _bounds(value: Any, value_max: Any, prefix: str) -> dict[str, ColumnElement[bool]]:
    """Filters by least and greatest value; a range counts where any of it lies within."""
    name = prefix + "max"
    return {
        prefix + "min": at_least(func.coalesce(value_max, value), prefix + "min"),
        name: value <= bindparam(name, type_=value.type),
    }


LISTING = Listing(
    json_text(FigureSchema(), Figure),
    Figure,
    published(Figure)
    | {
        "entity": equals(Figure.entity_id, "entity"),
        "entities": one_of(Figure.entity_id, "entities"),
        "dimension": equals(Figure.dimension, "dimension"),
        "unit": equals(Figure.unit_code, "unit"),
        "salience": equals(Figure.salience, "salience"),
        "article": equals(Figure.article_id, "article"),
        "min_confidence": at_least(Figure.confidence, "min_confidence"),
    }
    | _bounds(Figure.value, Figure.value_max, "")
    | _bounds(Figure.si_value, Figure.si_value_max, "si_"),
    always=[Figure.current],
)


def one(database: Database, figure_id: int) -> str:
    """A figure's JSON."""
    return only(database, _ONE, "figure", figure_id)


def page(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """One page of the figures that a query means."""
    return LISTING.read(database, _resolve(database, query), limit, after)


def _resolve(database: Database, query: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of LISTING that a query means."""
    filters = dict(query)
    if filters["salience"] == "all":
        del filters["salience"]
    if "entity" in filters:
        filters |= named(database, filters.pop("entity"), "entity", "entities")
    if "unit" in filters:
        known = unit(filters.pop("unit"))
        assert known  # noqa: S101 (the schema has seen to it)
        filters |= _in_unit(filters, known)
    elif "min" in filters or "max" in filters:
        filters |= {f"si_{name}": value for name, value in _take_bounds(filters).items()}
    return filters


def _take_bounds(filters: dict[str, Any]) -> dict[str, float]:
    return {name: filters.pop(name) for name in ("min", "max") if name in filters}


def _in_unit(filters: dict[str, Any], known: Unit) -> dict[str, Any]:
    bounds = _take_bounds(filters)
    in_si = {name: normalise(value, known.code) for name, value in bounds.items()}
    if not bounds or None in in_si.values():  # money and counts are compared in their own unit
        return {"unit": known.code, **bounds}
    return {"dimension": known.dimension} | {
        f"si_{name}": found[0] for name, found in in_si.items() if found
    }
