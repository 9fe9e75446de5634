"""One amount written in two units: "4 dollars 65 cents", "5 ft 2 in", "2 hours 15 minutes"."""

from dataclasses import replace

from ...units import CURRENCY
from ..sentence import Sentence
from ..tables import words
from .amount import Amount

_CENTS = 100
_CENT_DIGITS = 2


def with_smaller_parts(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Put an amount and its smaller part together: "4 dollars 65 cents", "5 ft 2 in"."""
    kept: list[Amount] = []
    for amount in amounts:
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
    units = f"{whole.unit.code} {part.unit.code}"
    if units not in words("written in two units") or part.first < whole.end:
        return False
    if {whole.number.kind, part.number.kind} != {"cardinal"} or whole.value.denominator != 1:
        return False
    if whole.maximum is not None or part.maximum is not None:
        return False
    between = sentence.lower[whole.end : part.first]
    if between and not (between == ["and"] and units in words("joined by and")):
        return False
    return 0 < part.value * part.unit.factor < whole.unit.factor


def _with_part(whole: Amount, part: Amount) -> Amount:
    if whole.unit is None or part.unit is None:
        return whole
    value = whole.value + part.value * part.unit.factor / whole.unit.factor
    return replace(whole, end=part.end, value=value, hyphened=part.hyphened)
