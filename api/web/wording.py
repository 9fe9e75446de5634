"""How values are written on pages: numbers, dates and figures, as an editor would write them."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup
from marshmallow import ValidationError

from ..extraction.notebook import SIGNS
from ..extraction.plurals import is_plural, plural
from ..models.items import CONTEXT

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_BY_SIZE = 1e-4  # smaller numbers are written with an exponent
_DIGITS = 5  # of a converted value
_LONG = 400  # characters of a quote in a list


def number(value: float) -> str:
    """A number as news writes it: 12.5 billion, 4,300, 0.85; in full where that would lose some."""
    for scale, name in _SCALES:
        scaled = value / scale
        if abs(scaled) >= 1 and (value % 1 or math.isclose(round(scaled, 3), scaled)):
            return f"{_short(scaled)} {name}"
    return _short(value)


def rounded(value: float) -> float:
    """A value that was converted, without digits that the conversion made up."""
    return float(f"{value:.{_DIGITS}g}")


def month(text: str) -> str:
    """A month of the wire, as 2026-03, as it is called."""
    return f"{dt.date.fromisoformat(f'{text}-01'):%B %Y}"


def _short(value: float) -> str:
    if value and abs(value) < _BY_SIZE:
        return f"{value:.3g}"
    return f"{value:,.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def amount(reading: Mapping[str, Any]) -> str:
    """A figure's value with its sign, its range and its unit."""
    ends = [number(reading["value"])]
    if reading["value_max"] is not None:
        ends.append(number(reading["value_max"]))
    words = SIGNS[reading.get("modifier", "=")] + "–".join(ends)
    unit = reading["unit"]
    if unit is None:
        return words
    return f"{words}%" if reading["unit_code"] == "%" else f"{words} {_counted(unit, reading)}"


def _counted(unit: str, reading: Mapping[str, Any]) -> str:
    is_one = reading["value"] == 1 and reading["value_max"] is None
    head = unit.partition(" per ")[0].partition(" of ")[0]
    return unit if is_one or is_plural(head) else plural(unit)


def day(moment: str | None) -> Markup:
    """A moment of the wire as a date, in an element that says it exactly."""
    if moment is None:
        return Markup("<span>undated</span>")
    when = dt.datetime.fromisoformat(moment)
    text = f"{when.day} {when:%B %Y}"
    return Markup('<time datetime="{}">{}</time>').format(moment[:10], text)


def from_word(text: str) -> str:
    """The words before something, without one that was cut."""
    return text.partition(" ")[2] if len(text) >= CONTEXT else text


def to_word(text: str) -> str:
    """The words behind something, without one that was cut."""
    return text.rpartition(" ")[0] if len(text) >= CONTEXT else text


def shortened(text: str) -> str:
    """A text for a list, cut at a word where it is long."""
    return text if len(text) <= _LONG else text[:_LONG].rsplit(None, 1)[0] + " …"


def percent(share: float) -> str:
    """A probability in percent."""
    return f"{share:.0%}"


def bare(reading: Mapping[str, Any], modifier: str) -> str:
    """A value for a column that names its unit."""
    ends = {name: rounded(reading[name]) for name in ("value", "value_max") if reading[name]}
    return amount({**reading, **ends, "unit": None, "modifier": modifier})


def filter_value(name: str) -> str:
    """A name as a filter takes it, where a comma would begin another and "none" is a word."""
    escaped = name.replace("\\", "\\\\").replace(",", "\\,")
    return f"\\{escaped}" if escaped == "none" or escaped.startswith("!") else escaped


def plain(value: float) -> str:
    """A number as it can be typed."""
    return f"{value:.0f}" if value % 1 == 0 else repr(value)


def faults_in(error: ValidationError) -> list[str]:
    """What was wrong with a form, with the names of its fields."""
    messages = error.messages
    faults = messages if isinstance(messages, dict) else {error.field_name: messages}
    return [
        f"{name}: {' '.join(_flat(said))}".removeprefix("_schema: ")
        for name, said in faults.items()
    ]


def _flat(said: Any) -> list[str]:
    if isinstance(said, Mapping):
        return [text for inner in said.values() for text in _flat(inner)]
    if isinstance(said, list):
        return [text for inner in said for text in _flat(inner)]
    return [str(said)]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "amount": amount,
    "bare": bare,
    "day": day,
    "filter_value": filter_value,
    "from_word": from_word,
    "month": month,
    "number": number,
    "percent": percent,
    "plain": plain,
    "rounded": rounded,
    "shortened": shortened,
    "to_word": to_word,
}
