"""Which amounts state a figure, and which are years, names, pronouns, scores or idioms."""

from functools import cache

from ...plurals import is_plural
from ..amounts.amount import Amount
from ..numbers.number import HYPHENS, Number
from ..sentence import Sentence
from ..tables import words
from . import dates, number_names, places
from .determiners import is_pronoun

_YEAR_DIGITS = 4
_FIRST_NO_POINT = 20
_NEAR = 3  # tokens before a stretch of time
_LEAST_OF_A_LIST = 10
_LONGEST_OF_A_LIST = 8  # tokens
_LONGEST_LIST = 24  # tokens
_PIECES = 2
_LONGEST_IDIOM = 3  # tokens on either side of the number


def without_years(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Leave out years and places on the map.

    Not the ends of a range that has a unit ("1900 to 2300 calories").
    """
    kept: list[Amount] = []
    year: Amount | None = None
    for at, amount in enumerate(amounts):
        after = amounts[at + 1] if at + 1 < len(amounts) else None
        if amount.number.digits and places.is_coordinate(sentence, amount.number):
            continue
        before = amounts[at - 1] if at else None
        if _go_to(sentence, amount, after) or _go_to(sentence, before, amount):
            kept.append(amount)
            continue
        if _is_year(sentence, amount, year) and not _begins_range(sentence, amount, after):
            year = amount
            continue
        if after is not None and _is_span_of_years(sentence, amount, after):
            year = amount
            continue
        kept.append(amount)
    return kept


def _go_to(sentence: Sentence, start: Amount | None, level: Amount | None) -> bool:
    """Tell whether things went from so many to so many: "going from 1300 to 1900 hens"."""
    if start is None or level is None or level.first != start.end + 1:
        return False
    if sentence.low(start.first - 1) not in words("from"):
        return False
    goes = sentence.low(start.first - 2) in words("goes from")
    noun = sentence.word(level.end)
    return goes and noun.islower() and is_plural(noun)


def _is_year(sentence: Sentence, amount: Amount, year: Amount | None) -> bool:
    number = amount.number
    if not (number.plain and number.digits):
        return False
    if amount.unit is not None:
        if amount.unit.code == "s":
            return dates.is_year(sentence, number)
        return amount.unit.dimension == "time" and _says_which(sentence, amount)
    return dates.is_year(sentence, number) or _is_end_of_years(sentence, year, amount)


def _says_which(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether a year stands before a time in the singular: "Olympiad 2022 day nine"."""
    if amount.hyphened or amount.end != amount.number.end + 1:
        return False
    one = not is_plural(sentence.words[amount.end - 1])
    return one and dates.is_modern_year(amount.number, sentence.words[amount.number.first])


def _is_span_of_years(sentence: Sentence, amount: Amount, after: Amount) -> bool:
    """Tell whether a dash, also with blanks, ties two years: "over 1990 - 2020"."""
    if after.first != amount.end + 1 or sentence.words[amount.end] not in HYPHENS:
        return False
    if amount.unit is not None or after.unit is not None or amount.value >= after.value:
        return False
    ends = [(one.number, sentence.words[one.number.first]) for one in (amount, after)]
    counts = sentence.low(after.end) in words("people")
    return all(dates.is_modern_year(*one) for one in ends) and not counts


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


def is_figure(sentence: Sentence, amount: Amount, before: Amount | None) -> bool:
    """Tell whether an amount is a figure, not a year, a name, an address or a pronoun.

    `before` is the amount ahead of it in its sentence.
    """
    number = amount.number
    if number.kind == "ordinal":
        return _is_ordinal_figure(sentence, number)
    if amount.unit is not None and _is_counted_back(sentence, amount):
        return False
    if amount.unit is None and _is_only_quoted(sentence, amount):
        return False
    if (
        amount.unit is None
        and amount.maximum is None
        and number_names.follows_name(sentence, number)
        and not (before is not None and _leaves_out_the_verb(sentence, before, amount))
    ):
        return False
    if amount.unit is None and not number.digits and _opens_a_point(sentence, number):
        return False
    if _is_idiom(sentence, number) or (number.value == _PIECES and _is_in_pieces(sentence, amount)):
        return False
    if _is_some_time(sentence, amount):
        return False
    if not number.digits and number.value == 1 and amount.maximum is None:
        return amount.unit is not None or not is_pronoun(sentence, number)
    return True


def _is_some_time(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it says no more than when: "One day the roof fell in"."""
    if amount.value != 1 or amount.unit is None or amount.unit.dimension != "time":
        return False
    if amount.number.digits or amount.hyphened:
        return False
    opens = amount.first == 0 or sentence.words[amount.first - 1] == ","
    return opens and sentence.low(amount.end) in words("behind some time")


def _leaves_out_the_verb(sentence: Sentence, before: Amount, amount: Amount) -> bool:
    """Tell whether a name has so many of what the one before has: "Elm lost 300 jobs, Tarn 120".

    A single digit is rather part of the name, but in a list that names what it counts.
    """
    if amount.value < _LEAST_OF_A_LIST and not _is_in_list(sentence, before):
        return False
    if before.number.kind != "cardinal":
        return False
    if sentence.word(amount.first - 1) == sentence.word(before.first - 1):
        return False  # "Region 11 and Region 12"
    if sentence.word(amount.end)[:1].isalnum() and sentence.low(amount.end) not in words("and or"):
        return False
    at = amount.first - 1
    while at > before.end and sentence.words[at][:1].isupper():
        at -= 1
    joined = sentence.lower[at] in words("and or") or sentence.words[at] == ","
    return joined and amount.first - before.end <= _LONGEST_OF_A_LIST


def _is_in_list(sentence: Sentence, before: Amount) -> bool:
    """Tell whether names and numbers lead back to a counted noun: "Elm 12 seats, Tarn 9"."""
    for at in range(before.end, max(0, before.end - _LONGEST_LIST), -1):
        word = sentence.word(at)
        if word.islower() and word not in words("and or"):
            return sentence.word(at - 1).isdecimal()
    return False


def _is_counted_back(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether a stretch of time says when: "two months ago", "ten years later"."""
    if amount.unit is None or amount.unit.dimension != "time" or amount.per_time is not None:
        return False
    if _is_counted_from(sentence, amount) or _is_time_in_which(sentence, amount):
        return True
    says_when = sentence.low(amount.end) in words("counted back")
    return says_when and sentence.low(amount.end + 1) not in words("than")


def _is_counted_from(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it says when by an event: "two days after the vote", not "for two days"."""
    if amount.hyphened or sentence.low(amount.end) not in words("counted from"):
        return False
    near = sentence.lower[max(0, amount.first - _NEAR) : amount.first]
    return words("how long").isdisjoint(near)


def _is_time_in_which(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it says in which time: "over the next two weeks", not "for the next two"."""
    at = amount.first - 1
    if sentence.low(at) not in words("open span"):
        return False
    at -= sentence.low(at - 1) in words("the")
    return sentence.low(at - 1) in words("span in which")


def _is_only_quoted(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether nothing but it stands between two marks, so that it is named, not stated."""
    before, after = sentence.word(amount.first - 1), sentence.word(amount.end)
    return before in words("quotation marks") and after in words("quotation marks")


def _is_in_pieces(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether it says that something was divided: "split the field in two"."""
    bare = amount.unit is None and not amount.number.digits
    divided = sentence.low(amount.first - 1) == "in" and sentence.low(amount.first - 2) != "one"
    after = sentence.word(amount.end)
    return bare and divided and after in words("behind an apposition") and not after.isalpha()


def _opens_a_point(sentence: Sentence, number: Number) -> bool:
    """Tell whether it numbers a point of a speech: "Two, we must wait"."""
    opens = number.first == 0 and sentence.low(number.end) in words("comma")
    return opens and number.value < _FIRST_NO_POINT


def _is_ordinal_figure(sentence: Sentence, number: Number) -> bool:
    """Tell whether an ordinal orders things: "75th anniversary", not "5th Avenue"."""
    after = sentence.word(number.end)
    if after[:1].isupper() or not after[:1].isalpha():
        return False
    return after.lower() not in words("not ordered") and after.lower() not in words("function")


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
    if amount.unit is not None or number.kind in {"fraction", "ordinal", "vague"}:
        return True
    if amount.maximum is None and number_names.numbers_a_thing(sentence, number, tags):
        return False
    return number.digits or number.value != 1
