"""Two amounts that are one range: "25 to 100 percent", "between 3m and 4m", "3–4 million"."""

from dataclasses import replace
from fractions import Fraction

from api.extraction.figures.amounts import Amount
from api.extraction.figures.numbers import HYPHENS, Number
from api.extraction.figures.sentence import Sentence
from api.extraction.figures.tables import changes, words

_FURTHEST_BACK = 8
_LARGEST_SCORE = 30
_FIRST_NEEDING_NO_SCALE = 1000


def join(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Make ranges of the amounts that are the two ends of one, and let lists share a unit."""
    amounts = _with_parts_of_money(sentence, amounts)
    joined: list[Amount] = []
    at = 0
    while at < len(amounts):
        whole = None
        if at + 1 < len(amounts):
            whole = _range_of(sentence, amounts[at], amounts[at + 1])
        joined.append(whole or amounts[at])
        at += 2 if whole else 1
    shared = False
    for at in range(len(joined) - 2, -1, -1):
        joined[at], shared = _share(sentence, joined[at], joined[at + 1], in_list=shared)
    return joined


def _with_parts_of_money(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Put dollars and their cents together: "3 dollars 50 cents", "15 USD 50"."""
    kept: list[Amount] = []
    for amount in amounts:
        before = kept[-1] if kept else None
        if before is not None and amount.first < before.end:
            if amount.end > before.end and amount.money_before and before.number.end == before.end - 1:
                continue
            continue
        if before is not None and _are_its_cents(sentence, before, amount):
            value = before.value + amount.value / 100
            kept[-1] = replace(before, end=amount.end, value=value)
            continue
        kept.append(amount)
    return kept


def _are_its_cents(sentence: Sentence, money: Amount, cents: Amount) -> bool:
    unit = money.unit
    if unit is None or unit.dimension != "currency" or unit.code.startswith("{"):
        return False
    if money.number.scale != 1 or not 0 < cents.value < 100 or money.value.denominator != 1:  # noqa: PLR2004
        return False
    between = sentence.lower[money.end : cents.first]
    if cents.unit is not None and cents.unit.code in words("cents"):
        return between in ([], ["and"], [","])
    bare = cents.unit is None and cents.number.plain and len(sentence.words[cents.first]) == 2  # noqa: PLR2004
    after = sentence.word(cents.end)
    return bare and between == [] and not money.money_before and not after[:1].isalpha()


def _range_of(sentence: Sentence, low: Amount, high: Amount) -> Amount | None:
    link = _link(sentence, low, high)
    if link is None or low.maximum is not None or high.maximum is not None:
        return None
    if "ordinal" in {low.number.kind, high.number.kind}:
        return None
    if link == "±":
        spread = high.value
        if not _may_share(low, high):
            return None
        centre = low.value * (high.number.scale if low.number.scale == 1 else 1)
        return replace(
            high, first=low.first, number=low.number, value=centre - spread, maximum=centre + spread
        )
    if link == "or" and not _is_next(low, high):
        return None
    if not _may_share(low, high):
        return None
    if link == "to" and not _is_range_with_to(sentence, low, high):
        return None
    if link == "dash" and low.unit is not None and high.unit is None and not low.money_before:
        return None
    value, maximum = _ends(low, high)
    if value > maximum or (value == maximum and link != "to"):
        return None
    start = low.first
    unit = high.unit or low.unit
    if low.unit is not None and high.unit is None:
        return replace(low, value=value, maximum=maximum, end=high.end, number=_both(low, high))
    return replace(
        high,
        first=start,
        number=_both(low, high),
        value=value,
        maximum=maximum,
        unit=unit,
        money_before=low.money_before or high.money_before,
    )


def _both(low: Amount, high: Amount) -> Number:
    return replace(
        high.number, first=low.number.first, plain=low.number.plain and high.number.plain
    )


def _ends(low: Amount, high: Amount) -> tuple[Fraction, Fraction]:
    """Give both ends; the scale of the second reaches back to a first that has none."""
    scale = high.number.scale
    factor = high.value / high.number.value if high.number.value else Fraction(1)
    whole = scale * abs(factor) if low.unit is None else scale
    if low.number.scale == 1 and whole != 1 and low.value * whole <= abs(high.value):
        if low.value < 1000 or low.unit is None and low.value < 1000:  # noqa: PLR2004
            return low.value * whole, high.value
    return low.value, high.value


def _link(sentence: Sentence, low: Amount, high: Amount) -> str | None:
    """Name what joins two amounts: to, between, or, a dash, ±; None for anything else."""
    between = sentence.lower[low.end : high.first]
    if len(between) > 2:  # noqa: PLR2004
        return None
    text = " ".join(between)
    if text in words("range to"):
        return "to"
    if text == "and":
        return "between" if _after_between(sentence, low) else None
    if text == "or":
        return "or"
    if text in {"±", "+/-", "+ / -"}:
        return "±"
    if len(between) == 1 and between[0] in HYPHENS:
        return "dash"
    if text == "/" and low.money_before and high.money_before:
        return "dash"
    return None


def _after_between(sentence: Sentence, low: Amount) -> bool:
    for at in range(low.first - 1, max(-1, low.first - 4), -1):
        if sentence.lower[at] in words("range between"):
            return True
        if sentence.lower[at] not in words("in a range"):
            return False
    return False


def _may_share(low: Amount, high: Amount) -> bool:
    """Tell whether two amounts are of one unit, or one of them leaves it to the other."""
    if low.unit is None or high.unit is None:
        return not (low.unit is not None and high.unit is None and not low.money_before and False)
    return low.unit.code == high.unit.code or high.unit.code.startswith(low.unit.code + "/")


def _is_next(low: Amount, high: Amount) -> bool:
    """Tell whether "three or four", "5 or 6 per cent": neighbours that bound one number."""
    if low.unit is not None or high.money_before or low.hyphened:
        return False
    step = high.number.value / (high.number.scale or 1) - low.number.value
    return 0 < step <= 1 and low.number.kind == high.number.kind


def _is_range_with_to(sentence: Sentence, low: Amount, high: Amount) -> bool:
    """Tell whether "A to B" is a range and not a change ("rose from 9 to 10", "rose 5% to 30")."""
    for at in range(low.first - 1, max(-1, low.first - _FURTHEST_BACK), -1):
        word = sentence.lower[at]
        if word in words("from"):
            return not _is_change_from(sentence, at)
        change = changes().get(word)
        if change is not None and at >= low.first - 3:
            return sentence.low(low.first - 1) in words("range after by")
        if word in words("clause end"):
            return True
    return True


def _is_change_from(sentence: Sentence, at: int) -> bool:
    """Tell whether the "from" at a token says where a change started."""
    for back in range(at - 1, max(-1, at - _FURTHEST_BACK), -1):
        word = sentence.lower[back]
        if word in words("clause end"):
            return False
        if word in changes() and changes()[word].kind != "closing":
            return True
    return False


def _share(
    sentence: Sentence, one: Amount, other: Amount, *, in_list: bool
) -> tuple[Amount, bool]:
    """Let an amount take the unit of the next: "7- or 8-inch", "8 or $9", "5, 6 and 7 inches".

    `in_list` says that the next has taken its unit so, which is what a comma needs.
    """
    between = sentence.lower[one.end : other.first]
    joint = " ".join(word for word in between if word not in HYPHENS and word != ",")
    if not between or len(between) > 3:  # noqa: PLR2004
        return one, False
    if joint not in words("unit sharing") and not (in_list and between == [","]):
        return one, False
    if one.unit is not None or other.unit is None or one.number.kind != other.number.kind:
        return one, False
    if one.number.scale == 1 and other.number.scale != 1 and one.value < _FIRST_NEEDING_NO_SCALE:
        one = replace(one, value=one.value * other.number.scale)
    return replace(one, unit=other.unit), True


def without_scores(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Leave out results of matches and votes: "2-1", "a 9–2 lead"."""
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
    return max(home.value, away.value) <= _LARGEST_SCORE and (
        falling or sentence.low(away.end) not in words("people")
    )
