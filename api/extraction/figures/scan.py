"""All figures of a document: text → numbers → amounts → ranges → what is said of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from ..document import Document
from ..model import Change
from ..units import COUNT
from .amounts.ages import with_ages
from .amounts.amount import Amount
from .amounts.per import with_per
from .amounts.ranges import join
from .amounts.reading import read_amount
from .amounts.sharing import share_in_lists, with_noun, with_unit_before
from .counted.counts import Counted, counted_noun, is_part_of, noun_of_next
from .counted.elided import unsaid_noun
from .counted.tagging import tag
from .numbers.clocked import read_clocked
from .numbers.digits import VULGAR, read_digits
from .numbers.fractions import is_tied
from .numbers.number import Number
from .numbers.spelled import read_article, read_words
from .passed_over import dates, number_names
from .passed_over.determiners import is_mere_determiner
from .passed_over.scores import without_scores
from .passed_over.stated import is_figure, is_stated, without_years
from .qualified.modifiers import Reading, read_change, read_modifier
from .sentence import Sentence
from .tables import labels, starters, words

_DIGIT = re.compile(rf"[\d{''.join(VULGAR)}]")
_FEW = 8  # amounts back that a unit may be taken from


@dataclass(frozen=True, slots=True)
class Found:
    """An amount that states a figure, with the words beside it; not yet what it measures."""

    amount: Amount
    reading: Reading
    change: Change | None
    counted: Counted | None


def span_of(one: Found) -> tuple[int, int]:
    """Give the tokens of a figure with its modifier and the noun it counts."""
    first = min(one.reading.first, one.amount.first)
    end = max(one.reading.end, one.amount.end)
    return first, max(end, one.counted.end if one.counted else end)


def sentences_with_numbers(document: Document) -> Iterator[tuple[int, list[int]]]:
    """Give the index of each sentence that holds a number, and where in it one may start."""
    starting = _starting()
    for index, (first, end) in enumerate(document.sentences):
        words = document.words[first:end]
        digits = _DIGIT.search(document.text, document.starts[first], document.ends[end - 1])
        if digits is None and starting.isdisjoint(words):
            continue
        places = [
            at
            for at, word in enumerate(words)
            if word in starting or word[0].isdecimal() or word in VULGAR
        ]
        if places and places[0] == 0 and _is_label_cut_off(document, first):
            del places[0]
        if places:
            yield index, places


@cache
def _starting() -> frozenset[str]:
    """Words that a number starts with, and units that an article may count one of."""
    return starters() | words("counted by an article")


def _is_label_cut_off(document: Document, at: int) -> bool:
    """Tell whether the sentence before ends in a label that numbers things: "No. 10"."""
    if at < 2 or document.words[at - 1] != "." or not document.words[at].isdecimal():  # noqa: PLR2004
        return False
    return document.words[at - 2].istitle() and document.words[at - 2].lower() in labels("label")


def read_sentence(
    sentence: Sentence, candidates: list[int], earlier: list[Found]
) -> tuple[list[Found], list[str]]:
    """Find the figures of one sentence, and the parts of speech of its words.

    `earlier` are the figures of the sentence before, whose noun a bare number may leave unsaid.
    """
    amounts = [read_amount(sentence, number) for number in _numbers(sentence, candidates)]
    amounts = without_scores(sentence, without_years(sentence, amounts))
    amounts = with_ages(sentence, join(sentence, amounts))
    amounts = share_in_lists(sentence, amounts)
    amounts = [
        amount
        for at, amount in enumerate(amounts)
        if is_figure(sentence, amount, amounts[at - 1] if at else None)
    ]
    if not amounts:
        return [], []
    tags = tag(sentence)
    found: list[Found] = []
    said = [one.amount for one in earlier]
    for amount in amounts:
        one = _read_around(sentence, amount, found, said, tags)
        if one is not None:
            found.append(one)
    return _with_noun_behind(sentence, found), tags


def _with_noun_behind(sentence: Sentence, found: list[Found]) -> list[Found]:
    """Give bare numbers the noun that the last of their list counts: "three or four vans"."""
    for at in range(len(found) - 2, -1, -1):
        one, after = found[at].amount, found[at + 1].amount
        if after.unit is None or after.unit.dimension != COUNT or one.number.kind == "fraction":
            continue
        if one.unit is None and noun_of_next(sentence, one, after):
            found[at] = replace(found[at], amount=replace(one, unit=after.unit, shared=True))
    return found


def _numbers(sentence: Sentence, candidates: list[int]) -> Iterator[Number]:
    end = 0
    for at in candidates:
        if at < end:
            continue
        if sentence.words[at][0].isdecimal() and dates.is_date_or_time(sentence, at):
            number = read_clocked(sentence, at)
            if number is not None:
                end = number.end
                yield number
            continue
        number = _read_number(sentence, at)
        if number is None or number.first < end:
            continue
        end = dates.end_of_spoken_year(sentence, number) or number.end
        if end > number.end or dates.is_spoken_year(sentence, number):
            continue
        if number_names.is_name(sentence, number) or dates.is_hour(sentence, number):
            continue
        yield number


def _read_number(sentence: Sentence, at: int) -> Number | None:
    word = sentence.words[at]
    if word[0].isdecimal() or word in VULGAR:
        return read_digits(sentence, at)
    if sentence.lower[at] in words("counted by an article"):
        return read_article(sentence, at)
    return read_words(sentence, at)


def _read_around(
    sentence: Sentence, amount: Amount, found: list[Found], said: list[Amount], tags: list[str]
) -> Found | None:
    """Read what an amount counts and what the words beside it say; None where it is no figure."""
    before = found[-1] if found else None
    bare = amount.unit is None
    if bare and before and before.counted and amount.first < before.counted.end:
        apart = (
            is_tied(sentence, amount.end)
            or is_part_of(sentence, before.amount, amount)
            or sentence.low(amount.first - 1) in words("and or")
        )
        if not apart:
            return None
    counted = None
    if bare and amount.number.kind in {"cardinal", "vague"}:
        counted = counted_noun(sentence, amount, tags)
        if counted is not None and amount.value == 1 and not amount.number.digits:
            last = before.amount if before else None
            if is_mere_determiner(sentence, amount, counted, last, tags):
                return None
        if counted is not None:
            amount = with_noun(sentence, amount, counted)
        elif number_names.precedes_name(sentence, amount.number):
            return None
        else:
            amount = _with_unsaid_unit(sentence, amount, found, said, tags)
    if not is_stated(sentence, amount, tags):
        return None
    reading = read_modifier(sentence, amount, counted.end if counted else amount.end)
    change = read_change(sentence, amount, before.amount if before else None)
    reading, change = _restated(sentence, before, amount, reading, change)
    return Found(amount, reading, change, counted)


def _with_unsaid_unit(
    sentence: Sentence, amount: Amount, found: list[Found], said: list[Amount], tags: list[str]
) -> Amount:
    """Take over what an amount before has, where this one is written bare."""
    before = [one.amount for one in found[-_FEW:]]
    shared = with_unit_before(sentence, amount, before, tags)
    if shared.unit is not None:
        return shared
    unit = unsaid_noun(sentence, amount, before, said, tags)
    return amount if unit is None else with_per(sentence, replace(amount, unit=unit, shared=True))


def _restated(
    sentence: Sentence,
    before: Found | None,
    amount: Amount,
    reading: Reading,
    change: Change | None,
) -> tuple[Reading, Change | None]:
    """Let an amount in brackets, or after "or", say no more than the one it says again."""
    if before is None or reading.modifier != "=":
        return reading, change
    between = sentence.lower[before.amount.end : amount.first]
    other = before.amount.unit and amount.unit and before.amount.unit.code != amount.unit.code
    if between == ["or"] and other:
        return reading, change or before.change
    if between in (["("], ["/"]):
        reading = replace(reading, modifier=before.reading.modifier)
        return reading, change or before.change
    if between == [",", "or"]:
        return reading, change or before.change
    if change is None and before.change and sentence.low(amount.first - 1) == "by":
        return reading, before.change
    return reading, change


def value_of(fraction: Fraction) -> float | None:
    """Give the nearest float, None where it is out of range."""
    try:
        return float(fraction)
    except OverflowError:
        return None
