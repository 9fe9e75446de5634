"""Which quote a span is among the words of: the one rule, for what is read and what is stored."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import TypeVar

Quote = TypeVar("Quote")


def quote_at(parts: Iterable[tuple[int, int, Quote]]) -> Callable[[int, int], Quote | None]:
    """What tells of a span the quote that it stands in; `parts` are start, end and quote of each.

    A span stands in a quote where one of its parts holds all of it, in the innermost of several.
    """
    ordered = sorted(parts, key=lambda part: (part[0], -part[1]))
    starts = [part[0] for part in ordered]
    farthest = list(accumulate((part[1] for part in ordered), max))

    def find(start: int, end: int) -> Quote | None:
        at = bisect_right(starts, start) - 1
        while at >= 0 and farthest[at] >= end:
            if ordered[at][1] >= end:
                return ordered[at][2]
            at -= 1
        return None

    return find
