"""What a unit is counted by: "per barrel", "a day", "/kg", "-a-year"."""

from dataclasses import replace

from ... import units
from ...units import Unit
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import words
from .amount import Amount
from .unit_words import as_name, runs_on

_LONGEST_STUFF = 5  # tokens of "of crude oil a"
_LONGEST_BELOW = 4  # tokens of "million British thermal units"


def with_per(sentence: Sentence, amount: Amount) -> Amount:
    """Take in what the unit is counted by: "per barrel", "a day", "/kg", "-a-year"."""
    if amount.unit is None:
        return amount
    found = per_at(sentence, amount.end, amount.unit)
    if found is not None:
        unit, end = found
        return replace(amount, end=end, unit=unit, per_time=time_of(unit, amount.end, end))
    return _with_per_behind_stuff(sentence, amount, amount.unit)


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
        denominator = known.names.get(as_name(text))
        if denominator is None and strict:
            scaled = known.scaled.get(text)
            denominator = scaled.whole if scaled else known.symbols.get(text)
        if denominator is None or denominator.dimension == "ratio" or runs_on(sentence, end):
            continue
        return units.per(unit, denominator), end
    noun = sentence.low(below)
    named = strict and mark.isalpha() and noun.isalpha() and noun not in words("function")
    if named or noun in words("counted by"):
        return units.per(unit, units.counted(noun)), below + 1
    return None


def time_of(unit: Unit, first: int, end: int) -> tuple[int, int] | None:
    """Give the tokens of the time that a unit is counted by; None where it is something else."""
    below = units.unit(unit.name.rpartition(" per ")[2])
    return (first, end) if below is not None and below.dimension == "time" else None


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
