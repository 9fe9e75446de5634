"""Ages: "a 50-year-old man", "aged 35", "Ms Doe, 25, said", "he will be 40"."""

from dataclasses import replace
from functools import cache

from ... import units
from ...lexicons import words_of
from ...plurals import is_plural, singular
from ...units import Unit
from ..counted.tagging import listed_as
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import modifiers, words
from .amount import Amount

_AGE = "a{age}"
_NAMES = frozenset({"", "P"})
_VERBAL = frozenset("VM")
_OLDEST = 120
_YOUNGEST_NAMED = 15
_LONGEST_JOINT = 2  # tokens of ", and"
_FURTHEST_AND = 6  # tokens of "Ada Karr and Nils Oder,"
_LONGEST_OPENING = 4  # tokens of "The retired school teacher"


def with_ages(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Read the ages among the amounts of a sentence, also those of a list: "aged 6, 11 and 40"."""
    if len(amounts) == 1:
        return [_as_age(sentence, amounts[0])]
    given: list[Amount] = []
    for at, amount in enumerate(amounts):
        read = _as_age(sentence, amount)
        if read.unit is None and given and _goes_on_with_ages(sentence, given[-1], read):
            read = replace(read, unit=given[-1].unit)
        elif read.unit is None and at + 1 < len(amounts):
            pair = read, amounts[at + 1]
            read = replace(read, unit=_age_without_word()) if _are_ages(sentence, *pair) else read
        given.append(read)
    return given


def _goes_on_with_ages(sentence: Sentence, age: Amount, amount: Amount) -> bool:
    """Tell whether a bare number goes on with the ages that one before began."""
    if age.unit is None or age.unit.code != _AGE or age.end != age.number.end:
        return False
    between = sentence.lower[age.end : amount.first]
    joined = 0 < len(between) <= _LONGEST_JOINT and words("in a list").issuperset(between)
    return joined and _ends_an_age(sentence, amount)


def _ends_an_age(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether a number may be an age, and no noun follows that it counts."""
    after = sentence.low(amount.end)
    behind = not after[:1].isalnum() or after in words("and or") or listed_as(after) in _VERBAL
    return behind and amount.number.kind == "cardinal" and _may_be_years(amount)


def _are_ages(sentence: Sentence, one: Amount, other: Amount) -> bool:
    """Tell whether two numbers are the ages of two before them: "the brothers, 19 and 23,"."""
    if sentence.lower[one.end : other.first] != ["and"] or sentence.word(one.first - 1) != ",":
        return False
    if sentence.word(other.end) not in words("behind an apposition"):
        return False
    if not (_ends_an_age(sentence, one) and _ends_an_age(sentence, other)):
        return False
    last = sentence.word(one.first - 2)
    near = sentence.lower[max(0, one.first - _FURTHEST_AND) : one.first]
    named = last.istitle() and not words("and").isdisjoint(near)
    several = last in words("two of people") or (is_plural(last) and _is_person(singular(last)))
    return named or several


def _as_age(sentence: Sentence, amount: Amount) -> Amount:
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
        or _is_said_of_name(sentence, amount)
        or _is_as_young(sentence, amount)
        or _is_of_child(sentence, amount)
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
    group = sentence.low(at - 1)
    grouped = group in words("age groups") or (is_plural(group) and _is_person(singular(group)))
    return bounded and grouped and not is_plural(sentence.word(amount.end))


def _is_age_at_death(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether somebody died or retired at it: "dies at 92"."""
    verb = sentence.low(amount.first - 2)
    return sentence.low(amount.first - 1) == "at" and verb in words("dying")


def _may_be_years(amount: Amount) -> bool:
    number = amount.number
    spoken = (not number.digits or amount.maximum is not None) and number.scale == 1
    return (
        (number.plain or spoken) and 0 < amount.value <= _OLDEST and amount.value.denominator == 1
    )


def _is_person(noun: str) -> bool:
    return noun in words("persons") or noun in words_of("roles") or noun in words_of("kin")


def _stands_apart(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it stands between commas behind a name: "Jane Doe, 25, said"."""
    at = amount.first - 1
    if sentence.low(at) in words("now and then") and sentence.word(at - 1) == ",":
        return True
    before, after = sentence.word(at), sentence.word(amount.end)
    dashed = after in words("dashes") and not sentence.glued(amount.end)
    if before != "," or not (after == "," or dashed):
        return False
    if sentence.word(at - 1) == "." and sentence.low(at - 2) in words_of("name_suffixes"):
        return True  # "Ola Kern Jr., 55,"
    names = [sentence.word(amount.first - 2)]
    if dashed and sentence.low(amount.end + 1) != "who":  # "In Elm, 14 - six of them - died"
        names.append(sentence.word(amount.first - 3))
    if not dashed and _is_person(names[0]):
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
    at = amount.first - 1
    if sentence.low(at) in modifiers("before"):
        at -= 1
    if sentence.low(at) not in words("be") or amount.maximum is not None:
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


def _is_said_of_name(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether a sentence ends with what somebody was: "The former lyricist was 78."."""
    if sentence.low(amount.first - 1) not in words("is at an age"):
        return False
    if amount.end != len(sentence) - 1 or amount.value < _YOUNGEST_NAMED:
        return False
    if listed_as(sentence.lower[0]) in _NAMES and sentence.words[0].istitle():
        return True
    return any(_is_person(word) for word in sentence.lower[:_LONGEST_OPENING])


def _is_as_young(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it bounds ages: "children as young as three"."""
    if sentence.low(amount.first - 1) != "as" or sentence.low(amount.first - 3) != "as":
        return False
    after = sentence.low(amount.end)
    free = not after[:1].isalnum() or after in words("function")
    return free and sentence.low(amount.first - 2) in words("young and old")


def _is_of_child(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it stands behind "a boy of"."""
    if sentence.low(amount.first - 1) != "of":
        return False
    return sentence.low(amount.first - 2) in words("of an age") and _ends_an_age(sentence, amount)


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
