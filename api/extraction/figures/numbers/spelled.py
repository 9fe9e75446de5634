"""Numbers in words, read from left to right as they are spoken."""

from dataclasses import replace
from fractions import Fraction

from ..sentence import Sentence
from ..tables import Numeral, numerals, ordinals, words
from .fractions import of_scale, read_half, read_part, with_part_more
from .number import HYPHENS, Number, scaled, spoken, with_sign

_MOST_WORDS = 24
_LARGEST_DIGIT = 9
_LARGEST_OF_PARTS = 100
_SMALLEST_VAGUE = 12
_LONGEST_BEFORE = 3  # words of "no more than"


class _Sum:
    """A number as far as it has been spoken: "two million three hundred …"."""

    def __init__(self) -> None:
        self.total = Fraction(0)
        self.group = Fraction(0)
        self.scale = Fraction(1)
        self.last = ""

    def takes(self, word: Numeral) -> bool:
        """Add a word; False where it begins a number of its own."""
        if word.kind in {"small", "ten"}:
            if self.last == "small" or (self.last == "ten" and not self._fits_a_ten(word)):
                return False
            self.group += word.value
        elif word.kind in {"hundred", "dozen"}:
            self.group = (self.group or Fraction(1)) * word.value
        elif self.last == "scale" and self.scale != 1:
            return False
        else:
            self.total += (self.group or Fraction(1)) * word.value
            self.group = Fraction(0)
            if self.scale == 1:
                self.scale = word.value
        self.last = word.kind
        return True

    @staticmethod
    def _fits_a_ten(word: Numeral) -> bool:
        return word.kind == "small" and word.value <= _LARGEST_DIGIT


def read_words(sentence: Sentence, at: int) -> Number | None:
    """Read the number whose first word stands at a token, with the article before it."""
    first = sentence.lower[at]
    opening = numerals().get(first)
    if opening is None:
        return _place_in_order(sentence, at)
    if opening.kind == "vague":
        return _read_vague(sentence, at, opening)
    if opening.kind == "fold":
        return spoken(at, at + 1, opening.value, "fold")
    if opening.kind == "half":
        return read_half(sentence, at)
    has_article = sentence.low(at - 1) in words("article") and opening.kind != "small"
    begin = at - 1 if has_article else at
    if opening.kind == "part":
        return read_part(sentence, begin, at, opening) or _place_in_order(sentence, at)
    return _read_cardinal(sentence, begin, at)


def read_article(sentence: Sentence, at: int) -> Number | None:
    """Read the article of "within an hour", "nearly a century" as one; `at` is the unit's token."""
    article = at - 1
    if sentence.low(article) not in words("article") or sentence.word(at + 1) in HYPHENS:
        return None
    if is_with_half(sentence, at + 1):
        return spoken(article, at, Fraction(1))
    for first in range(max(0, article - _LONGEST_BEFORE), article):
        said = " ".join(sentence.lower[first:article])
        if said == "within" and sentence.lower[at] in words("ages of change"):
            return None  # "went from 90 to 300 within a decade" says when
        if said in words("before an article as one"):
            return spoken(article, at, Fraction(1))
    return None


def is_with_half(sentence: Sentence, at: int) -> bool:
    """Tell whether a half more stands behind a unit: "a year | and a half"."""
    half = sentence.low(at) == "and" and sentence.low(at + 2) == "half"
    return half and sentence.low(at + 1) in words("article")


def _place_in_order(sentence: Sentence, at: int) -> Number | None:
    known = ordinals().get(sentence.lower[at])
    return _ordinal(at, at + 1, known) if known is not None else None


def _ordinal(first: int, end: int, value: int) -> Number:
    return spoken(first, end, Fraction(value), "ordinal")


def _read_cardinal(sentence: Sentence, begin: int, at: int) -> Number | None:
    so_far, end = _Sum(), at
    while end < min(len(sentence), at + _MOST_WORDS):
        step = _next_word(sentence, end, so_far.last, started=end > at)
        if step is None or not so_far.takes(step[1]):
            break
        end = step[0] + 1
    if end == at:
        return None
    whole = so_far.total + so_far.group
    compound = _ordinal_end(sentence, end, so_far)
    if compound is not None:
        return _ordinal(begin, compound[1], int(whole) + compound[0])
    number = spoken(begin, end, whole, scale=so_far.scale)
    if begin == at and numerals()[sentence.lower[at]].kind in {"hundred", "scale", "dozen"}:
        some = _some_of_a_scale(sentence, begin, number)
        if some is not None:
            return some
    return with_sign(sentence, _with_fraction(sentence, number))


def _ordinal_end(sentence: Sentence, at: int, so_far: _Sum) -> tuple[int, int] | None:
    """Read the end of "twenty-fifth", "one hundred and third"; its value and where it ends."""
    place = at + 1 if sentence.word(at) in HYPHENS and sentence.glued(at) else at
    if so_far.last not in {"ten", "hundred"} or sentence.low(place) not in ordinals():
        return None
    if so_far.last == "ten" and place == at:
        return None
    value = ordinals()[sentence.low(place)]
    return (value, place + 1) if so_far.last != "ten" or value <= _LARGEST_DIGIT else None


def _next_word(
    sentence: Sentence, at: int, last: str, *, started: bool
) -> tuple[int, Numeral] | None:
    """Find the next word of a number, past the hyphen or "and" that may join it."""
    place = at
    joined = started and sentence.lower[at] in words("and") and last in {"hundred", "scale"}
    if started and last == "scale" and _goes_on_behind_comma(sentence, at):
        place += 1
    if joined or (started and sentence.words[at] in HYPHENS and sentence.glued(at)):
        place += 1
    word = numerals().get(sentence.low(place))
    if word is None or word.kind not in {"small", "ten", "hundred", "scale", "dozen"}:
        return None
    if joined and word.kind not in {"small", "ten"}:
        return None
    return place, word


def _goes_on_behind_comma(sentence: Sentence, at: int) -> bool:
    """Tell whether hundreds follow thousands: "eleven thousand, four hundred and nine"."""
    word = numerals().get(sentence.low(at + 1))
    small = word is not None and word.kind == "small"
    return sentence.words[at] == "," and small and sentence.low(at + 2) in words("hundred")


def _with_fraction(sentence: Sentence, number: Number) -> Number:
    """Take in "two-thirds", "three quarters", "one and a half million", "four point five"."""
    at = number.end
    if sentence.low(at) in words("decimal point"):
        return _with_decimals(sentence, number)
    joined = sentence.word(at) in HYPHENS and sentence.glued(at)
    place = at + 1 if joined else at
    word = numerals().get(sentence.low(place))
    if word is not None and word.kind == "half" and joined and number.value == 1:
        return spoken(number.first, place + 1, word.value, "fraction")
    if word is not None and word.kind == "part" and number.value < _LARGEST_OF_PARTS:
        many = sentence.low(place).endswith("s")
        if many == (number.value > 1):
            part = spoken(number.first, place + 1, number.value * word.value, "fraction")
            whole = of_scale(sentence, part) or scaled(sentence, part)
            return whole if whole.scale == 1 else replace(whole, kind="cardinal")
    return with_part_more(sentence, number)


def _with_decimals(sentence: Sentence, number: Number) -> Number:
    digits, at = "", number.end + 1
    while at < min(len(sentence), number.end + _MOST_WORDS):
        word = numerals().get(sentence.lower[at])
        if word is None or word.kind != "small" or word.value > _LARGEST_DIGIT:
            break
        digits, at = digits + str(word.value), at + 1
    if not digits:
        return number
    value = number.value + Fraction(int(digits), 10 ** len(digits))
    return scaled(sentence, spoken(number.first, at, value))


def _read_vague(sentence: Sentence, at: int, opening: Numeral) -> Number | None:
    """Read "thousands of", "tens of millions", "dozens": at least as much."""
    value, end = opening.value, at + 1
    if sentence.low(end) in words("of"):
        word = numerals().get(sentence.low(end + 1))
        if word is not None and word.kind in {"vague", "scale"}:
            value, end = value * word.value, end + 2
    if value < _SMALLEST_VAGUE:
        return None
    is_verb = sentence.low(end) not in words("after a vague noun")  # "scores a goal"
    if end == at + 1 and sentence.lower[at] in words("vague before of") and is_verb:
        return None
    return spoken(at, end, value, "vague", scale=value)


def _some_of_a_scale(sentence: Sentence, begin: int, number: Number) -> Number | None:
    """Read "several thousand" and "a few hundred" as no less than one of it."""
    if sentence.low(begin - 1) == "of" and sentence.low(begin - 2) == "couple":
        pair = sentence.low(begin - 3) in words("article")  # "a couple of thousand"
        first = begin - 2 - pair
        return replace(number, first=first, value=2 * number.value, kind="vague")
    if sentence.low(begin - 1) not in words("some of a scale"):
        return None
    first = begin - 2 if sentence.low(begin - 2) in words("article") else begin - 1
    return replace(number, first=first, kind="vague")
