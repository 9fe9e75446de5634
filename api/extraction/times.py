"""Which stretch of time a figure's period names, so that readings of one time can be compared."""

import re
from functools import cache

from .figures.tables import calendar, words
from .lexicons import rows

_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?:1[789]|2[01])\d\d")


def same_time(period: str | None, published: str) -> str:
    """A key that is alike for figures of one time.

    `period` is a figure's, as written; `published` is when its article was, as RFC 3339. What
    names no time holds for the day it was published, and so does "yesterday"; "in March" and "last
    year" are counted from the year it was published in.
    """
    named = _WORD.findall((period or "").lower())
    if named and named[0] in words("per"):
        named = []  # "a year" tells a rate
    kept = [word for word in named if word not in _openings() and word not in words("of")]
    if any(_YEAR.fullmatch(word) for word in kept):
        return " ".join(kept)
    far = any(word in calendar("month") or word.startswith("year") for word in kept)
    return " ".join([*kept, published[:4] if far else published[:10]])


@cache
def _openings() -> frozenset[str]:
    """Words that open a time and tell nothing of it."""
    table = rows("figures/periods.tsv")
    return frozenset({"the", *(word for word, part in table if part == "opening")})
