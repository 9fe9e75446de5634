"""One amount written in two units: "4 dollars 65 cents", "5 ft 2 in", "2 hours 15 minutes"."""

from dataclasses import replace
from fractions import Fraction

from ... import units
from ...units import CURRENCY
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import words
from .amount import Amount

_CENTS = 100
_INCHES = 12
_CENT_DIGITS = 2


def with_smaller_parts(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Put an amount and its smaller part together: "4 dollars 65 cents", "5 ft 2 in"."""
    kept: list[Amount] = []
    for amount in _with_minutes(sentence, amounts):
        before = kept[-1] if kept else None
        if before is not None and amount.first < before.end:
            continue
        if before is not None and _are_its_cents(sentence, before, amount):
            value = before.value + amount.value / _CENTS
            kept[-1] = replace(before, end=amount.end, value=value)
            continue
        if before is not None and _is_smaller_part(sentence, before, amount):
            kept[-1] = _with_part(before, amount)
            continue
        if before is not None and _are_its_inches(sentence, before, amount):
            inch = units.table().codes["[in_i]"]
            kept[-1] = _with_part(before, replace(amount, unit=inch))
            continue
        kept.append(amount)
    return kept


def _are_its_cents(sentence: Sentence, money: Amount, cents: Amount) -> bool:
    unit = money.unit
    if unit is None or unit.dimension != CURRENCY or unit.code.startswith("{"):
        return False
    if money.number.scale != 1 or not 0 < cents.value < _CENTS or money.value.denominator != 1:
        return False
    between = sentence.lower[money.end : cents.first]
    if cents.unit is not None and cents.unit.code in words("cents"):
        return between in ([], ["and"], [","])
    if cents.unit is not None or money.money_before or between:
        return False
    two_digits = cents.number.plain and len(sentence.words[cents.first]) == _CENT_DIGITS
    return two_digits and not sentence.word(cents.end)[:1].isalpha()


def _is_smaller_part(sentence: Sentence, whole: Amount, part: Amount) -> bool:
    """Tell whether inches stand right behind feet, and fewer than make a foot."""
    if whole.unit is None or part.unit is None:
        return False
    pair = f"{whole.unit.code} {part.unit.code}"
    if pair not in words("written in two units") or part.first < whole.end:
        return False
    if {whole.number.kind, part.number.kind} != {"cardinal"} or _is_broken(whole):
        return False
    if whole.maximum is not None or part.maximum is not None:
        return False
    between = sentence.lower[whole.end : part.first]
    ahead = sentence.low(whole.first - 2) in units.table().names
    listed = "," in (sentence.word(part.end), sentence.word(whole.first - 1) if ahead else "")
    by_comma = between == [","] and pair in words("joined by a comma") and not listed
    by_and = between == ["and"] and pair in words("joined by and") and not listed
    if between and not by_comma and not by_and:
        return False
    return 0 < part.value * part.unit.factor < whole.unit.factor


def _is_broken(whole: Amount) -> bool:
    return whole.number.value.denominator != 1


def _are_its_inches(sentence: Sentence, feet: Amount, inches: Amount) -> bool:
    """Tell whether a bare number behind feet is of inches: "6-foot-2", "5'11", "6 ft 2 tall"."""
    if feet.unit is None or feet.unit.code != "[ft_i]" or inches.unit is not None:
        return False
    if not inches.number.plain or not 0 < inches.value < _INCHES or _is_broken(feet):
        return False
    between = sentence.lower[feet.end : inches.first]
    if between and not (between[0] in HYPHENS and len(between) == 1):
        return False
    after = sentence.low(inches.end)
    return after in words("extents") or not after[:1].isalpha() or sentence.glued(inches.first)


def _with_minutes(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Take the m of "1h 45m" and of "2m 30s" for minutes."""
    given = list(amounts)
    for at, amount in enumerate(amounts):
        if sentence.word(amount.number.end - 1) != "m" and sentence.word(amount.end - 1) != "m":
            continue
        hours = at > 0 and _ends_in(sentence, given[at - 1], amount, "h")
        seconds = at + 1 < len(amounts) and _ends_in(sentence, amounts[at + 1], amount, "s")
        if hours or seconds:
            minute = units.table().codes["min"]
            value = amount.value / amount.number.scale
            number = replace(amount.number, value=value, scale=Fraction(1))
            given[at] = replace(amount, value=value, number=number, unit=minute)
    return given


def _ends_in(sentence: Sentence, other: Amount, amount: Amount, letter: str) -> bool:
    """Tell whether an amount right beside another is written with one letter: "1h", "30s"."""
    beside = other.end == amount.first or amount.end == other.first
    return beside and sentence.word(other.end - 1) == letter


def _with_part(whole: Amount, part: Amount) -> Amount:
    if whole.unit is None or part.unit is None:
        return whole
    if whole.unit.dimension == "time":  # in seconds and months it is a whole number
        value = whole.value * whole.unit.factor / part.unit.factor + part.value
        return replace(whole, end=part.end, value=value, unit=part.unit, hyphened=part.hyphened)
    value = whole.value + part.value * part.unit.factor / whole.unit.factor
    return replace(whole, end=part.end, value=value, hyphened=part.hyphened)
