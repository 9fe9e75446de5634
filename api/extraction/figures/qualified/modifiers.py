"""What the words beside an amount make of it: about, more than, up to, or a change."""

from dataclasses import dataclass

from ...model import Change, Modifier
from ..amounts.amount import Amount
from ..numbers.number import HYPHENS, MINUS
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


def read_modifier(sentence: Sentence, amount: Amount, end: int) -> Reading:
    """Read the modifier before an amount, else behind it or behind the noun that ends at `end`."""
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
    if _is_capped(sentence, amount):
        return Reading("<", amount.first, amount.end)
    if _is_of_tens(sentence, amount):
        return Reading("~", amount.first, amount.end)
    found = _phrase_after(sentence, amount, end)
    if found is not None:
        sign, last = found
        return Reading(sign, amount.first, last)
    return Reading(">" if amount.number.kind == "vague" else "=", amount.first, amount.end)


def _is_capped(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether a verb sets it as the most: "caps rents at 640 euros"."""
    if sentence.low(amount.first - 1) not in words("at a cap"):
        return False
    near = sentence.lower[max(0, amount.first - _LONGEST_OBJECT) : amount.first - 1]
    return not words("caps").isdisjoint(near)


def _is_of_tens(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it says between which tens: "in the low 50s"."""
    tens = sentence.word(amount.end) == "s" and sentence.glued(amount.end)
    return tens and sentence.low(amount.first - 1) in words("part of tens")


def _is_span_of_time(sentence: Sentence, amount: Amount, first: int) -> bool:
    """Tell whether "over" says throughout a time ("$9m over 10 years"), not more than it."""
    if amount.unit is None or amount.unit.dimension != "time":
        return False
    if sentence.lower[first] not in words("only at the number") or amount.first - first != 1:
        return False
    before = sentence.word(first - 1)
    if before == "," or first == 0:
        return sentence.word(amount.end) == "," or before == ","
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
    if article and phrase in words("only at the number"):
        return True
    before = sentence.low(first - 1)
    return f"{before} {phrase}" in words("no modifier")


def _phrase_after(sentence: Sentence, amount: Amount, noun: int) -> tuple[Modifier, int] | None:
    table = modifiers("after")
    for at in (amount.end, amount.number.end, noun):
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
    signed = _change_of_sign(sentence, amount)
    if signed is not None:
        return signed
    closing = changes().get(sentence.low(amount.end))
    if closing is not None and closing.kind == "closing" and _is_level(amount):
        return None if sentence.low(amount.end + 1) in words("than") else closing.change
    if before is not None and _goes_from(sentence, before, amount):
        return "up" if amount.value > before.value else "down"
    at -= f"{sentence.low(at - 1)} {sentence.low(at)}" in words("by an article")
    if sentence.low(at) in words("no change after") or _is_while(sentence, amount):
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


def _is_while(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether a time says how long something changed: "rents rose over two years"."""
    spans = amount.unit is not None and amount.unit.dimension == "time"
    return spans and sentence.low(amount.first - 1) in words("while")


def _goes_from(sentence: Sentence, start: Amount, level: Amount) -> bool:
    """Tell whether a verb without a direction leads from one to the other: "went from 9 to 12"."""
    between = sentence.lower[start.end : level.first]
    if len(between) != 1 or between[0] not in words("to") or start.value == level.value:
        return False
    came = sentence.low(start.first - 1) in words("from")
    return came and sentence.low(start.first - 2) in words("goes from")


def _change_of_sign(sentence: Sentence, amount: Amount) -> Change | None:
    """Read the sign that is written at a percentage: "+1.1%", "-0.7%"."""
    if amount.unit is None or amount.unit.code != "%" or amount.maximum is not None:
        return None
    before = sentence.word(amount.first - 1)
    if before == "+" and sentence.glued(amount.first):
        return "up"
    return "down" if sentence.words[amount.first] in MINUS and amount.value < 0 else None


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
    speeds = amount.unit is not None and amount.unit.dimension == "speed"
    if speeds and sentence.lower[at] in words("no change of speed"):
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
    if sentence.low(amount.first - 1) in words("of this much"):
        return True  # "grew by 340"
    if amount.unit is None:
        return not amount.number.plain or amount.value.denominator != 1
    is_part = amount.unit.dimension == "ratio" and sentence.low(amount.end) in words("of")
    return _is_level(amount) and not is_part


def _is_level(amount: Amount) -> bool:
    """Tell whether an amount is of what rises and falls: money, percentages, points."""
    unit = amount.unit
    if unit is None or amount.shared or unit.name in words("level nouns"):
        return True
    return unit.dimension not in {"count", "time", "age"}


def _is_change_particle(sentence: Sentence, amount: Amount, at: int) -> bool:
    """Tell whether up or down is a direction here, not "up to" nor "up from"."""
    pair = f"{sentence.low(at)} {sentence.low(at + 1)}"
    if pair in words("no direction") or sentence.low(at - 1) in words("no direction behind"):
        return False  # "boils down to"
    if sentence.low(at + 1) in words("of this much"):
        return True  # "was up by 12,000"
    if amount.number.kind == "fraction":
        return True  # "down a quarter"
    return amount.unit is not None and _is_level(amount)
