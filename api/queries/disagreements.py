"""Readings of one measure that cannot all be true.

A reading says that the value lies within some bounds. "12 billion" is as good as its last digit,
from 11.5 to 12.5; "about" is taken for a tenth more or less; "more than 40" has no upper bound.
Readings of one time, in different articles, disagree where no value lies within the bounds of all.
What one article says of one time may be before and after ("to 5.8% from 5.1%"): all of it counts as
one range, so that a disagreement is never claimed where there may be none.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from math import inf
from typing import Any, NamedTuple

from ..extraction.times import same_time

ABOUT = 0.1
_DIGITS = re.compile(r"(\d[\d,]*)(?:\.(\d+))?")
_NEXT_TO_NOTHING = 1e-9  # of a value: what converting may leave


class Bounds(NamedTuple):
    """Between what a value lies."""

    least: float
    greatest: float


Convert = Callable[[float], float | None]  # to the one unit that all are compared in


def bounds(figure: Mapping[str, Any], to: Convert) -> Bounds | None:
    """Between what a figure says that the value lies; None where it cannot be converted."""
    least, greatest = figure["value"], figure["value_max"]
    greatest = least if greatest is None else greatest
    slack = _last_digit(figure["text"], least) / 2
    if figure["modifier"] == "~":
        slack += ABOUT * max(abs(least), abs(greatest))
    low, high = to(least - slack), to(greatest + slack)
    if low is None or high is None:
        return None
    return Bounds(
        -inf if figure["modifier"] == "<" else low, inf if figure["modifier"] == ">" else high
    )


def disagreements(
    figures: Sequence[Mapping[str, Any]], convert: Callable[[Mapping[str, Any]], Bounds | None]
) -> list[dict[str, Any]]:
    """The times of which readings cannot all be true, and those that are at odds."""
    groups: dict[tuple[Any, ...], dict[int, Bounds]] = defaultdict(dict)
    members: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for figure in figures:
        said = convert(figure)
        if said is None or figure["published_at"] is None:
            continue
        time = same_time(figure["period"], figure["published_at"])
        key = time, figure["outlook"], figure["change"]
        known = groups[key].get(figure["article_id"], said)
        groups[key][figure["article_id"]] = Bounds(
            min(known.least, said.least), max(known.greatest, said.greatest)
        )
        members[key].append(figure)
    found = []
    for key, articles in groups.items():
        at_least = max(said.least for said in articles.values())
        at_most = min(said.greatest for said in articles.values())
        if at_least <= at_most + _NEXT_TO_NOTHING * abs(at_most):
            continue
        odd = {
            article
            for article, said in articles.items()
            if said.least > at_most or said.greatest < at_least
        }
        time, outlook, change = key
        found.append(
            {
                "period": time,
                "outlook": outlook,
                "change": change,
                "figures": [each["id"] for each in members[key] if each["article_id"] in odd],
            }
        )
    return found


def _last_digit(text: str, value: float) -> float:
    """What one more in the last digit that is written would add to the value."""
    written = _DIGITS.search(text)
    if written:
        whole, decimals = written[1].replace(",", ""), written[2] or ""
        number = float(f"{whole}.{decimals or 0}")
        if number:
            return float(abs(value) / number * 10.0 ** -len(decimals))
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return 10.0**exponent if isinstance(exponent, int) and value else 0.0
