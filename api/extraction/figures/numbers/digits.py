"""Numbers in digits: separators, fractions, powers of ten."""

from dataclasses import replace
from fractions import Fraction

from ..sentence import Sentence
from ..tables import words
from .fractions import with_part_more
from .number import HYPHENS, MINUS, Number, scaled, with_sign

VULGAR = {
    "½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4),
    "¾": Fraction(3, 4), "⅕": Fraction(1, 5), "⅖": Fraction(2, 5), "⅗": Fraction(3, 5),
    "⅘": Fraction(4, 5), "⅙": Fraction(1, 6), "⅚": Fraction(5, 6), "⅛": Fraction(1, 8),
    "⅜": Fraction(3, 8), "⅝": Fraction(5, 8), "⅞": Fraction(7, 8),
}  # fmt: skip
_FRACTION_BARS = frozenset("/⁄∕")
_TIMES = frozenset("×x*·")
_LONGEST = 40  # characters of digits; no quantity in the world needs more
_GROUP = 3  # digits between two separators
_LARGEST_EXPONENT = 60
_EXPONENT_DIGITS = 2
_LARGEST_GROUPED = 10**15
_TENTHS_ETC = frozenset({*range(2, 11), 12, 16, 20, 32, 64, 100, 128, 1000})


def parse_digits(text: str) -> Fraction | None:
    """Read digits with separators of thousands and decimals of either custom.

    None for what is no number: 192.168.1.2, or more digits than any quantity has.
    """
    if len(text) > _LONGEST:
        return None
    commas, stops = text.count(","), text.count(".")
    if not commas and not stops:
        return Fraction(int(text))
    if commas and stops:
        decimal = "," if text.rfind(",") > text.rfind(".") else "."
    elif stops:
        decimal = "." if stops == 1 else ""
    else:
        decimal = "" if _in_groups(text.split(",")) else ","
    thousands = "," if decimal == "." else "." if decimal == "," else ",."
    whole, _, part = text.partition(decimal) if decimal else (text, "", "")
    if decimal and decimal in part:
        return None
    groups = whole.replace(".", ",").split(",")
    if len(groups) > 1 and not _in_groups(groups):
        return None
    if any(mark in part for mark in thousands):
        return None
    digits = "".join(groups)
    value = Fraction(int(digits))
    return value + Fraction(int(part), 10 ** len(part)) if part else value


def _in_groups(groups: list[str]) -> bool:
    """Tell whether digits are grouped as thousands, or as lakh and crore."""
    first, *rest = groups
    if not first or len(first) > _GROUP or len(rest[-1]) != _GROUP:
        return False
    return all(len(group) in {_GROUP, _GROUP - 1} for group in rest)


def read_digits(sentence: Sentence, at: int) -> Number | None:
    """Read the number whose first digits stand at a token."""
    if sentence.words[at] in VULGAR:
        return scaled(
            sentence, Number(at, at + 1, VULGAR[sentence.words[at]], kind="fraction", plain=False)
        )
    value = parse_digits(sentence.words[at])
    if value is None:
        return None
    if sentence.word(at - 1) == "." and sentence.glued(at) and not sentence.glued(at - 1):
        part = sentence.words[at]
        if part.isdecimal():
            value = Fraction(int(part), 10 ** len(part))
        return scaled(sentence, Number(at - 1, at + 1, value))
    end = at + 1
    if sentence.glued(end) and sentence.low(end) in words("ordinal ending"):
        return Number(at, end + 1, value, kind="ordinal")
    number = _with_apostrophes(sentence, Number(at, end, value))
    number = _with_spaced_groups(sentence, number)
    number = with_part_more(sentence, _with_fraction(sentence, number))
    number = _with_exponent(sentence, number)
    number = scaled(sentence, number)
    return with_sign(sentence, number)


def _with_apostrophes(sentence: Sentence, number: Number) -> Number:
    """Take in thousands set apart the Swiss way: 1'250'000, 3'850.00."""
    value, end = number.value, number.end
    if len(sentence.words[number.first]) > _GROUP or not sentence.words[number.first].isdecimal():
        return number
    while sentence.word(end) in words("apostrophe") and value < _LARGEST_GROUPED:
        group, _, part = sentence.word(end + 1).partition(".")
        if not (sentence.glued(end) and sentence.glued(end + 1)) or len(group) != _GROUP:
            break
        if not group.isdecimal() or (part and not part.isdecimal()):
            break
        value, end = value * 1000 + Fraction(sentence.words[end + 1]), end + 2
        if part:
            break
    return number if end == number.end else replace(number, end=end, value=value)


def _with_spaced_groups(sentence: Sentence, number: Number) -> Number:
    """Take in thousands set apart by blanks: 12 500 000."""
    first = sentence.words[number.first]
    if len(first) > _GROUP or not first.isdecimal() or first.startswith("0"):
        return number
    value, end = number.value, number.end
    while end < len(sentence):
        group = sentence.words[end]
        apart = sentence.starts[end] - sentence.ends[end - 1] == 1
        if not (apart and len(group) == _GROUP and group.isdecimal()) or value > _LARGEST_GROUPED:
            break
        value, end = value * 1000 + int(group), end + 1
    if end == number.end or sentence.low(number.first - 1) in HYPHENS:
        return number
    return Number(number.first, end, value)


def _with_fraction(sentence: Sentence, number: Number) -> Number:
    """Take in 1/16, 2 1/2, 2-1/2 and 2½."""
    end = number.end
    if sentence.word(end) in VULGAR:
        return Number(number.first, end + 1, number.value + VULGAR[sentence.word(end)])
    if sentence.word(end) in _FRACTION_BARS and sentence.glued(end) and sentence.glued(end + 1):
        simple = _simple_fraction(sentence, number.end - 1)
        if simple is not None and number.end - number.first == 1:
            return Number(number.first, end + 2, simple, kind="fraction", plain=False)
        return number
    hyphen = sentence.word(end) in HYPHENS and sentence.glued(end)
    top = end + 1 if hyphen else end
    simple = _simple_fraction(sentence, top)
    if simple is not None and sentence.words[number.first].isdecimal():
        return Number(number.first, top + 3, number.value + simple, plain=False)
    return number


def _simple_fraction(sentence: Sentence, at: int) -> Fraction | None:
    """Read 3/4 at a token; None where it is more than one or something else (24/7, 9/11)."""
    top, bar, bottom = sentence.word(at), sentence.word(at + 1), sentence.word(at + 2)
    if bar not in _FRACTION_BARS or not (sentence.glued(at + 1) and sentence.glued(at + 2)):
        return None
    if not (
        top.isdecimal() and bottom.isdecimal() and len(top) <= _GROUP and len(bottom) <= _GROUP
    ):
        return None
    if sentence.word(at + 3) in _FRACTION_BARS and sentence.glued(at + 3):
        return None
    above, below = int(top), int(bottom)
    return Fraction(above, below) if 0 < above < below and below in _TENTHS_ETC else None


def _with_exponent(sentence: Sentence, number: Number) -> Number:
    """Take in ×10⁸, x 10^-8 and 1.6×10−19."""
    end = number.end
    if sentence.low(end) == "e" and sentence.glued(end):
        return _with_power(sentence, number, end + 1)
    if sentence.low(end) not in _TIMES or sentence.word(end + 1) != "10":
        return number
    at = end + 2
    if sentence.word(at) == "^":
        at += 1
    return _with_power(sentence, number, at)


def _with_power(sentence: Sentence, number: Number, at: int) -> Number:
    """Apply the power of ten whose sign or digits stand at a token."""
    negative = sentence.word(at) in MINUS
    if negative:
        at += 1
    power = sentence.word(at)
    short = power.isdecimal() and len(power) <= _EXPONENT_DIGITS
    if not (short and sentence.glued(at)):
        return number
    exponent = -int(power) if negative else int(power)
    if abs(exponent) > _LARGEST_EXPONENT:
        return number
    value = number.value * Fraction(10) ** exponent
    return replace(number, end=at + 1, value=value, plain=False)
