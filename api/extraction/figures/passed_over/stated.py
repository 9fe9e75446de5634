"""Which amounts state a figure, and which are years, names, pronouns, scores or idioms."""

from functools import cache

from ..amounts.amount import Amount
from ..numbers.number import HYPHENS, Number
from ..sentence import Sentence
from ..tables import words
from . import dates, number_names

_LARGEST_SCORE = 30
_NEAR_VOTE = 6  # tokens
_LARGEST_VOTE = 999
_YEAR_DIGITS = 4
_LONGEST_IDIOM = 3  # tokens on either side of the number


def without_years(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Leave out years and places on the map.

    Not the ends of a range that has a unit ("1900 to 2300 calories").
    """
    kept: list[Amount] = []
    year: Amount | None = None
    for at, amount in enumerate(amounts):
        after = amounts[at + 1] if at + 1 < len(amounts) else None
        if amount.number.digits and number_names.is_coordinate(sentence, amount.number):
            continue
        if _is_year(sentence, amount, year) and not _begins_range(sentence, amount, after):
            year = amount
            continue
        kept.append(amount)
    return kept


def _is_year(sentence: Sentence, amount: Amount, year: Amount | None) -> bool:
    number = amount.number
    if not (number.plain and number.digits):
        return False
    if amount.unit is not None:
        return amount.unit.code == "s" and dates.is_year(sentence, number)
    return dates.is_year(sentence, number) or _is_end_of_years(sentence, year, amount)


def _begins_range(sentence: Sentence, amount: Amount, after: Amount | None) -> bool:
    if after is None or after.unit is None or after.first - amount.end > 1 or after.money_before:
        return False
    joined = sentence.low(amount.end) in words("range to") | HYPHENS
    return joined and amount.value < after.value


def _is_end_of_years(sentence: Sentence, year: Amount | None, amount: Amount) -> bool:
    """Tell whether four digits end a span that a year began: "between A.D. 1100 and 1340"."""
    if year is None or amount.first - year.end != 1 or not _has_year_digits(sentence, amount):
        return False
    return sentence.low(year.end) in words("to") | HYPHENS and amount.value > year.value


def _has_year_digits(sentence: Sentence, amount: Amount) -> bool:
    return len(sentence.words[amount.first]) == _YEAR_DIGITS


def is_figure(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether an amount is a figure, not a year, a name, an address or a pronoun."""
    number = amount.number
    if number.kind == "ordinal":
        return _is_ordinal_figure(sentence, number)
    if amount.unit is None and number_names.is_address(sentence, number):
        return False
    if (
        amount.unit is None
        and amount.maximum is None
        and number_names.follows_name(sentence, number)
    ):
        return False
    if amount.unit is None and not number.digits and _opens_a_point(sentence, number):
        return False
    if not number.digits and number.value == 1 and amount.maximum is None:
        return amount.unit is not None or not _is_pronoun(sentence, number)
    return not _is_idiom(sentence, number)


def _opens_a_point(sentence: Sentence, number: Number) -> bool:
    """Tell whether it numbers a point of a speech: "Two, we must wait"."""
    return number.first == 0 and sentence.low(number.end) in words("comma")


def _is_ordinal_figure(sentence: Sentence, number: Number) -> bool:
    """Tell whether an ordinal orders things: "75th anniversary", not "5th Avenue"."""
    after = sentence.word(number.end)
    if after[:1].isupper() or not after[:1].isalpha():
        return False
    return after.lower() not in words("not ordered") and after.lower() not in words("function")


def _is_pronoun(sentence: Sentence, number: Number) -> bool:
    before, after = sentence.low(number.first - 1), sentence.low(number.end)
    if before in words("one after") or after in words("one before"):
        return True
    return not after[:1].isalpha() or after in words("function")


def _is_idiom(sentence: Sentence, number: Number) -> bool:
    """Tell whether the number is part of a set phrase that counts nothing."""
    if not _words_of_idioms().issuperset(sentence.lower[number.first : number.end]):
        return False
    for first in range(max(0, number.first - _LONGEST_IDIOM), number.first + 1):
        for end in range(number.end, min(len(sentence), number.end + _LONGEST_IDIOM) + 1):
            if " ".join(sentence.lower[first:end]) in words("idiom"):
                return True
    return False


@cache
def _words_of_idioms() -> frozenset[str]:
    return frozenset(word for idiom in words("idiom") for word in idiom.split())


def is_stated(sentence: Sentence, amount: Amount, tags: list[str]) -> bool:
    """Tell whether a number still states something after no noun was found that it counts."""
    number = amount.number
    if amount.unit is not None or number.kind in {"fraction", "ordinal"}:
        return True
    if amount.maximum is None and number_names.numbers_a_thing(sentence, number, tags):
        return False
    if number.value == 1 and not number.digits:
        return False
    return number.kind != "vague" or sentence.low(number.end) in words("of")


def without_scores(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Leave out results and odds: "2-1", "a 9–2 lead", "by 3 to 1", "a 2-to-1 vote"."""
    kept: list[Amount] = []
    at = 0
    while at < len(amounts):
        if at + 1 < len(amounts) and _is_score(sentence, amounts[at], amounts[at + 1]):
            at += 2
            continue
        kept.append(amounts[at])
        at += 1
    return kept


def _is_score(sentence: Sentence, home: Amount, away: Amount) -> bool:
    between = [word for word in sentence.lower[home.end : away.first] if word not in HYPHENS]
    if between == ["to"] and home.unit is None and away.unit is None:
        near = sentence.lower[max(0, home.first - _NEAR_VOTE) : home.first]
        votes = not words("voting").isdisjoint(near)
        return home.value > away.value and (votes or away.value == 1)
    dash = home.end
    if away.first != dash + 1 or sentence.words[dash] not in HYPHENS:
        return False
    if not (sentence.glued(dash) and sentence.glued(away.first)):
        return False
    if home.unit is not None or away.unit is not None:
        return False
    if not (home.number.plain and away.number.plain):
        return False
    falling = home.value >= away.value
    largest = _LARGEST_VOTE if falling else _LARGEST_SCORE
    return max(home.value, away.value) <= largest and (
        falling or sentence.low(away.end) not in words("people")
    )
