"""Figures with their value in another unit."""

import json
from functools import lru_cache
from typing import Any

from ..extraction.units import Unit, convert, unit, yearly
from ..schemas.fields import plain_number
from ..store.documents import dumped, with_members

NEEDED = ("value", "value_max", "unit_code")  # fields of a figure that a conversion reads


@lru_cache(maxsize=8192)
def converted(value: float, code: str, to: str) -> float | None:
    """A value in another unit; None where there is no fixed rate, or no such unit.

    Exact, and so slow: what is asked again is kept.
    """
    try:
        return plain_number(convert(value, code, to))
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def a_year(value: float, code: str, to: str) -> float | None:
    """The same, and a quantity stands for so much of it a year: 50 bcm beside 38 bcm a year."""
    found = converted(value, code, to)
    if found is not None:
        return found
    source, target = unit(code), unit(to)
    if source is None or target is None:
        return None
    if (flow := yearly(source)) and flow.dimension == target.dimension:
        return converted(value, flow.code, to)
    if (flow := yearly(target)) and flow.dimension == source.dimension:
        return converted(value, code, flow.code)
    return None


def ends(figure: Any, to: Unit, rule: Any = converted) -> dict[str, Any] | None:
    """A figure's value and upper end in another unit, as answers show it; None without a rate."""
    if figure["unit_code"] is None:
        return None
    value = rule(figure["value"], figure["unit_code"], to.code)
    if value is None:
        return None
    greatest = figure["value_max"]
    return {
        "value": value,
        "value_max": None if greatest is None else rule(greatest, figure["unit_code"], to.code),
        "unit": to.name,
        "unit_code": to.code,
    }


def with_converted(text: bytes, found: dict[str, Any] | None) -> bytes:
    """A figure's JSON with its value in another unit."""
    return with_members(text, converted=dumped(found))


def with_unit(text: bytes, to: Unit) -> bytes:
    """A figure's JSON with its value in a unit that was asked for."""
    return with_converted(text, ends(json.loads(text), to))
