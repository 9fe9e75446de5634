"""Numbers in words, read from left to right as they are spoken."""

from dataclasses import replace
from fractions import Fraction

from ..sentence import Sentence
from ..tables import Numeral, numerals, ordinals, words
from .number import HYPHENS, Number, scaled, spoken, with_sign

_MOST_WORDS = 24
_LARGEST_DIGIT = 9
_LARGEST_OF_PARTS = 100
_SMALLEST_VAGUE = 100


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
        known = ordinals().get(first)
        return _ordinal(at, at + 1, known) if known is not None else None
    if opening.kind == "vague":
        return _read_vague(sentence, at, opening)
    if opening.kind == "fold":
        return spoken(at, at + 1, opening.value, "fold")
    if opening.kind == "half":
        return _read_half(sentence, at)
    has_article = sentence.low(at - 1) in words("article") and opening.kind != "small"
    begin = at - 1 if has_article else at
    if opening.kind == "part":
        return _read_part(sentence, begin, at, opening)
    return _read_cardinal(sentence, begin, at)


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
    if joined or (started and sentence.words[at] in HYPHENS and sentence.glued(at)):
        place += 1
    word = numerals().get(sentence.low(place))
    if word is None or word.kind not in {"small", "ten", "hundred", "scale", "dozen"}:
        return None
    if joined and word.kind not in {"small", "ten"}:
        return None
    return place, word


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
            whole = scaled(sentence, part)
            return whole if whole.scale == 1 else replace(whole, kind="cardinal")
    return _with_half_more(sentence, number)


def _with_half_more(sentence: Sentence, number: Number) -> Number:
    """Take in "and a half", also where hyphens tie it: "two-and-a-half"."""
    at, step = number.end, 1
    if sentence.word(at) in HYPHENS and sentence.glued(at):
        at, step = at + 1, 2
    if sentence.low(at) not in words("and") or sentence.low(at + step) not in words("article"):
        return number
    part = numerals().get(sentence.low(at + 2 * step))
    if part is None or part.kind not in {"half", "part"}:
        return number
    return scaled(sentence, spoken(number.first, at + 2 * step + 1, number.value + part.value))


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


def _read_half(sentence: Sentence, at: int) -> Number | None:
    """Read "half the members", "half of it", "half a million"; not "the second half"."""
    half = numerals()[sentence.lower[at]].value
    after = sentence.low(at + 1)
    joined = sentence.word(at + 1) in HYPHENS and sentence.glued(at + 1)
    spaced = joined or after in words("half of")
    place = at + 2 if spaced else at + 1
    scale = numerals().get(sentence.low(place))
    if scale is not None and scale.kind in {"scale", "dozen"}:
        return spoken(at, place + 1, half * scale.value, scale=scale.value)
    if after in words("half of"):
        return spoken(at, place, half, "fraction")
    before = sentence.low(at - 1)
    if joined or before in words("no halves after") or after not in words("halved"):
        return None
    has_article = before in words("article") and after in words("of")
    return spoken(at - 1 if has_article else at, at + 1, half, "fraction")


def _read_part(sentence: Sentence, begin: int, at: int, part: Numeral) -> Number | None:
    """Read "a third of", "a quarter of", "quarter million"; else an ordinal, if it is one."""
    after = sentence.low(at + 1)
    scale = numerals().get(after)
    if scale is not None and scale.kind == "scale":
        return spoken(begin, at + 2, part.value * scale.value, scale=scale.value)
    if begin < at and after in words("of"):
        return _of_scale(sentence, begin, at + 2, part.value) or spoken(
            begin, at + 1, part.value, "fraction"
        )
    tied = after in HYPHENS and sentence.glued(at + 1)  # "a third-party system"
    if begin < at and not after[:1].isalpha() and not tied:
        return spoken(begin, at + 1, part.value, "fraction")
    known = ordinals().get(sentence.lower[at])
    return _ordinal(at, at + 1, known) if known is not None else None


def _of_scale(sentence: Sentence, begin: int, at: int, part: Fraction) -> Number | None:
    """Read the rest of "a quarter of a million"."""
    scale = numerals().get(sentence.low(at + 1))
    if sentence.low(at) not in words("article") or scale is None or scale.kind != "scale":
        return None
    return spoken(begin, at + 2, part * scale.value, scale=scale.value)


def _read_vague(sentence: Sentence, at: int, opening: Numeral) -> Number | None:
    """Read "thousands of", "tens of millions": from one of it to ten of it."""
    value, end = opening.value, at + 1
    if sentence.low(end) in words("of"):
        word = numerals().get(sentence.low(end + 1))
        if word is not None and word.kind in {"vague", "scale"}:
            value, end = value * word.value, end + 2
    if value < _SMALLEST_VAGUE:
        return None
    whole = spoken(at, end, value, "vague", scale=value)
    return replace(whole, maximum=value * 10)
