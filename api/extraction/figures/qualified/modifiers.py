"""What the words beside an amount make of it: about, more than, up to, or a change."""

from dataclasses import dataclass

from ...model import Change, Modifier
from ..amounts.amount import Amount
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import changes, modifiers, passed_over, words

_LONGEST = 5  # words of "in the neighbourhood of"
_FURTHEST_PASSED = 4
_FURTHEST_CHANGE = 7
_LONGEST_OBJECT = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands beside an amount: the sign, where its words start and end, and the change."""

    modifier: Modifier
    first: int
    end: int
    change: Change | None = None


def read_modifier(sentence: Sentence, amount: Amount) -> Reading:
    """Read the modifier before an amount, else behind it."""
    at = amount.first
    for _ in range(_FURTHEST_PASSED):
        found = _phrase_before(sentence, at, amount.first)
        if found is not None:
            sign, first = found
            if not (sign == ">" and _is_span_of_time(sentence, amount, first)):
                return Reading(sign, first, amount.end)
            break
        if sentence.low(at - 1) not in passed_over("modifier"):
            break
        at -= 1
    found = _phrase_after(sentence, amount)
    if found is not None:
        sign, end = found
        return Reading(sign, amount.first, end)
    return Reading("=", amount.first, amount.end)


def _is_span_of_time(sentence: Sentence, amount: Amount, first: int) -> bool:
    """Tell whether "over" says throughout a time ("$9m over 10 years"), not more than it."""
    if amount.unit is None or amount.unit.dimension != "time":
        return False
    if sentence.lower[first] not in words("also of place") or amount.first - first != 1:
        return False
    before = sentence.word(first - 1)
    return before[:1].isalnum() and before.lower() not in words("more than a time after")


def _phrase_before(sentence: Sentence, end: int, number: int) -> tuple[Modifier, int] | None:
    """Find the longest modifier that ends at a token, before the number at another."""
    table = modifiers("before")
    tied = end > 1 and sentence.words[end - 1] in HYPHENS and sentence.glued(end - 1)
    if tied and sentence.lower[end - 2] in words("hyphened modifier"):
        end -= 1
    for first in range(max(0, end - _LONGEST), end):
        phrase = " ".join(sentence.lower[first:end])
        sign = table.get(phrase)
        if sign is None:
            continue
        if _is_other_use(sentence, first, phrase, article=end < number):
            return None
        return sign, first
    return None


def _is_other_use(sentence: Sentence, first: int, phrase: str, *, article: bool) -> bool:
    """Tell whether a word of place or time, or part of an idiom, stands where a modifier could.

    `article` says that words stand between it and the number: "over a 40-year career".
    """
    if article and phrase in words("also of place"):
        return True
    before = sentence.low(first - 1)
    return f"{before} {phrase}" in words("no modifier")


def _phrase_after(sentence: Sentence, amount: Amount) -> tuple[Modifier, int] | None:
    table = modifiers("after")
    for at in (amount.end, amount.number.end):
        for end in range(min(at + 3, len(sentence)), at, -1):
            phrase = " ".join(sentence.lower[at:end])
            begin = at
            if sentence.word(at) in HYPHENS:
                begin, phrase = at + 1, " ".join(sentence.lower[at + 1 : end])
            sign = table.get(phrase)
            if sign is not None and end > begin:
                return sign, max(end, amount.end)
    return None


def read_change(sentence: Sentence, amount: Amount, before: Amount | None) -> Change | None:
    """Read which way a number went, from the verb or particle before it.

    `before` is the amount before this one in the sentence. In "rose from 9 to 10" the change is on
    the 10; in "rose 18 cents to $4" it is on the 18 cents, and the $4 is a level.
    """
    at = amount.first - 1
    closing = changes().get(sentence.low(amount.end))
    if closing is not None and closing.kind == "closing" and _is_level(amount):
        return None if sentence.low(amount.end + 1) in words("than") else closing.change
    if sentence.low(at) in words("from") or sentence.low(at) in words("no change after"):
        return None
    stop = max(-1, amount.first - _FURTHEST_CHANGE)
    while at > stop:
        word = sentence.lower[at]
        known = changes().get(word)
        if known is not None and known.kind != "closing":
            return _meant(sentence, amount, at)
        if before is not None and before.first <= at < before.end:
            if sentence.low(before.first - 1) not in words("from"):
                return None
            at = before.first - 1
            stop = max(-1, at - _FURTHEST_CHANGE)
            continue
        if word not in passed_over("change") and word not in HYPHENS:
            return _changed_by(sentence, amount, at)
        at -= 1
    return None


def _changed_by(sentence: Sentence, amount: Amount, at: int) -> Change | None:
    """Read the verb whose object stands between: "cut costs by 12%", "cut its rate to 5%"."""
    if sentence.low(at + 1) not in words("by to") or not _is_level(amount):
        return None
    for place in range(at, max(-1, at - _LONGEST_OBJECT), -1):
        if sentence.lower[place] in words("clause end"):
            return None
        known = changes().get(sentence.lower[place])
        if sentence.low(place - 1) in words("makes a noun of it"):
            continue
        if known is not None and known.kind in {"by", "verb", "money", "particle"}:
            return known.change
    return None


def _meant(sentence: Sentence, amount: Amount, at: int) -> Change | None:
    """Decide what the change word at a token says of an amount; None where nothing."""
    known = changes()[sentence.lower[at]]
    if known.kind == "particle":
        return known.change if _is_change_particle(sentence, amount, at) else None
    if known.kind == "money" and not _is_price(sentence, amount):
        return None
    if sentence.low(at + 1) == "of":
        return None
    if known.kind == "by" and words("by or to").isdisjoint(sentence.lower[at + 1 : amount.first]):
        return None
    if known.kind == "way":
        for near in (at + 1, at + 2):
            particle = changes().get(sentence.low(near))
            if near < amount.first and particle is not None and particle.kind == "particle":
                return particle.change
        return None
    if sentence.low(at - 1) in words("makes a noun of it"):
        return None
    return known.change


def _is_price(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether an amount is of what is quoted: not "gained 16 percent of the vote"."""
    if amount.unit is None:
        return not amount.number.plain or amount.value.denominator != 1
    is_part = amount.unit.dimension == "ratio" and sentence.low(amount.end) in words("of")
    return _is_level(amount) and not is_part


def _is_level(amount: Amount) -> bool:
    """Tell whether an amount is of what rises and falls: money, percentages, points."""
    unit = amount.unit
    if unit is None or unit.name in words("level nouns"):
        return True
    return unit.dimension not in {"count", "time", "age"}


def _is_change_particle(sentence: Sentence, amount: Amount, at: int) -> bool:
    """Tell whether up or down is a direction here, not "up to" nor "up from"."""
    pair = f"{sentence.low(at)} {sentence.low(at + 1)}"
    if amount.unit is None or pair in words("no direction"):
        return False
    return _is_level(amount)
