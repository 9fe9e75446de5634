"""Reading figures."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from ..extraction.units import Unit, normalise, unit
from ..models import Entity, Figure, Measure
from ..models.fulltext import FIGURES
from ..models.names import term
from ..schemas.choices import Choices
from ..schemas.figures import Figure as FigureSchema
from ..schemas.figures import FigureQuery
from ..store.database import Database
from . import fulltext, lists
from .conversion import NEEDED, with_unit
from .entities import ids_meant
from .filters import (
    COPIES,
    PUBLISHED,
    STATUS,
    at_least,
    at_most,
    by_copies,
    by_status,
    chosen,
    equals,
    expanded,
    listed,
    one_of,
    refers_to,
)
from .paging import Key, Listing, Page, Single, row_of
from .quotes import named

_ROW = row_of(FigureSchema, Figure, Figure.json)


def _comparable(entity: Any, name: str) -> ColumnElement[bool]:
    """Whether a figure's dimension or the code of its unit is among the parameter, a list."""
    return and_(
        entity.unit_code.is_not(None),
        or_(
            and_(entity.dimension.is_not(None), one_of("dimension", name)(entity)),
            one_of("unit_code", name)(entity),
        ),
    )


_FILTERS = {
    **PUBLISHED,
    **STATUS,
    **COPIES,
    "entity": refers_to("entity_id", "entity", Entity),
    **chosen("entity_id", "entity", "entities"),
    "dimension": equals("dimension"),
    **chosen("dimension", "dimension"),
    "unit_code": equals("unit_code"),
    **chosen("unit_code", "unit_code"),
    "any_unit": lambda entity: _comparable(entity, "any_unit"),
    "no_unit": lambda entity: ~_comparable(entity, "no_unit"),
    "property": equals("property"),
    **chosen("property", "property"),
    "measure": refers_to("measure_id", "measure", Measure),
    **chosen("measure_id", "measure"),
    "speaker": refers_to("stated_by_id", "speaker", Entity),
    **chosen("stated_by_id", "speaker", "stated"),
    "salience": equals("salience"),
    "article": equals("article_id", "article"),
    "linked_by": equals("linked_by"),
    **chosen("linked_by", "linked_by"),
    **chosen("article_id", "article"),
    **chosen("id", "ids"),
    "min_confidence": at_least("confidence", "min_confidence"),
    # A range counts where any of it lies within the bounds.
    "min": at_least("greatest", "min"),
    "max": at_most("value", "max"),
    "si_min": at_least("si_greatest", "si_min"),
    "si_max": at_most("si_value", "si_max"),
}
ONE = Single("figure", Figure, _ROW)
# What `resolve` makes other filters of.
_RESOLVED = {"ids", "stated_by", "convert_to", "unit"}
LISTING = Listing(_ROW, Figure, _FILTERS, FigureQuery, _RESOLVED, always=["current"])
SEARCH = fulltext.Search(FIGURES, _ROW, _FILTERS, weighed=1000, always=["current"])

_normalised = lru_cache(maxsize=1024)(normalise)  # exact, and so slow: a tenth of a page's time


def page(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """One page of the figures that a query means."""
    filters = resolve(database, query)
    to = unit(filters.pop("convert_to", ""))
    if to and "shown" in filters:
        filters["shown"] = tuple(dict.fromkeys([*filters["shown"], *NEEDED]))
    found = lists.page(LISTING, SEARCH, database, filters, limit, after)
    if to is None:
        return found
    return found._replace(items=[with_unit(item, to) for item in found.items])


def resolve(database: Database, query: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of a list that a query means."""
    filters = by_status(by_copies(dict(query)))
    if filters["salience"] == "all":
        del filters["salience"]
    if "entity" in filters:
        filters |= named(database, filters.pop("entity"), "entity", "entities")
    if "stated_by" in filters:
        filters |= named(database, filters.pop("stated_by"), "speaker", "stated")
    if "property" in filters:
        filters["property"] = _each(term, filters["property"])
    if isinstance(filters.get("measure"), Choices) and filters["measure"].values:
        ids = ids_meant(database, Measure, filters["measure"].values)
        filters["measure"] = filters["measure"]._replace(values=tuple(ids) or (0,))
    if isinstance(filters.get("unit"), Choices):
        filters |= _in_units(filters, filters.pop("unit"))
    elif "unit" in filters:
        known = unit(filters.pop("unit"))
        assert known  # noqa: S101 (the schema has seen to it)
        filters |= _in_unit(filters, known)
    elif "min" in filters or "max" in filters:
        filters |= {f"si_{name}": value for name, value in _take_bounds(filters).items()}
    return expanded(listed(filters))


def _each(change: Callable[[str], str], value: str | Choices) -> str | Choices:
    if isinstance(value, Choices):
        return value._replace(values=tuple(map(change, value.values)))
    return change(value)


def _take_bounds(filters: dict[str, Any]) -> dict[str, float]:
    return {name: filters.pop(name) for name in ("min", "max") if name in filters}


def _in_units(filters: Mapping[str, Any], units: Choices) -> dict[str, Any]:
    """The filters of all figures that can be compared in one of several units, or in none."""
    if not units.values:
        return {"unit_code": units}
    known = [each for each in map(unit, units.values) if each]
    alone = [each.code for each in known if _normalised(1, each.code) is None]
    shared = [each.dimension for each in known if each.code not in alone]
    if units.negated:
        return {"no_unit": [*shared, *alone]}
    if not alone and "dimension" not in filters:
        return {"dimension": Choices(tuple(shared), negated=False)}
    if not shared and "unit_code" not in filters:
        return {"unit_code": Choices(tuple(alone), negated=False)}
    return {"any_unit": [*shared, *alone]}


def _in_unit(filters: dict[str, Any], known: Unit) -> dict[str, Any]:
    """The filters of all figures that can be compared in a unit, within the bounds in it."""
    bounds = _take_bounds(filters)
    in_si = {name: _normalised(value, known.code) for name, value in (bounds or {"": 1}).items()}
    if None in in_si.values():  # money and counts are compared in their own unit
        return {"unit_code": known.code, **bounds}
    return {"dimension": known.dimension} | {
        f"si_{name}": found[0] for name, found in in_si.items() if found and name
    }
