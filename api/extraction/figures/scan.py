"""All figures of a document: text → numbers → amounts → ranges → what is said of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from api.extraction import units
from api.extraction.document import Document
from api.extraction.figures import ages, dates, names, ranges
from api.extraction.figures.amounts import Amount, per_at, read_amount
from api.extraction.figures.counts import Counted, counted_noun
from api.extraction.figures.modifiers import Reading, read_change, read_modifier
from api.extraction.figures.numbers import HYPHENS, Number, read_number
from api.extraction.figures.sentence import Sentence, sentence_of
from api.extraction.figures.tables import starters, words
from api.extraction.figures.tagging import tag
from api.extraction.model import Change

_VULGAR = frozenset("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")


@dataclass(frozen=True, slots=True)
class Found:
    """An amount that states a figure, with the words beside it; not yet what it measures."""

    amount: Amount
    reading: Reading
    change: Change | None
    counted: Counted | None


def sentences_with_numbers(document: Document) -> Iterator[tuple[int, list[int]]]:
    """Give the index of each sentence that holds a number, and where in it one may start."""
    starting = starters()
    candidates = [
        at
        for at, word in enumerate(document.words)
        if word in starting or word[0].isdigit() or word in _VULGAR
    ]
    index = 0
    inside: list[int] = []
    for at in candidates:
        while document.sentences[index][1] <= at:
            if inside:
                yield index, inside
                inside = []
            index += 1
        inside.append(at - document.sentences[index][0])
    if inside:
        yield index, inside


def read_sentence(sentence: Sentence, candidates: list[int]) -> tuple[list[Found], list[str]]:
    """Find the figures of one sentence, and the parts of speech of its words."""
    numbers = list(_numbers(sentence, candidates))
    if not numbers:
        return [], []
    amounts = [read_amount(sentence, number) for number in numbers]
    amounts = ranges.without_scores(sentence, _without_years(sentence, amounts))
    amounts = [ages.as_age(sentence, amount) for amount in ranges.join(sentence, amounts)]
    amounts = _with_unit_of_change(sentence, amounts)
    amounts = [amount for amount in amounts if _is_figure(sentence, amount)]
    if not amounts:
        return [], []
    tags = tag(sentence)
    found: list[Found] = []
    before: Found | None = None
    for amount in amounts:
        if before and before.counted and amount.unit is None and amount.first < before.counted.end:
            continue
        counted = None
        if amount.unit is None and amount.number.kind in {"cardinal", "vague"}:
            counted = counted_noun(sentence, amount, tags)
            amount = _with_noun(sentence, amount, counted)
            if counted is None and names.precedes_name(sentence, amount.number):
                continue
            if counted is None:
                amount = _with_unit_before(sentence, amount, found)
        if not _is_stated(sentence, amount, counted, tags):
            continue
        reading = read_modifier(sentence, amount)
        change = read_change(sentence, amount, before.amount if before else None)
        reading, change = _restated(sentence, before, amount, reading, change)
        before = Found(amount, reading, change, counted)
        found.append(before)
    return found, tags


def _numbers(sentence: Sentence, candidates: list[int]) -> Iterator[Number]:
    end = 0
    for at in candidates:
        if at < end:
            continue
        if sentence.words[at][0].isdigit() and dates.is_date_or_time(sentence, at):
            continue
        number = read_number(sentence, at)
        if number is None or number.first < end:
            continue
        end = number.end
        if number.digits and names.is_name(sentence, number):
            continue
        yield number


def _without_years(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Leave out years, but not the ends of a range that has a unit ("2000 to 2500 calories")."""
    kept: list[Amount] = []
    year: Amount | None = None
    for at, amount in enumerate(amounts):
        if amount.unit is None and amount.number.plain and amount.number.digits:
            after = amounts[at + 1] if at + 1 < len(amounts) else None
            if (
                dates.is_year(sentence, amount.number) or _is_end_of_years(sentence, year, amount)
            ) and not _begins_range(sentence, amount, after):
                year = amount
                continue
        kept.append(amount)
    return kept


def _begins_range(sentence: Sentence, amount: Amount, after: Amount | None) -> bool:
    if after is None or after.unit is None or after.first - amount.end > 1:
        return False
    joined = sentence.low(amount.end) in words("range to") | HYPHENS
    return joined and amount.value < after.value


def _is_end_of_years(sentence: Sentence, year: Amount | None, amount: Amount) -> bool:
    """Tell whether four digits end a span that a year began: "between A.D. 1000 and 1260"."""
    if year is None or amount.first - year.end != 1 or len(sentence.words[amount.first]) != 4:  # noqa: PLR2004
        return False
    return sentence.low(year.end) in words("to") | HYPHENS and amount.value > year.value


def _is_figure(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether an amount is a figure, not a year, a name, an address or a pronoun."""
    number = amount.number
    if number.kind == "ordinal":
        return _is_ordinal_figure(sentence, number)
    if amount.unit is None and number.digits and number.plain:
        if names.is_address(sentence, number):
            return False
        if amount.maximum is None and names.follows_name(sentence, number):
            return False
    if not number.digits and number.value == 1 and amount.maximum is None:
        return amount.unit is not None or not _is_pronoun(sentence, number)
    return not _is_idiom(sentence, number)


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
    before = " ".join(sentence.lower[max(0, number.first - 2) : number.end])
    after = " ".join(sentence.lower[number.first : number.end + 2])
    return before in words("idiom") or after in words("idiom")


def _with_noun(sentence: Sentence, amount: Amount, counted: Counted | None) -> Amount:
    """Make the counted noun the unit, with what it is counted by ("3,000 tests per day")."""
    if counted is None:
        return amount
    unit = units.unit("{" + counted.noun + "}")
    if unit is None:
        return amount
    found = per_at(sentence, counted.end, unit)
    if found is not None:
        return replace(amount, unit=found[0], end=found[1] if found[1] > amount.end else amount.end)
    return replace(amount, unit=unit)


def _with_unit_before(sentence: Sentence, amount: Amount, found: list[Found]) -> Amount:
    """Let a bare number take the unit of the last like it: "208 pounds to 193", "the low is 74.07"."""
    level = sentence.low(amount.first - 1) in words("before a level")
    following = sentence.word(amount.end)
    if amount.number.scale == 1 and following[:1].isupper():
        return amount
    for one in reversed(found[-_FURTHEST_UNITS:]):
        unit = one.amount.unit
        if unit is None or one.amount.number.kind != "cardinal" or one.amount.hyphened:
            continue
        if unit.dimension in {"time", "age"} or sentence.low(one.amount.first - 1) == "(":
            continue
        if level and unit.dimension == "ratio" and not _is_origin(sentence, one.amount):
            continue
        if not _is_alike(one.amount, amount, unit):
            return amount
        return replace(amount, unit=unit)
    return amount


_FURTHEST_UNITS = 4
_MOST_UNLIKE = 200


def _with_unit_of_change(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Let a level take the unit of its change: "16,369 up 58 points"."""
    for at in range(len(amounts) - 1):
        level, change = amounts[at], amounts[at + 1]
        between = sentence.lower[level.end : change.first]
        if level.unit is None and change.unit is not None and between[-1:] != between[:-1]:
            if len(between) <= 2 and between[-1:] and between[-1] in words("up or down"):  # noqa: PLR2004
                if between[:-1] in ([], [","]) and change.unit.dimension != "ratio":
                    amounts[at] = replace(level, unit=change.unit)
    return amounts


def _is_origin(sentence: Sentence, amount: Amount) -> bool:
    return sentence.low(amount.first - 1) in words("from")


def _is_alike(one: Amount, other: Amount, unit: units.Unit) -> bool:
    """Tell whether two numbers are near enough in size and form to be of one unit."""
    if not one.value or not other.value:
        return False
    ratio = abs(one.value / other.value)
    return Fraction(1, _MOST_UNLIKE) < ratio < _MOST_UNLIKE


def _is_stated(
    sentence: Sentence, amount: Amount, counted: Counted | None, tags: list[str]
) -> bool:
    """Tell whether a number without a unit still states something."""
    number = amount.number
    if amount.unit is not None or number.kind in {"fraction", "ordinal"}:
        return True
    if number.value == 1 and not number.digits:
        return False
    return number.kind != "vague" or sentence.low(number.end) == "of"


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
