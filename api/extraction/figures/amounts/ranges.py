"""Two amounts that are one range: "25 to 100 percent", "between 3m and 4m", "3–4 million"."""

from dataclasses import replace
from fractions import Fraction

from ...units import Unit
from ..numbers.number import HYPHENS, Number
from ..sentence import Sentence
from ..tables import changes, words
from .amount import Amount
from .mixed import with_smaller_parts
from .rates import rate_of

_FURTHEST_BACK = 8
_FURTHEST_BETWEEN = 5  # tokens of "between the ages of" and one more
_LONGEST_LINK = 4
_NEAR = 3  # times as large
_ROUND = frozenset({5, 10, 100, 1000, 10_000, 100_000})  # what shares are told of
_ROUND_WHOLES = frozenset({5, 10, 100})  # of "nine of ten callers"; "two of three men" are counted
_LARGEST_WHOLE = 12
_FIRST_NEEDING_NO_SCALE = 1000
_HUNDRED = 100
_MOST_THOUSANDS = 99  # of a range whose first end leaves them out


def join(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Make ranges of the amounts that are the two ends of one, and shares of "one in five"."""
    amounts = with_smaller_parts(sentence, amounts)
    joined: list[Amount] = []
    at = 0
    while at < len(amounts):
        whole = None
        if at + 1 < len(amounts):
            pair = amounts[at], amounts[at + 1]
            whole = (
                rate_of(sentence, *pair) or _range_of(sentence, *pair) or _share_of(sentence, *pair)
            )
        joined.append(whole or amounts[at])
        at += 2 if whole else 1
    return joined


def _share_of(sentence: Sentence, some: Amount, whole: Amount) -> Amount | None:
    """Read "one in five" and "nine out of 10" as the part of a whole that they say."""
    between = " ".join(word for word in sentence.lower[some.end : whole.first] if word != "-")
    proverbial = between == "of" and some.value != 1 and whole.value in _ROUND_WHOLES
    if not (proverbial or between in words("out of")):
        return None
    if some.unit is not None or whole.unit is not None:
        return None
    if not 0 < some.value < whole.value or {some.number.kind, whole.number.kind} != {"cardinal"}:
        return None
    plainly = between in words("plainly out of")
    if some.number.digits and not (plainly or whole.value in _ROUND):
        return None
    if some.value != 1 and whole.value > _LARGEST_WHOLE and whole.value not in _ROUND:
        return None  # "29 out of 30 charges" counts both
    value = some.value / whole.value
    number = replace(
        whole.number, first=some.number.first, value=value, kind="fraction", plain=False
    )
    return replace(some, end=whole.end, number=number, value=value)


def _range_of(sentence: Sentence, low: Amount, high: Amount) -> Amount | None:
    link = _link(sentence, low, high)
    if link in {"between", "to"}:
        high = _in_unit_of(low, high)
    if link is None or not _may_join(sentence, low, high, link):
        return None
    if link == "±":
        centre = low.value * (high.number.scale if low.number.scale == 1 else 1)
        value, maximum = centre - high.value, centre + high.value
    else:
        value, maximum = _ends(sentence, low, high)
    if value > maximum and maximum < 0 and link != "±":
        value, maximum = maximum, value  # "minus 5 to minus 8 degrees"
    if value > maximum or (value == maximum and link != "to"):
        return None
    if high.unit is None:
        return replace(low, value=value, maximum=maximum, end=high.end, number=_both(low, high))
    return replace(
        high,
        first=low.first,
        number=_both(low, high),
        value=value,
        maximum=maximum,
        money_before=low.money_before or high.money_before,
    )


def _may_join(sentence: Sentence, low: Amount, high: Amount, link: str) -> bool:
    """Tell whether two linked amounts are of one kind, and the link makes a range of them."""
    if low.maximum is not None or high.maximum is not None:
        return False
    if "ordinal" in {low.number.kind, high.number.kind}:
        return False
    if low.unit is not None and high.unit is not None and not _is_same(low.unit, high.unit):
        return False
    if link == "or":
        return _is_next(sentence, low, high)
    if link == "to":
        return _is_range_with_to(sentence, low, high)
    if link == "dash" and low.unit is not None and high.unit is None:
        return low.money_before
    return True


def _in_unit_of(low: Amount, high: Amount) -> Amount:
    """Bring "three years" to months behind "ten months"."""
    if low.unit is None or high.unit is None or low.unit.code == high.unit.code:
        return high
    if low.unit.dimension != "time" or high.unit.dimension != "time":
        return high
    value = high.value * high.unit.factor / low.unit.factor
    return replace(high, value=value, unit=low.unit)


def _is_same(low: Unit, high: Unit) -> bool:
    """Tell whether units agree, but for what the second is counted by ("$41 to $47 a share")."""
    return low.code == high.code or high.code.startswith(low.code + "/")


def _both(low: Amount, high: Amount) -> Number:
    return replace(
        high.number, first=low.number.first, plain=low.number.plain and high.number.plain
    )


def _scale_of(sentence: Sentence, amount: Amount) -> Fraction:
    """Give the scale that a number ends in, hundreds too: "three or four hundred"."""
    number = amount.number
    hundreds = number.scale == 1 and sentence.low(number.end - 1) in words("hundred")
    return Fraction(_HUNDRED) if hundreds else number.scale


def _ends(sentence: Sentence, low: Amount, high: Amount) -> tuple[Fraction, Fraction]:
    """Give both ends; the scale of the second reaches back to a first that has none."""
    scale = Fraction(1)
    if high.number.value:
        scale = high.value / high.number.value * _scale_of(sentence, high)
    if low.unit is not None:
        scale = high.number.scale
    thousands = high.value / _FIRST_NEEDING_NO_SCALE
    if scale == 1 and low.value < thousands <= _MOST_THOUSANDS and thousands.denominator == 1:
        scale = Fraction(_FIRST_NEEDING_NO_SCALE)  # "3-4,000 cars"
    reaches = low.number.scale == 1 and low.value < _FIRST_NEEDING_NO_SCALE
    if reaches and low.value * abs(scale) <= abs(high.value):
        return low.value * abs(scale), high.value
    return low.value, high.value


def _link(sentence: Sentence, low: Amount, high: Amount) -> str | None:
    """Name what joins two amounts: to, between, or, a dash, ±; None for anything else."""
    between = sentence.lower[low.end : high.first]
    if len(between) > _LONGEST_LINK:
        return None
    text = " ".join(word for word in between if word not in words("in a range"))
    if text in words("range to"):
        return "to"
    if text == "and":
        return "between" if _after_between(sentence, low) else None
    if text == "or":
        return "or"
    if text in words("plus or minus"):
        return "±"
    if text in HYPHENS:
        return "dash"
    if text == "/" and low.money_before and high.money_before:
        return "dash"
    return None


def _after_between(sentence: Sentence, low: Amount) -> bool:
    for at in range(low.first - 1, max(-1, low.first - _FURTHEST_BETWEEN), -1):
        if sentence.lower[at] in words("range between"):
            return True
        if sentence.lower[at] not in words("in a range"):
            return False
    return False


def _is_next(sentence: Sentence, low: Amount, high: Amount) -> bool:
    """Tell whether "three or four", "5 or 6 per cent": neighbours that bound one number."""
    if low.unit is not None or high.money_before or low.hyphened:
        return False
    step = high.number.value / (_scale_of(sentence, high) or 1) - low.number.value
    return 0 < step <= 1 and low.number.kind == high.number.kind


def _is_range_with_to(sentence: Sentence, low: Amount, high: Amount) -> bool:
    """Tell whether "A to B" is a range and not a change ("rose from 9 to 10", "rose 5% to 30")."""
    for at in range(low.first - 1, max(-1, low.first - _FURTHEST_BACK), -1):
        word = sentence.lower[at]
        if word in words("from"):
            return not _is_change_from(sentence, at)
        change = changes().get(word)
        near = at >= low.first - 3 or sentence.low(low.first - 1) in words("of this much")
        if change is not None and change.kind != "way" and near:
            if sentence.low(low.first - 1) in words("of this much"):
                told = low.unit is not None and not low.money_before and high.unit is None
                return _is_change_of(low, high) and not told  # "by six hours to 30"
            return sentence.low(low.first - 1) in words("range after by") or _is_near(low, high)
        if word in words("clause end"):
            return True
    return True


def _is_change_of(low: Amount, high: Amount) -> bool:
    """Tell whether "rose by A to B" says twice how much, and not how much and how far."""
    if high.unit is not None and high.unit.dimension == "ratio" and low.unit is None:
        return True
    return low.value < high.value <= _NEAR * low.value


def _is_near(low: Amount, high: Amount) -> bool:
    """Tell whether both ends say how much something rises ("rise 2% to 3%"), not a level."""
    same = high.unit is not None and (low.unit is None or low.unit == high.unit)
    return same and low.value < high.value <= _NEAR * low.value


def _is_change_from(sentence: Sentence, at: int) -> bool:
    """Tell whether the "from" at a token says where a change started."""
    if sentence.low(at - 1) in words("goes from"):
        return True
    for back in range(at - 1, max(-1, at - _FURTHEST_BACK), -1):
        word = sentence.lower[back]
        if word in words("clause end") and back < at - 1:
            return False  # "fell 3 percent, from $40 to $35"
        if word in changes() and changes()[word].kind != "closing":
            return True
    return False
