"""So many for each so many: "12 cases per 100,000 people", "one for every 1,000"."""

from dataclasses import replace
from fractions import Fraction

from ... import units
from ...plurals import is_plural, singular
from ...units import Unit
from ..sentence import Sentence
from ..tables import words
from .amount import Amount
from .per import per_at, time_of

_LONGEST_THING = 4  # tokens of "premature deaths for every"
_LEAST = 10


def rate_of(sentence: Sentence, some: Amount, whole: Amount) -> Amount | None:
    """Read two amounts as the one rate that they say; None where they are two."""
    between = sentence.lower[some.end : whole.first]
    if not between or len(between) > _LONGEST_THING or some.maximum or whole.maximum:
        return None
    thing = _thing_before_per(between)
    if thing is None or not _is_round(whole) or whole.money_before:
        return None
    if {some.number.kind, whole.number.kind} - {"cardinal", "fraction"}:
        return None
    unit = some.unit
    if thing and unit is None:
        unit = units.counted(singular(thing[-1]))
    elif thing:
        return None
    below, end = _counted_by(sentence, whole)
    rate = units.per(unit, units.so_many(whole.value, below))
    later = per_at(sentence, end, rate)
    per_time = time_of(later[0], end, later[1]) if later else None
    if later and per_time:
        rate, end = later
    return replace(some, end=end, unit=rate, per_time=per_time)


def _thing_before_per(between: list[str]) -> list[str] | None:
    """Give the words before "per" or "for every"; None where it is not there."""
    for length in (1, 2):
        if " ".join(between[-length:]) in words("per so many"):
            thing = between[:-length]
            plain = all(word.isalpha() and word not in words("function") for word in thing)
            return thing if plain else None
    return None


def _is_round(whole: Amount) -> bool:
    value = whole.number.value
    return value >= _LEAST and value == Fraction(int(value)) and not int(value) % _LEAST


def _counted_by(sentence: Sentence, whole: Amount) -> tuple[Unit | None, int]:
    """Give what the whole is so many of, and where it ends."""
    if whole.unit is not None:
        return whole.unit, whole.end
    noun = sentence.low(whole.end)
    if noun.isalpha() and is_plural(noun) and noun not in words("function"):
        return units.counted(singular(noun)), whole.end + 1
    return None, whole.end
