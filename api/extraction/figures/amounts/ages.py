"""Ages: "a 50-year-old man", "aged 35", "Ms Doe, 25, said", "he will be 40"."""

from dataclasses import replace
from functools import cache

from ... import units
from ...lexicons import words_of
from ...plurals import is_plural
from ...units import Unit
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import words
from .amount import Amount

_AGE = "a{age}"
_OLDEST = 120
_YOUNGEST_NAMED = 15


def as_age(sentence: Sentence, amount: Amount) -> Amount:
    """Read the age that an amount states; the amount as it is where it states none."""
    if amount.number.kind != "cardinal":
        return amount
    if amount.unit is not None:
        return _old(sentence, amount)
    if not _may_be_years(amount):
        return amount
    if _says_aged(sentence, amount) or _follows_full_name(sentence, amount):
        return replace(amount, unit=units.table().codes[_AGE])
    if (
        _is_age_at_death(sentence, amount)
        or _is_said_of_person(sentence, amount)
        or _opens_a_sentence(sentence, amount)
        or _stands_apart(sentence, amount)
        or _is_age_group(sentence, amount)
    ):
        return replace(amount, unit=_age_without_word())
    return amount


@cache
def _age_without_word() -> Unit:
    """Give the unit of an age that no word says to be one: its name says years alone."""
    return replace(units.table().codes[_AGE], name="year")


def _old(sentence: Sentence, amount: Amount) -> Amount:
    """Take in the "old" behind a time, or the "age of" before it."""
    unit = amount.unit
    aged = unit and units.unit(f"{unit.name} of age")
    if aged is None:
        return amount
    at = amount.end
    while sentence.word(at) in HYPHENS:
        at += 1
    if sentence.low(at) in words("old"):
        return replace(amount, unit=aged, end=at + 1)
    if sentence.low(at) == "of" and sentence.low(at + 1) == "age":
        return replace(amount, unit=aged, end=at + 2)
    if _says_aged(sentence, amount):
        return replace(amount, unit=aged)
    return amount


def _says_aged(sentence: Sentence, amount: Amount) -> bool:
    at = amount.first - 1
    while at >= 0 and sentence.lower[at] in words("passed to age"):
        at -= 1
    if sentence.low(at) in words("aged"):
        return True
    return sentence.low(at) == "of" and sentence.low(at - 1) in words("ages")


def _is_age_group(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it bounds a group of people by age: "people over 65"."""
    at = amount.first - 1
    behind = f"{sentence.low(amount.end)} {sentence.low(amount.end + 1)}"
    bounded = sentence.low(at) in words("age bounds")
    if behind in words("age and over"):
        bounded, at = True, at + 1
    grouped = sentence.low(at - 1) in words("age groups")
    return bounded and grouped and not is_plural(sentence.word(amount.end))


def _is_age_at_death(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether somebody died or retired at it: "dies at 92"."""
    verb = sentence.low(amount.first - 2)
    return sentence.low(amount.first - 1) == "at" and verb in words("dying")


def _may_be_years(amount: Amount) -> bool:
    number = amount.number
    spoken = not number.digits and number.scale == 1
    return (
        (number.plain or spoken) and 0 < amount.value <= _OLDEST and amount.value.denominator == 1
    )


def _stands_apart(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it stands between commas behind a name: "Jane Doe, 25, said"."""
    at = amount.first - 1
    if sentence.low(at) in words("now and then") and sentence.word(at - 1) == ",":
        return True
    before, after = sentence.word(at), sentence.word(amount.end)
    dashed = after in words("dashes") and not sentence.glued(amount.end)
    if before != "," or not (after == "," or dashed):
        return False
    names = [sentence.word(amount.first - 2)]
    if dashed:  # "In Elm, 14 - six of them children - died"
        names.append(sentence.word(amount.first - 3))
    if not dashed and (names[0] in words("persons") or names[0] in words_of("roles")):
        return True  # "a driver, 44, fled"
    return all(
        name[:1].isupper()
        and name.isalpha()
        and len(name) > 1
        and name.lower() not in words("function")
        for name in names
    )


def _is_said_of_person(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it is what somebody is or turns: "he will be 40 by June"."""
    if sentence.low(amount.first - 1) not in words("be") or amount.maximum is not None:
        return False
    after = sentence.low(amount.end)
    if after[:1].isalnum() and after not in words("after age"):
        return False
    near = sentence.lower[max(0, amount.first - 5) : amount.first]
    if after in words("while of an age") and sentence.low(amount.end + 1) in words("age subject"):
        return True  # "Nils was 12 when he left"
    turns = sentence.low(amount.first - 1) in words("turns an age")
    if words("age subject").isdisjoint(near) and not (turns and after in words("after age")):
        return False
    return amount.value >= _YOUNGEST_NAMED or after not in words("after no young age")


def _opens_a_sentence(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it stands before the person whose age it is: "At 41, he is the oldest"."""
    if amount.first != 1 or sentence.low(0) not in words("at an age"):
        return False
    person = sentence.low(amount.end + 1)
    return sentence.word(amount.end) == "," and person in words("age subject")


def _follows_full_name(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it follows a full name without a comma: "Jane Doe 51 has left"."""
    if not amount.number.digits or not _YOUNGEST_NAMED <= amount.value <= _OLDEST:
        return False
    first, last = sentence.word(amount.first - 2), sentence.word(amount.first - 1)
    named = all(word.istitle() and word.isalpha() and len(word) > 1 for word in (first, last))
    return named and sentence.low(amount.end) in words("after named age")
