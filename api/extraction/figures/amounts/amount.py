"""A number with its unit: the money sign before it, the unit behind it, and "per" something.

"US$ 1.5bn-a-year"   "38-billion-cubic-metre"   "80 bcm"   "3.5degC"   "41 cents a share"
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from ... import units
from ...plurals import is_plural
from ...units import CURRENCY, Unit
from ..numbers.number import HYPHENS, MINUS, Number
from ..sentence import Sentence
from ..tables import everyday, numerals, suffixes, words

_LONGEST_STUFF = 5  # tokens of "of crude oil a"
_LONGEST_BELOW = 4  # tokens of "million British thermal units"
_LONGEST_NAME = 60  # characters
_LONGEST_SIGN = 5  # tokens of "U.S.$"
_LONGEST_UNIT = 8  # tokens of "m.p.h." and of "barrels of oil equivalent"
_NEAR_MONEY = 20  # tokens
_NEAR_CUE = 8  # tokens
_LONGEST_INCHES = 2  # digits
_QUOTED = 100  # tokens that an open quotation mark may be back
_MOST_INCHES = 1000
_FIRST_YEAR = 1000  # as in 1990s
_MOST_QUARTERS = 40
_WON_FROM = 100  # "500 won" is money, "three won" a result
_YEAR_OF_AGE = "a{age}"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what is written as its unit, on the tokens `first` to `end` (exclusive).

    `hyphened` says that
    the unit is bound to the number ("30-mile"), so that the whole describes a noun behind it.
    `per_time` are the tokens of the time that it is counted by ("a year"), `shared` that the unit
    is written at another amount.
    """

    first: int
    end: int
    number: Number
    value: Fraction
    maximum: Fraction | None
    unit: Unit | None
    money_before: bool = False
    hyphened: bool = False
    per_time: tuple[int, int] | None = None
    shared: bool = False


def read_amount(sentence: Sentence, number: Number) -> Amount:
    """Read the unit before and behind a number."""
    money, first, negative = money_before(sentence, number.first)
    value = -number.value if negative else number.value
    amount = Amount(first, number.end, number, value, None, money, money is not None)
    if number.kind == "ordinal":
        return replace(amount, first=number.first, unit=None, money_before=False)
    if number.kind == "fold":
        return replace(amount, unit=units.table().codes["{time}"])
    if money is not None:
        amount = _with_money_suffix(sentence, amount)
        return _with_per(sentence, _with_money_name(sentence, amount))
    if sentence.word(amount.end) in words("multiple signs") and sentence.glued(amount.end):
        return replace(amount, end=amount.end + 1, unit=units.table().codes["{time}"])
    amount = _as_metres(sentence, amount)
    return _with_per(sentence, _with_unit(sentence, amount))


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
        if sentence.words[at - 1][-1].isalpha() and sentence.words[at][0].isalpha():
            return False
    return True


def _with_money_suffix(sentence: Sentence, amount: Amount) -> Amount:
    """Apply scales that only money has: "$5mm", "$1t"."""
    suffix = _money_suffixes().get(sentence.word(amount.end))
    if suffix is None or not sentence.glued(amount.end) or amount.number.scale != 1:
        return amount
    number = replace(amount.number, scale=suffix, end=amount.end + 1, plain=False)
    return replace(amount, end=amount.end + 1, value=amount.value * suffix, number=number)


@cache
def _money_suffixes() -> dict[str, Fraction]:
    return {word: known.value for word, known in suffixes().items() if known.kind == "moneysuffix"}


def _with_money_name(sentence: Sentence, amount: Amount) -> Amount:
    """Take in a name behind the sign and number: "$5 million Canadian", "$76 US", "$20 USD"."""
    found = _unit_at(sentence, amount.end, amount)
    if found is None or found[0].dimension != CURRENCY or found[0].code.startswith("{"):
        return amount
    unit, end = found
    plain_sign = amount.unit is not None and amount.unit.code == "USD"
    return replace(amount, end=end, unit=unit if plain_sign else amount.unit)


def _as_metres(sentence: Sentence, amount: Amount) -> Amount:
    """Read "100m sprint" as metres, where a number and m would be millions."""
    number = amount.number
    if number.scale != 10**6 or sentence.words[number.end - 1] != "m":
        return amount
    near = {sentence.low(at) for at in range(number.end, number.end + 3)}
    near |= {sentence.low(at) for at in range(max(0, amount.first - 3), amount.first)}
    if near & words("million cue"):
        return amount
    after = sentence.low(number.end)
    bare_end = not after[:1].isalpha() or (
        sentence.low(amount.first - 1) in words("the") and after in words("function")
    )
    around = sentence.lower[max(0, amount.first - _NEAR_MONEY) : number.end + _NEAR_MONEY]
    if not near & words("metre cue") and not (
        bare_end and words("money cue").isdisjoint(around) and number.value < 10**9
    ):
        return amount
    bare = replace(number, end=number.end - 1, value=number.value / number.scale, scale=Fraction(1))
    return replace(amount, number=bare, end=bare.end, value=bare.value)


def _with_unit(sentence: Sentence, amount: Amount) -> Amount:
    at, hyphened = _start_of_unit(sentence, amount)
    scaled = _scaled_at(sentence, at)
    if scaled is not None:
        known, end = scaled
        amount = _times(amount, Fraction(known.scale))
        return replace(amount, end=end, unit=known.unit, hyphened=hyphened)
    found = (
        _inches_in_short(sentence, at)
        or _unit_at(sentence, at, amount)
        or _unit_in_brackets(sentence, at)
    )
    if found is None:
        return amount
    unit, end = found
    if amount.number.kind == "vague" and at > amount.end and not is_plural(sentence.word(end - 1)):
        return amount  # "thousands of day labourers"
    if unit.dimension == CURRENCY and amount.number.scale == 1:
        amount, end = _with_late_scale(sentence, amount, end)
    if unit.code == "{point}" and hyphened and amount.number.kind == "fraction":
        unit = units.table().codes["%{point}"]  # "a half-point cut"
    if unit.dimension == "temperature":
        amount = _with_apart_minus(sentence, amount)
    return replace(amount, end=end, unit=unit, hyphened=hyphened)


def _start_of_unit(sentence: Sentence, amount: Amount) -> tuple[int, bool]:
    """Give where a unit may start behind a number, and whether a hyphen ties it."""
    at = amount.end
    if sentence.word(at) in HYPHENS and sentence.glued(at) and sentence.glued(at + 1):
        return at + 1, True
    if amount.number.kind == "fraction" and sentence.low(at) == "of":
        return at + (2 if sentence.low(at + 1) in words("half of") else 1), False
    if amount.number.kind == "vague" and sentence.low(at) == "of":
        return at + 1, False
    if f"{sentence.low(at)} {sentence.low(at + 1)}" in words("or more"):
        return at + 2, False
    return at, False


def _inches_in_short(sentence: Sentence, at: int) -> tuple[Unit, int] | None:
    """Read "in." before a word that goes on: "3 in. of snow", "12 in. long"."""
    if sentence.low(at) not in words("unit beside extents") or sentence.word(at + 1) != ".":
        return None
    goes_on = sentence.glued(at + 1) and sentence.word(at + 2)[:1].islower()
    return (units.table().codes["[in_i]"], at + 2) if goes_on else None


def _unit_in_brackets(sentence: Sentence, at: int) -> tuple[Unit, int] | None:
    """Read "(kg)" behind a number."""
    if sentence.word(at) not in words("opening") or sentence.word(at + 2) not in words("closing"):
        return None
    unit = units.table().symbols.get(sentence.word(at + 1))
    return (unit, at + 3) if unit is not None and unit.dimension != CURRENCY else None


def _with_late_scale(sentence: Sentence, amount: Amount, end: int) -> tuple[Amount, int]:
    """Apply a scale that stands behind the money's name: "75 USD million"."""
    late = numerals().get(sentence.low(end))
    if late is None or late.kind != "scale":
        return amount, end
    number = replace(amount.number, scale=late.value, end=end + 1)
    return replace(_times(amount, late.value), number=number), end + 1


def _times(amount: Amount, scale: Fraction) -> Amount:
    return replace(amount, value=amount.value * scale)


def _with_apart_minus(sentence: Sentence, amount: Amount) -> Amount:
    """Take in a minus that a blank sets apart from a temperature: "to - 20 degrees Celsius"."""
    sign = amount.first - 1
    if sentence.word(sign) not in MINUS or amount.value < 0:
        return amount
    if sentence.glued(sign) or not sentence.word(sign - 1).isalpha() or sentence.glued(sign + 1):
        return amount
    return replace(amount, first=sign, value=-amount.value)


def _scaled_at(sentence: Sentence, at: int) -> tuple[units.Scaled, int] | None:
    known = units.table().scaled
    for end in range(min(at + 3, len(sentence)), at, -1):
        found = known.get(sentence.surface(at, end))
        if found is not None and not _runs_on(sentence, end):
            return None if _are_knots(sentence, at, end) else (found, end)
    return None


def _are_knots(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether kt is of speed and not of mass: wind, a ship, an aircraft stand near."""
    if sentence.words[at] not in words("knots or kilotonnes") or sentence.low(end) in words("of"):
        return False
    near = sentence.lower[max(0, at - _NEAR_MONEY) : end + _NEAR_CUE]
    return not words("knot cue").isdisjoint(near)


def _runs_on(sentence: Sentence, end: int) -> bool:
    """Tell whether letters or digits follow without a gap, so that a symbol is but a part."""
    return sentence.glued(end) and sentence.word(end)[:1].isalnum()


def _unit_at(sentence: Sentence, at: int, amount: Amount) -> tuple[Unit, int] | None:
    """Find the longest unit that starts at a token."""
    if at >= len(sentence):
        return None
    known = units.table()
    glued = sentence.glued(at)
    for end in range(min(at + _LONGEST_UNIT, len(sentence)), at, -1):
        if sentence.words[end - 1] in HYPHENS:
            continue
        if _runs_on(sentence, end) and not _are_feet(sentence, at, end):
            continue
        text = sentence.surface(at, end)
        if len(text) > _LONGEST_NAME:
            continue
        unit = known.symbols.get(text)
        if unit is not None and _is_symbol_meant(sentence, at, end, amount, glued=glued):
            return unit, end
        name = _as_name(text)
        unit = known.names.get(name)
        if unit is not None and _is_name_meant(sentence, name, end, amount):
            return _by_context(sentence, unit, amount), end
        unit = known.folded.get(text.lower())
        if unit is not None and (glued or text.isalpha()) and text.lower() not in words("no unit"):
            return unit, end
    return None


def _are_feet(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether a mark stands between feet and inches: 5'11"."""
    inches = sentence.word(end)
    if sentence.words[at] not in words("foot signs") or end != at + 1 or not inches.isdecimal():
        return False
    return len(inches) <= _LONGEST_INCHES and sentence.word(end + 1) in words("inch signs")


def _is_symbol_meant(sentence: Sentence, at: int, end: int, amount: Amount, *, glued: bool) -> bool:
    """Tell whether a short symbol is a unit here: "5 A" hardly, "5A" and "5 A." rather."""
    symbol = sentence.surface(at, end)
    if symbol in words("closing or inches") and not _follows_feet(sentence, amount):
        nearby = sentence.words[max(0, at - _QUOTED) : at]
        if sentence.word(amount.first - 1) == symbol or amount.value > _MOST_INCHES:
            return False
        return glued and nearby.count(symbol) % 2 == 0
    if symbol in words("unit beside extents"):
        before = sentence.low(amount.first - 1)
        return before in words("foot signs") or sentence.low(end) in words("extents")
    if symbol in words("no unit"):
        return False
    if symbol in words("decade ending") and glued:
        named = sentence.word(amount.first - 1)[:1].isupper()
        return not named and amount.value < _FIRST_YEAR
    if symbol.isalpha() and len(symbol) == 1 and not glued:
        after = sentence.word(end)
        if after in HYPHENS and sentence.word(end + 1)[:1].isdecimal():
            return False  # "20 F-16s"
        if symbol in words("scale letters") and amount.number.scale == 1:
            return False
        if symbol in words("letter units"):
            return not after[:1].isupper()
        return not after[:1].isalnum() and not symbol.isupper()
    return True


def _follows_feet(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether a mark of feet is tied to the number: the 11 of 5'11"."""
    sign = amount.first - 1
    if sentence.word(sign) not in words("foot signs") or not sentence.glued(amount.first):
        return False
    return sentence.glued(sign) and sentence.words[sign - 1].isdecimal()


def _is_name_meant(sentence: Sentence, name: str, end: int, amount: Amount) -> bool:
    """Tell whether a word that has other uses is a unit here ("two second-half goals")."""
    if name in words("never a unit") or (
        name in words("only behind a money sign") and not amount.money_before
    ):
        return False
    if name in words("learned degrees"):
        near = sentence.lower[max(0, amount.first - _NEAR_CUE) : end + _NEAR_CUE]
        if not words("beside a learned degree").isdisjoint(near):
            return False
    if name in words("levels") and sentence.low(amount.first - 1) in words("the"):
        return False  # "the 30,000 mark"
    cues = everyday().get(name)
    if cues is not None:
        near = sentence.lower[max(0, amount.first - _NEAR_CUE) : end + _NEAR_CUE]
        return sentence.low(end) in words("per") or not cues.isdisjoint(near)
    if name in words("also names") and sentence.word(end - 1).istitle():
        return False
    if name in words("few quarters") or name.rstrip("s") in words("few quarters"):
        return abs(amount.value) <= _MOST_QUARTERS
    if name in words("unit of many"):
        return abs(amount.value) >= _WON_FROM
    if name in words("unit unless half"):
        return sentence.low(end) not in HYPHENS or sentence.word(end - 2) in HYPHENS
    return True


def _by_context(sentence: Sentence, unit: Unit, amount: Amount) -> Unit:
    """Choose between the meanings of a name: pounds of money or of weight."""
    if unit.code == "[lb_av]":
        near = sentence.lower[max(0, amount.first - _NEAR_MONEY) : amount.end + _NEAR_MONEY]
        if sentence.word(amount.number.end) in HYPHENS or sentence.low(amount.end + 1) == "of":
            return unit
        money = amount.number.scale > 1 or not words("money cue").isdisjoint(near)
        if money and words("weight cue").isdisjoint(near):
            return units.table().codes["GBP"]
    return unit


def _with_per(sentence: Sentence, amount: Amount) -> Amount:
    """Take in what the unit is counted by: "per barrel", "a day", "/kg", "-a-year"."""
    if amount.unit is None:
        return amount
    found = per_at(sentence, amount.end, amount.unit)
    if found is not None:
        unit, end = found
        return replace(amount, end=end, unit=unit, per_time=time_of(unit, amount.end, end))
    return _with_per_behind_stuff(sentence, amount, amount.unit)


def _with_per_behind_stuff(sentence: Sentence, amount: Amount, unit: Unit) -> Amount:
    """Take in a time that stands behind what is measured: "1.2m barrels of oil a day"."""
    if sentence.low(amount.end) not in words("of") or unit.dimension in {"ratio", "time"}:
        return amount
    for at in range(amount.end + 1, min(amount.end + _LONGEST_STUFF, len(sentence))):
        found = per_at(sentence, at, unit) if at > amount.end + 1 else None
        per_time = time_of(found[0], at, found[1]) if found else None
        strict = sentence.lower[at] in words("strictly per")
        if found is not None and (per_time is not None or strict):
            return replace(amount, unit=found[0], per_time=per_time)
        if not sentence.words[at][0].isalpha() or sentence.lower[at] in words("function"):
            break
    return amount


def time_of(unit: Unit, first: int, end: int) -> tuple[int, int] | None:
    """Give the tokens of the time that a unit is counted by; None where it is something else."""
    below = units.unit(unit.name.rpartition(" per ")[2])
    return (first, end) if below is not None and below.dimension == "time" else None


def per_at(sentence: Sentence, at: int, unit: Unit) -> tuple[Unit, int] | None:
    """Read what a unit is counted by, and where that ends."""
    if sentence.word(at) in HYPHENS and sentence.glued(at) and sentence.glued(at + 1):
        at += 1
    mark = sentence.low(at)
    below = at + 1
    if mark not in words("per") or below >= len(sentence):
        return None
    if not mark.isalpha() and not (sentence.glued(at) and sentence.glued(below)):
        return None
    if sentence.word(below) in HYPHENS and sentence.glued(below):
        below += 1
    known = units.table()
    strict = mark in words("strictly per")
    for end in range(min(below + _LONGEST_BELOW, len(sentence)), below, -1):
        text = sentence.surface(below, end)
        if not strict and sentence.low(end) in words("not per"):
            return None
        denominator = known.names.get(_as_name(text))
        if denominator is None and strict:
            scaled = known.scaled.get(text)
            denominator = scaled.whole if scaled else known.symbols.get(text)
        if denominator is None or denominator.dimension == "ratio" or _runs_on(sentence, end):
            continue
        return units.per(unit, denominator), end
    noun = sentence.low(below)
    named = strict and mark.isalpha() and noun.isalpha() and noun not in words("function")
    if named or noun in words("counted by"):
        return units.per(unit, units.counted(noun)), below + 1
    return None


def _as_name(text: str) -> str:
    """Bring a unit's name into the form of the table: "Cubic-Metres" to "cubic metres"."""
    return " ".join(text.lower().replace("-", " ").split())
