"""Units that are written once for several amounts: in lists, for levels, for what follows."""

from dataclasses import replace
from fractions import Fraction

from ... import units
from ..counted.counts import Counted
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import starters, words
from .amount import Amount
from .per import per_at, time_of

_FURTHEST = 4  # amounts back
_MOST_UNLIKE = 200  # times larger or smaller
_LONGEST_JOINT = 3  # tokens
_FIRST_NEEDING_NO_SCALE = 1000
_WHOLE = 100  # percent
_NEAR = 5  # tokens


def share_in_lists(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Give each amount of a list the unit that the last one has."""
    shared = False
    given = list(amounts)
    for at in range(len(given) - 2, -1, -1):
        given[at], shared = _share(sentence, given[at], given[at + 1], in_list=shared)
        if _is_level_of(sentence, given[at], given[at + 1]):
            given[at] = replace(given[at], unit=given[at + 1].unit, shared=True)
        if _are_of_percent(sentence, given[at], given[at + 1]):
            given[at] = replace(given[at], unit=units.table().codes["%{point}"])
        given[at] = _with_per_behind_brackets(sentence, given[at], given[at + 1])
    return given


def _with_per_behind_brackets(sentence: Sentence, amount: Amount, restated: Amount) -> Amount:
    """Take in what both are counted by: "7 billion crowns ($1.1 billion) a year"."""
    if amount.unit is None or amount.per_time or restated.first - amount.end > 1:
        return amount
    if sentence.low(amount.end) != "(" or sentence.word(restated.end) != ")":
        return amount
    found = per_at(sentence, restated.end + 1, amount.unit)
    if found is None:
        return amount
    unit, end = found
    return replace(amount, unit=unit, per_time=time_of(unit, restated.end + 1, end))


def _share(sentence: Sentence, one: Amount, other: Amount, *, in_list: bool) -> tuple[Amount, bool]:
    """Let an amount take the unit of the next: "7- or 8-inch", "8 or $9", "5, 6 and 7 inches".

    `in_list` says that the next has taken its unit so, which is what a comma needs.
    """
    between = sentence.lower[one.end : other.first]
    joint = " ".join(word for word in between if word not in HYPHENS and word != ",")
    if not between or len(between) > _LONGEST_JOINT:
        return one, False
    sides = joint in words("sides") and other.unit is not None and other.unit.dimension == "length"
    if not sides and joint not in words("unit sharing") and not (in_list and between == [","]):
        return one, False
    if one.unit is not None or other.unit is None or one.number.kind != other.number.kind:
        return one, False
    if one.number.scale == 1 and other.number.scale != 1 and one.value < _FIRST_NEEDING_NO_SCALE:
        one = replace(one, value=one.value * other.number.scale)
    return replace(one, unit=other.unit, shared=True), True


def _are_of_percent(sentence: Sentence, points: Amount, level: Amount) -> bool:
    """Tell whether points are of a percentage: "sank four points, to 31 percent"."""
    if points.unit is None or level.unit is None:
        return False
    if points.unit.code != "{point}" or level.unit.code != "%":
        return False
    between = [word for word in sentence.lower[points.end : level.first] if word != ","]
    return len(between) == 1 and between[0] in words("before a level")


def _is_level_of(sentence: Sentence, level: Amount, change: Amount) -> bool:
    """Tell whether a bare level stands before its change: "21,450 up 36 points"."""
    if level.unit is not None or change.unit is None or change.unit.dimension == "ratio":
        return False
    between = [word for word in sentence.lower[level.end : change.first] if word != ","]
    return len(between) == 1 and between[0] in words("up or down")


def with_noun(sentence: Sentence, amount: Amount, counted: Counted) -> Amount:
    """Make the counted noun the unit, with what it is counted by ("3,000 tests per day")."""
    unit = units.unit("{" + counted.noun + "}")
    if unit is None:
        return amount
    found = per_at(sentence, counted.end, unit)
    if found is not None and not _holds_number(sentence, amount.end, found[1]):
        unit, end = found
        return replace(amount, unit=unit, end=end, per_time=time_of(unit, counted.end, end))
    return replace(amount, unit=unit)


def _holds_number(sentence: Sentence, first: int, end: int) -> bool:
    """Tell whether another number stands among some tokens."""
    words_between = sentence.words[first:end]
    return any(word[0].isdecimal() or word in starters() for word in words_between)


def with_unit_before(
    sentence: Sentence, amount: Amount, before: list[Amount], tags: list[str]
) -> Amount:
    """Let a bare number take the unit of the last amount like it.

    "from 231 pounds to 204"; "the best was 91 cents, and the worst 83". What is counted is not
    taken over: a count without its noun has no unit.
    """
    if _is_of_another_kind(sentence, amount, tags):
        return amount
    level = sentence.low(amount.first - 1) in words("before a level")
    for one in reversed(before[-_FURTHEST:]):
        unit = one.unit
        if unit is None or one.number.kind != "cardinal" or one.hyphened:
            continue
        if unit.dimension in {"time", "age"} or sentence.low(one.first - 1) == "(":
            continue
        if unit.dimension == units.COUNT and unit.name not in words("level nouns"):
            continue
        if "/" in unit.code and _has_its_own_per(sentence, amount.end):
            continue
        if unit.dimension == "ratio" and not _is_share_too(sentence, one, amount, level=level):
            continue
        if _is_alike(one, amount):
            return replace(amount, unit=unit, shared=True)
    return amount


def _is_of_another_kind(sentence: Sentence, amount: Amount, tags: list[str]) -> bool:
    """Tell whether what stands beside a bare number says that it is of no unit before."""
    if sentence.low(amount.first - 1) in words("before no level"):
        return True  # "three feet away, and finished on 11 under"
    behind = amount.end
    signed = sentence.word(behind) in words("signs of change") and sentence.glued(behind + 1)
    if signed and sentence.word(behind + 1)[:1].isdecimal():
        return True  # "Lumen 41 +1.2%, Velmark 90 -0.8%"
    if behind >= len(sentence):
        return False
    if amount.number.scale != 1:
        return False
    return sentence.words[behind][0].isupper() or tags[behind] in "VAM"  # "12 was his number"


def _has_its_own_per(sentence: Sentence, at: int) -> bool:
    """Tell whether another time follows than an amount before has: "12,000 a week"."""
    return sentence.low(at) in words("per") and sentence.low(at + 1) in words("time nouns")


def _is_share_too(sentence: Sentence, one: Amount, other: Amount, *, level: bool) -> bool:
    """Tell whether a bare number behind a percentage is one itself."""
    if not other.number.digits or abs(other.value) > _WHOLE:
        return False
    if not level or _is_origin(sentence, one):
        return True
    return _is_of_another(sentence, one, other) or _is_behind(sentence, one, other)


def _is_of_another(sentence: Sentence, one: Amount, other: Amount) -> bool:
    """Tell whether a second name has its level of the same: "Elm at 25 percent and Tarn at 14"."""
    same = sentence.low(one.first - 1) == sentence.low(other.first - 1)
    return same and sentence.word(other.first - 2)[:1].isupper()


def _is_behind(sentence: Sentence, one: Amount, other: Amount) -> bool:
    """Tell whether one is ahead of the other: "led Kolo 48 percent to 45"."""
    near = sentence.lower[max(0, one.first - _NEAR) : one.first]
    return one.end == other.first - 1 and not words("ahead of another").isdisjoint(near)


def _is_origin(sentence: Sentence, amount: Amount) -> bool:
    return sentence.low(amount.first - 1) in words("from")


def _is_alike(one: Amount, other: Amount) -> bool:
    """Tell whether two numbers are near enough in size to be of one unit."""
    if not one.value or not other.value:
        return False
    ratio = abs(one.value / other.value)
    return Fraction(1, _MOST_UNLIKE) < ratio < _MOST_UNLIKE
