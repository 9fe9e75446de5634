"""Numbers as they are written: digits, words, both, and the fractions of either.

    "38-billion"  "two hundred and fifty thousand"  "2½"  "a third"  "$1.5bn"  "2.998×10−8"

What a number means (a date, a name, a count) is not asked here.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from api.extraction.figures.sentence import Sentence
from api.extraction.figures.tables import Numeral, numerals, ordinals, suffixes, words

Kind = Literal["cardinal", "ordinal", "fraction", "vague", "fold"]

MINUS = frozenset("-−‒–")
HYPHENS = frozenset("-‐‑‒–—−")
_FRACTION_BARS = frozenset("/⁄∕")
_TIMES = frozenset("×x*·")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_LONGEST = 40  # characters of digits; no quantity in the world needs more
_MOST_WORDS = 24
_GROUP = 3
_LARGEST_EXPONENT = 60
_VULGAR = {
    "½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4),
    "¾": Fraction(3, 4), "⅕": Fraction(1, 5), "⅖": Fraction(2, 5), "⅗": Fraction(3, 5),
    "⅘": Fraction(4, 5), "⅙": Fraction(1, 6), "⅚": Fraction(5, 6), "⅛": Fraction(1, 8),
    "⅜": Fraction(3, 8), "⅝": Fraction(5, 8), "⅞": Fraction(7, 8),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from the tokens `first` to `end` (exclusive) of a sentence.

    `maximum` is set for vague numbers only ("tens of thousands" is 10,000 to 100,000). `scale` is
    what its scale words come to. `plain` says that it is written in digits alone.
    """

    first: int
    end: int
    value: Fraction
    maximum: Fraction | None = None
    kind: Kind = "cardinal"
    scale: Fraction = Fraction(1)
    digits: bool = True
    plain: bool = True


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


def read_number(sentence: Sentence, at: int) -> Number | None:
    """Read the number that starts at a token, or at the article or sign before it."""
    if sentence.words[at][0].isdigit():
        return _read_digits(sentence, at)
    if sentence.words[at] in _VULGAR:
        return Number(at, at + 1, _VULGAR[sentence.words[at]], kind="fraction", plain=False)
    return _read_words(sentence, at)


def _read_digits(sentence: Sentence, at: int) -> Number | None:
    value = parse_digits(sentence.words[at])
    if value is None:
        return None
    if sentence.word(at - 1) == "." and sentence.glued(at) and not sentence.glued(at - 1):
        tenth = sentence.words[at]
        value, at_first = (
            Fraction(int(tenth), 10 ** len(tenth)) if tenth.isdigit() else value,
            at - 1,
        )
        return _scaled(sentence, Number(at_first, at + 1, value))
    end = at + 1
    if sentence.glued(end) and sentence.low(end) in _ORDINAL_ENDINGS:
        return Number(at, end + 1, value, kind="ordinal")
    number = _with_spaced_groups(sentence, Number(at, end, value))
    number = _with_fraction(sentence, number)
    number = _with_exponent(sentence, number)
    number = _scaled(sentence, number)
    return _with_sign(sentence, number)


def _with_spaced_groups(sentence: Sentence, number: Number) -> Number:
    """Take in thousands set apart by blanks: 12 500 000."""
    first = sentence.words[number.first]
    if len(first) > _GROUP or not first.isdigit() or first.startswith("0"):
        return number
    value, end = number.value, number.end
    while end < len(sentence):
        group = sentence.words[end]
        apart = sentence.starts[end] - sentence.ends[end - 1] == 1
        if not (apart and len(group) == _GROUP and group.isdigit()) or value > 10**15:
            break
        value, end = value * 1000 + int(group), end + 1
    if end == number.end or sentence.low(number.first - 1) in HYPHENS:
        return number
    return Number(number.first, end, value)


def _with_fraction(sentence: Sentence, number: Number) -> Number:
    """Take in 1/16, 2 1/2, 2-1/2 and 2½."""
    end = number.end
    if sentence.word(end) in _VULGAR:
        return Number(number.first, end + 1, number.value + _VULGAR[sentence.word(end)])
    if sentence.word(end) in _FRACTION_BARS and sentence.glued(end) and sentence.glued(end + 1):
        simple = _simple_fraction(sentence, number.end - 1)
        if simple is not None and number.end - number.first == 1:
            return Number(number.first, end + 2, simple, kind="fraction", plain=False)
        return number
    hyphen = sentence.word(end) in HYPHENS and sentence.glued(end)
    top = end + 1 if hyphen else end
    simple = _simple_fraction(sentence, top)
    if simple is not None and sentence.words[number.first].isdigit():
        return Number(number.first, top + 3, number.value + simple, plain=False)
    return number


def _simple_fraction(sentence: Sentence, at: int) -> Fraction | None:
    """Read 3/4 at a token; None where it is more than one or something else (24/7, 9/11)."""
    top, bar, bottom = sentence.word(at), sentence.word(at + 1), sentence.word(at + 2)
    if bar not in _FRACTION_BARS or not (sentence.glued(at + 1) and sentence.glued(at + 2)):
        return None
    if not (top.isdigit() and bottom.isdigit() and len(top) <= _GROUP and len(bottom) <= _GROUP):
        return None
    if sentence.word(at + 3) in _FRACTION_BARS and sentence.glued(at + 3):
        return None
    above, below = int(top), int(bottom)
    return Fraction(above, below) if 0 < above < below and _is_usual(below) else None


def _is_usual(denominator: int) -> bool:
    """Tell whether measured fractions have this denominator: to 10, twelfths, powers, hundreds."""
    return denominator <= 10 or denominator in {12, 16, 20, 32, 64, 100, 128, 1000}  # noqa: PLR2004


def _with_exponent(sentence: Sentence, number: Number) -> Number:
    """Take in ×10⁸, x 10^-8 and 2.998×10−8."""
    end = number.end
    if sentence.low(end) not in _TIMES or sentence.word(end + 1) != "10":
        return number
    at = end + 2
    if sentence.word(at) == "^":
        at += 1
    negative = sentence.word(at) in MINUS
    if negative:
        at += 1
    power = sentence.word(at)
    if not (power.isdecimal() and len(power) <= 2 and sentence.glued(at)):  # noqa: PLR2004
        return number
    exponent = -int(power) if negative else int(power)
    if abs(exponent) > _LARGEST_EXPONENT:
        return number
    return Number(number.first, at + 1, number.value * Fraction(10) ** exponent, plain=False)


def _scaled(sentence: Sentence, number: Number) -> Number:
    """Apply the scale words behind a number: "4 hundred million", "38-billion", "5bn"."""
    end, scale = number.end, Fraction(1)
    while end < len(sentence):
        at = end
        if sentence.words[at] in HYPHENS and sentence.glued(at) and sentence.glued(at + 1):
            at += 1
        word = _scale_at(sentence, at, glued=sentence.glued(end))
        if word is None or scale > 10**15:
            break
        scale, end = scale * word.value, at + 1
        if word.kind == "suffix":
            break
    if scale == 1:
        return number
    return Number(number.first, end, number.value * scale, None, number.kind, scale, plain=False)


def _scale_at(sentence: Sentence, at: int, *, glued: bool) -> Numeral | None:
    known = numerals().get(sentence.low(at))
    if known is not None and known.kind in {"hundred", "scale"}:
        return known
    if known is not None and known.kind == "dozen" and sentence.low(at) == "dozen":
        return known
    suffix = suffixes().get(sentence.word(at))
    if suffix is None or suffix.kind != "suffix":
        return None
    if sentence.glued(at + 1) and sentence.word(at + 1)[0].isalnum():
        return None
    lone = len(sentence.word(at)) == 1
    return suffix if glued or not lone else None


def _with_sign(sentence: Sentence, number: Number) -> Number:
    """Take in the sign before a number: "-5", "minus 5", "minus-260"; a hyphen is none."""
    at = number.first - 1
    if at < 0:
        return number
    word = sentence.lower[at]
    if word in HYPHENS and sentence.low(at - 1) == "minus":
        at, word = at - 1, "minus"
    if word == "minus":
        return _negated(number, at)
    if word in MINUS and sentence.glued(number.first) and not sentence.glued(at):
        before = sentence.word(at - 1)
        if not (before and before[0].isdigit() and word != "-"):
            return _negated(number, at)
    return number


def _negated(number: Number, first: int) -> Number:
    return Number(
        first,
        number.end,
        -number.value,
        None,
        number.kind,
        number.scale,
        number.digits,
        number.plain,
    )


def _read_words(sentence: Sentence, at: int) -> Number | None:
    """Read a number in words from left to right, as it is spoken."""
    first = sentence.lower[at]
    if first in ordinals() and first not in numerals():
        return Number(at, at + 1, Fraction(ordinals()[first]), kind="ordinal", digits=False)
    opening = numerals().get(first)
    if opening is None:
        return None
    if opening.kind == "vague":
        return _read_vague(sentence, at, opening)
    if opening.kind == "fold":
        return Number(at, at + 1, opening.value, kind="fold", digits=False, plain=False)
    if opening.kind == "half":
        return _read_half(sentence, at)
    begin = at
    if sentence.low(at - 1) in {"a", "an"} and opening.kind != "small":
        begin = at - 1
    if opening.kind == "part":
        return _read_part(sentence, begin, at, opening)
    total, group, end, last, scale = Fraction(0), Fraction(0), at, "", Fraction(1)
    while end < min(len(sentence), at + _MOST_WORDS):
        step = _next_word(sentence, end, last, started=end > at)
        if step is None:
            break
        place, word = step
        if word.kind in {"small", "ten"}:
            if last == "small" or (last == "ten" and (word.kind == "ten" or word.value > 9)):  # noqa: PLR2004
                break
            group += word.value
        elif word.kind in {"hundred", "dozen"}:
            group = (group or Fraction(1)) * word.value
        else:
            total, group = total + (group or Fraction(1)) * word.value, Fraction(0)
            if scale == 1:
                scale = word.value
            elif last == "scale":
                break
        last, end = word.kind, place + 1
    if end == at:
        return None
    number = Number(begin, end, total + group, None, "cardinal", scale, digits=False, plain=False)
    return _with_sign(sentence, _with_words_fraction(sentence, number))


def _next_word(
    sentence: Sentence, at: int, last: str, *, started: bool
) -> tuple[int, Numeral] | None:
    """Find the next word of a number, past the hyphen or "and" that may join it."""
    place = at
    if started and sentence.words[place] in HYPHENS and sentence.glued(place):
        place += 1
    elif started and sentence.lower[place] == "and" and last in {"hundred", "scale"}:
        place += 1
    word = numerals().get(sentence.low(place))
    if word is None or word.kind in {"part", "half", "fold", "vague"}:
        return None
    if place > at and sentence.lower[at] == "and" and word.kind not in {"small", "ten"}:
        return None
    return place, word


def _with_words_fraction(sentence: Sentence, number: Number) -> Number:
    """Take in "two-thirds", "three quarters", "one and a half million", "four point five"."""
    at = number.end
    if sentence.low(at) == "point":
        return _with_decimals(sentence, number)
    joined = sentence.word(at) in HYPHENS and sentence.glued(at)
    word = numerals().get(sentence.low(at + 1 if joined else at))
    if word is not None and word.kind == "part" and number.value < 100:  # noqa: PLR2004
        end = at + 2 if joined else at + 1
        plural = sentence.low(end - 1).endswith("s")
        if plural == (number.value > 1):
            value = number.value * word.value
            part = Number(number.first, end, value, kind="fraction", digits=False, plain=False)
            whole = _scaled(sentence, part)
            return whole if whole.scale == 1 else replace(whole, kind="cardinal")
    if sentence.low(at) == "and" and sentence.low(at + 1) == "a":
        half = numerals().get(sentence.low(at + 2))
        if half is not None and half.kind in {"half", "part"}:
            value = number.value + half.value
            whole = Number(number.first, at + 3, value, digits=False, plain=False)
            return _scaled(sentence, whole)
    return number


def _with_decimals(sentence: Sentence, number: Number) -> Number:
    digits, at = "", number.end + 1
    while at < min(len(sentence), number.end + _MOST_WORDS):
        word = numerals().get(sentence.lower[at])
        if word is None or word.kind != "small" or word.value > 9:  # noqa: PLR2004
            break
        digits, at = digits + str(word.value), at + 1
    if not digits:
        return number
    value = number.value + Fraction(int(digits), 10 ** len(digits))
    return _scaled(sentence, Number(number.first, at, value, digits=False, plain=False))


def _read_half(sentence: Sentence, at: int) -> Number | None:
    """Read "half the members", "half of it", "half a million", "a half"; not "the second half"."""
    after = sentence.low(at + 1)
    value = Fraction(1, 2)
    if after in words("half of"):
        word = numerals().get(sentence.low(at + 2))
        if word is not None and word.kind in {"scale", "dozen"}:
            end = at + 3
            return Number(
                at, end, value * word.value, None, "cardinal", word.value, digits=False, plain=False
            )
        return Number(at, at + 2, value, kind="fraction", digits=False, plain=False)
    direct = numerals().get(after)
    if direct is not None and direct.kind == "scale":
        return Number(at, at + 2, value * direct.value, scale=direct.value, digits=False, plain=False)
    if sentence.word(at + 1) in HYPHENS and sentence.glued(at + 1):
        word = numerals().get(sentence.low(at + 2))
        if word is not None and word.kind == "scale":
            return Number(at, at + 3, value * word.value, digits=False, plain=False)
        return None
    article = sentence.low(at - 1)
    if article in {"a", "one"} and after == "of":
        return Number(at - 1, at + 1, value, kind="fraction", digits=False, plain=False)
    if article in words("no halves after") or after not in words("halved"):
        return None
    return Number(at, at + 1, value, kind="fraction", digits=False, plain=False)


def _read_part(sentence: Sentence, begin: int, at: int, part: Numeral) -> Number | None:
    """Read "a third of", "a quarter of", "quarter million"; "the third quarter" is none."""
    scale = numerals().get(sentence.low(at + 1))
    if scale is not None and scale.kind == "scale" and at not in ordinals():
        value = part.value * scale.value
        return Number(begin, at + 2, value, scale=scale.value, digits=False, plain=False)
    if begin == at:
        known = ordinals().get(sentence.lower[at])
        if known is None:
            return None
        return Number(at, at + 1, Fraction(known), kind="ordinal", digits=False)
    if sentence.low(at + 1) != "of" and part.value != Fraction(1, 4):
        known = ordinals().get(sentence.lower[at])
        return known and Number(at, at + 1, Fraction(known), kind="ordinal", digits=False) or None
    if sentence.low(at + 1) not in {"of", "century"}:
        return None
    return Number(begin, at + 1, part.value, kind="fraction", digits=False, plain=False)


def _read_vague(sentence: Sentence, at: int, opening: Numeral) -> Number | None:
    """Read "thousands of", "tens of millions": from one of it to ten of it."""
    value, end = opening.value, at + 1
    if sentence.low(end) == "of":
        word = numerals().get(sentence.low(end + 1))
        if word is not None and (word.kind == "vague" or word.kind == "scale"):
            value, end = value * word.value, end + 2
    if value == 10:  # noqa: PLR2004
        return None
    return Number(
        at, end, value, value * 10, "vague", numerals()["thousand"].value, digits=False, plain=False
    )
