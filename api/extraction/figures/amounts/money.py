"""The money sign before a number: "US$ 1.5bn", "$5", "CHF 40"."""

from functools import cache

from ... import units
from ...units import Unit
from ..numbers.number import MINUS
from ..sentence import Sentence
from ..tables import words

_LONGEST_SIGN = 5  # tokens of "U.S.$"


def money_before(sentence: Sentence, first: int) -> tuple[Unit | None, int, bool]:
    """Find the money sign before a number, where it starts, and whether a minus belongs to it."""
    end, negative = first, False
    if end >= 2 and sentence.words[end - 1] in MINUS and sentence.glued(end - 1):  # noqa: PLR2004
        end, negative = end - 1, True
    if sentence.word(end - 1) not in _sign_endings():
        return None, first, False
    signs = units.table().money
    for begin in range(max(0, end - _LONGEST_SIGN), end):
        if (
            sentence.words[begin][0].isdecimal()
            or sentence.starts[end] - sentence.ends[end - 1] > 1
        ):
            continue
        if begin > 0 and sentence.glued(begin) and sentence.words[begin - 1][-1].isalpha():
            continue
        text = "".join(sentence.words[begin:end])
        known = signs.get(text) or _folded_sign(text)
        if known is None or text in words("no money sign"):
            continue
        if end - begin > 1 and not _is_whole_sign(sentence, begin, end):
            continue
        if begin > 0 and sentence.words[begin - 1] in MINUS and sentence.glued(begin):
            before = sentence.word(begin - 2)
            if not sentence.glued(begin - 1) or not before:
                return known, begin - 1, True
        return known, begin, negative
    return None, first, False


@cache
def _sign_endings() -> frozenset[str]:
    """Give whatever a money sign can end with, so that other words need no second look."""
    signs = units.table().money
    return frozenset(sign[at:] for sign in signs for at in range(len(sign)))


def _folded_sign(text: str) -> Unit | None:
    """Read a sign in lower case that has letters and a mark: "us$", not the word in "all $5"."""
    upper = text.upper()
    if not (upper[:2].isalpha() and upper.endswith("$")) or upper[:-1] in words("no money sign"):
        return None
    return units.table().money.get(upper)


def _is_whole_sign(sentence: Sentence, begin: int, end: int) -> bool:
    """Tell whether a money sign of several tokens is one: "A $5m plan" has none before $."""
    for at in range(begin + 1, end):
        if sentence.starts[at] - sentence.ends[at - 1] > 1:
            return False
        if sentence.glued(at):
            continue
        if len(sentence.words[begin]) == 1 and begin == 0:
            return False
        if sentence.lower[begin] in words("article"):
            return False  # "Why We Want A $15 Wage"
        if sentence.words[at - 1][-1].isalpha() and sentence.words[at][0].isalpha():
            return False
    return True
