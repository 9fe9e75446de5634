"""A number with its unit: the money sign before it, the unit behind it, and "per" something.

"US$ 1.5bn-a-year"   "38-billion-cubic-metre"   "80 bcm"   "3.5degC"   "41 cents a share"
"""

from dataclasses import replace
from fractions import Fraction
from functools import cache

from ... import units
from ...plurals import is_plural
from ...units import CURRENCY
from ..numbers.number import HYPHENS, MINUS, Number
from ..numbers.spelled import is_with_half
from ..sentence import Sentence
from ..tables import numerals, suffixes, words
from .amount import Amount
from .money import money_before
from .per import with_per
from .unit_words import inches_in_short, scaled_at, unit_at, unit_in_brackets

_NEAR_MONEY = 20  # tokens


def read_amount(sentence: Sentence, number: Number) -> Amount:
    """Read the unit before and behind a number."""
    money, first, negative = money_before(sentence, number.first)
    value = -number.value if negative else number.value
    amount = Amount(first, number.end, number, value, None, money, money is not None)
    if number.kind == "ordinal":
        return replace(amount, first=number.first, unit=None, money_before=False)
    if number.kind == "fold":
        return replace(amount, unit=units.table().codes["{time}"])
    if number.kind == "clocked":
        return replace(amount, unit=units.table().codes["s"])
    if money is not None:
        amount = _with_money_suffix(sentence, amount)
        return with_per(sentence, _with_money_name(sentence, amount))
    if sentence.word(amount.end) in words("multiple signs") and sentence.glued(amount.end):
        return replace(amount, end=amount.end + 1, unit=units.table().codes["{time}"])
    amount = _as_metres(sentence, amount)
    return with_per(sentence, _with_unit(sentence, amount))


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
    found = unit_at(sentence, amount.end, amount)
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
    scaled = scaled_at(sentence, at)
    if scaled is not None:
        known, end = scaled
        amount = _times(amount, Fraction(known.scale))
        return replace(amount, end=end, unit=known.unit, hyphened=hyphened)
    found = (
        inches_in_short(sentence, at)
        or unit_at(sentence, at, amount)
        or unit_in_brackets(sentence, at)
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
    if is_with_half(sentence, end) and amount.number.kind == "cardinal":
        half = Fraction(1, 2) * amount.number.scale
        return replace(amount, end=end + 3, value=amount.value + half, unit=unit)
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
