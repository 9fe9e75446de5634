"""A chart of readings over time: where everything stands. A template draws it as SVG.

A plotting library would weigh more than the service; all that is needed here are two axes, marks
and a way to draw a range.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .wording import number

WIDTH, HEIGHT = 720, 340
LEFT, RIGHT, TOP, BOTTOM = 92, 16, 16, 40  # margins
# Of publishers, the last for all further ones; each stands out from white by 4.5 to 1. The pages'
# stylesheet has them too, and others for the dark.
COLOURS = ("#0b62a4", "#b8400c", "#0f766e", "#8f3480", "#6b5b00", "#4b5563", "#9f1239")
_TICKS = 5
_FINEST, _SMALLEST = 1e-9, 1e-290  # of a value, what an axis tells apart; and at all
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896  # of all that have a date, from 1970 on
_ARROW = 16  # how far the arrow of "more than" goes
SHAPES = {None: "circle", "past": "square", "forecast": "triangle", "target": "diamond"}
_STEPS_OF_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600)


class Mark(NamedTuple):
    """One reading: where its values stand, and how it is drawn.

    `low` and `high` are the ends of a range, or of what "about", "more than" and "less than" mean.
    """

    reading: Mapping[str, Any]
    x: float
    y: float
    low: float
    high: float
    shape: str
    modifier: str
    colour: int


class Tick(NamedTuple):
    """A place on an axis, and what is written there."""

    at: float
    label: str


class Chart(NamedTuple):
    """All of it. `undrawn` is how many readings have no date, or no value in the unit."""

    marks: Sequence[Mark]
    across: Sequence[Tick]
    up: Sequence[Tick]
    publishers: Sequence[str]
    unit: str
    undrawn: int


def chart(readings: Sequence[Mapping[str, Any]]) -> Chart | None:
    """The chart of a measure's readings in the unit that they were converted to; None for none."""
    drawn = [one for one in readings if one["converted"] and one["published_at"]]
    if not drawn:
        return None
    moments = [_moment(one) for one in drawn]
    first, last = _padded_days(min(moments), max(moments))
    ends = [end for one in drawn for end in _ends(one)]
    lowest, highest, step = _padded_values(min(ends), max(ends))
    names = list(dict.fromkeys(one["publisher"] or "no publisher" for one in drawn))

    def x(moment: float) -> float:
        return round(LEFT + (moment - first) / (last - first) * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        room = HEIGHT - TOP - BOTTOM
        return round(TOP + room - (value - lowest) / (highest - lowest) * room, 1)

    def mark(reading: Mapping[str, Any], moment: float) -> Mark:
        least, greatest = _ends(reading)
        modifier = reading["modifier"]
        return Mark(
            reading,
            x(moment),
            y((least + greatest) / 2),
            y(least) + _ARROW * (modifier == "<"),
            y(greatest) - _ARROW * (modifier == ">"),
            SHAPES[reading["outlook"]],
            modifier,
            min(names.index(reading["publisher"] or "no publisher"), len(COLOURS) - 1),
        )

    return Chart(
        [mark(*pair) for pair in zip(drawn, moments, strict=True)],
        [Tick(x(at), label) for at, label in _dates(first, last)],
        [Tick(y(value), number(value)) for value in _values(lowest, highest, step)],
        names,
        drawn[0]["converted"]["unit"],
        len(readings) - len(drawn),
    )


def _moment(reading: Mapping[str, Any]) -> float:
    return dt.datetime.fromisoformat(reading["published_at"]).timestamp() / 86_400


def _ends(reading: Mapping[str, Any]) -> tuple[float, float]:
    least, greatest = reading["converted"]["value"], reading["converted"]["value_max"]
    return least, least if greatest is None else greatest


def _padded_days(first: float, last: float) -> tuple[float, float]:
    room = max((last - first) * 0.04, 2)
    return first - room, last + room


def _padded_values(least: float, greatest: float) -> tuple[float, float, float]:
    """The ends of the axis, and what is between two of its lines: 1, 2 or 5 times a power of ten.

    From zero where the values are near it, as seen from their spread.
    """
    size = max(abs(least), abs(greatest))
    spread = max(greatest - least or size or 1.0, size * _FINEST, _SMALLEST)
    if 0 <= least <= 2 * spread:
        least = 0.0
    rough = max(greatest - least, spread) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    lowest, highest = math.floor(least / step) * step, math.ceil(greatest / step) * step
    return lowest, highest if highest > lowest else lowest + step, step


def _values(lowest: float, highest: float, step: float) -> list[float]:
    count = round((highest - lowest) / step)
    return [lowest + step * at for at in range(count + 1)]


def _dates(first: float, last: float) -> list[tuple[float, str]]:
    """The beginnings of months or years between two days; days where these are too near."""
    if last - first < 75:  # noqa: PLR2004 (days of two months and a half)
        step = max(1, round((last - first) / _TICKS))
        days = range(math.ceil(first), math.floor(last) + 1, step)
        return [(float(day), f"{_date(day).day} {_date(day):%b %Y}") for day in days]
    span = (last - first) / 30.4
    step = next((one for one in _STEPS_OF_MONTHS if span / one <= _TICKS + 2), 1200)
    begin = _date(first)
    month = begin.year * 12 + begin.month - 1
    month += -month % step
    found = []
    while month // 12 <= dt.MAXYEAR:
        date = dt.date(month // 12, month % 12 + 1, 1)
        at = float((date - dt.date(1970, 1, 1)).days)
        if at > last:
            break
        if at >= first:
            found.append((at, f"{date:%Y}" if step % 12 == 0 else f"{date:%b %Y}"))
        month += step
    return found


def _date(day: float) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(min(max(day, _FIRST_DAY), _LAST_DAY))
