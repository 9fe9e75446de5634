"""Numbers as they are written, in digits or in words, with their scale and sign.

    "38-billion"  "two hundred and fifty thousand"  "2½"  "a third"  "$1.5bn"  "1.6×10−19"

What a number means (a date, a name, a count) is not asked here.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ...plurals import is_plural
from ..sentence import Sentence
from ..tables import Numeral, numerals, suffixes, words

Kind = Literal["cardinal", "ordinal", "fraction", "vague", "fold", "clocked"]

MINUS = frozenset("-−‒–")
HYPHENS = frozenset("-‐‑‒–—−")
_LARGEST_SCALE = 10**15


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from the tokens `first` to `end` (exclusive) of a sentence.

    `scale` is what its scale words come to, `digits` whether it is written in digits, `plain`
    whether in nothing else. A vague number ("tens of thousands") is the least that it can be.
    """

    first: int
    end: int
    value: Fraction
    kind: Kind = "cardinal"
    scale: Fraction = Fraction(1)
    digits: bool = True
    plain: bool = True


def spoken(
    first: int, end: int, value: Fraction, kind: Kind = "cardinal", scale: Fraction = Fraction(1)
) -> Number:
    """Make a number that is written in words."""
    return Number(first, end, value, kind, scale, digits=False, plain=False)


def scaled(sentence: Sentence, number: Number) -> Number:
    """Apply the scale words behind a number: "4 hundred million", "38-billion", "5bn"."""
    end, scale = number.end, Fraction(1)
    while end < len(sentence):
        at = end
        if sentence.words[at] in HYPHENS and sentence.glued(at) and sentence.glued(at + 1):
            at += 1
        word = _scale_at(sentence, at, glued=sentence.glued(end))
        if word is None or scale > _LARGEST_SCALE:
            break
        scale, end = scale * word.value, at + 1
        if word.kind == "suffix":
            break
    if scale == 1:
        return number
    return replace(number, end=end, value=number.value * scale, scale=scale, plain=False)


def _scale_at(sentence: Sentence, at: int, *, glued: bool) -> Numeral | None:
    known = numerals().get(sentence.low(at))
    if known is not None and known.kind in {"hundred", "scale", "dozen"}:
        return known
    if known is not None and known.kind == "vague" and not glued:
        return known
    suffix = suffixes().get(sentence.word(at))
    if suffix is None or suffix.kind != "suffix":
        return None
    if sentence.glued(at + 1) and sentence.word(at + 1)[0].isalnum():
        return None
    lone = len(sentence.word(at)) == 1
    return suffix if glued or not lone or _is_letter_apart(sentence, at) else None


def _is_letter_apart(sentence: Sentence, at: int) -> bool:
    """Tell whether a scale's letter stands between its number and a noun: "3 B trees"."""
    noun = sentence.word(at + 1)
    return sentence.word(at) in words("scale letters apart") and noun.islower() and is_plural(noun)


def with_sign(sentence: Sentence, number: Number) -> Number:
    """Take in the sign before a number: "-5", "minus 5", "minus-260"; a hyphen is none."""
    at = number.first - 1
    if at < 0:
        return number
    word = sentence.lower[at]
    if word in HYPHENS and sentence.low(at - 1) in words("minus words"):
        at, word = at - 1, sentence.lower[at - 1]
    either = sentence.low(at - 1) in words("either sign") and sentence.low(at - 2) in words("plus")
    if word in words("minus words") and not either:
        return replace(number, first=at, value=-number.value)
    opens = not sentence.glued(at) or sentence.word(at - 1) in words("opening")
    if word in MINUS and sentence.glued(number.first) and opens:
        before = sentence.word(at - 1)
        if not (before and before[0].isdecimal() and word != "-"):
            return replace(number, first=at, value=-number.value)
    return number
