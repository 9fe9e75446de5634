"""The unit behind a number, and whether a word or letter is one there.

"80 bcm"   "3.5degC"   "12 in. of snow"   but "two second-half goals"
"""

from ... import units
from ...units import CURRENCY, Unit
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import everyday, words
from .amount import Amount

_LONGEST_NAME = 60  # characters
_LONGEST_UNIT = 8  # tokens of "m.p.h." and of "barrels of oil equivalent"
_NEAR_MONEY = 20  # tokens
_NEAR_CUE = 8  # tokens
_LONGEST_INCHES = 2  # digits
_QUOTED = 100  # tokens that an open quotation mark may be back
_MOST_INCHES = 1000
_FIRST_YEAR = 1000  # as in 1990s
_MOST_QUARTERS = 40
_WON_FROM = 100  # "500 won" is money, "three won" a result


def unit_at(sentence: Sentence, at: int, amount: Amount) -> tuple[Unit, int] | None:
    """Find the longest unit that starts at a token."""
    if at >= len(sentence):
        return None
    known = units.table()
    glued = sentence.glued(at)
    for end in range(min(at + _LONGEST_UNIT, len(sentence)), at, -1):
        if sentence.words[end - 1] in HYPHENS:
            continue
        if runs_on(sentence, end) and not _are_feet(sentence, at, end):
            continue
        text = sentence.surface(at, end)
        if len(text) > _LONGEST_NAME:
            continue
        unit = known.symbols.get(text)
        if unit is not None and _is_symbol_meant(sentence, at, end, amount, glued=glued):
            return unit, end
        name = as_name(text)
        unit = known.names.get(name)
        if unit is not None and _is_name_meant(sentence, name, end, amount):
            return _by_context(sentence, unit, amount), end
        unit = known.folded.get(text.lower())
        if unit is not None and (glued or text.isalpha()) and text.lower() not in words("no unit"):
            return unit, end
    return None


def scaled_at(sentence: Sentence, at: int) -> tuple[units.Scaled, int] | None:
    """Find the longest sign of a unit with its scale that starts at a token: bcm, Mtoe."""
    known = units.table().scaled
    for end in range(min(at + 3, len(sentence)), at, -1):
        found = known.get(sentence.surface(at, end))
        if found is not None and not runs_on(sentence, end):
            return None if _are_knots(sentence, at, end) else (found, end)
    return None


def inches_in_short(sentence: Sentence, at: int) -> tuple[Unit, int] | None:
    """Read "in." before a word that goes on: "3 in. of snow", "12 in. long"."""
    if sentence.low(at) not in words("unit beside extents") or sentence.word(at + 1) != ".":
        return None
    goes_on = sentence.glued(at + 1) and sentence.word(at + 2)[:1].islower()
    return (units.table().codes["[in_i]"], at + 2) if goes_on else None


def unit_in_brackets(sentence: Sentence, at: int) -> tuple[Unit, int] | None:
    """Read "(kg)" behind a number."""
    if sentence.word(at) not in words("opening") or sentence.word(at + 2) not in words("closing"):
        return None
    unit = units.table().symbols.get(sentence.word(at + 1))
    return (unit, at + 3) if unit is not None and unit.dimension != CURRENCY else None


def as_name(text: str) -> str:
    """Bring a unit's name into the form of the table: "Cubic-Metres" to "cubic metres"."""
    return " ".join(text.lower().replace("-", " ").split())


def runs_on(sentence: Sentence, end: int) -> bool:
    """Tell whether letters or digits follow without a gap, so that a symbol is but a part."""
    return sentence.glued(end) and sentence.word(end)[:1].isalnum()


def _are_knots(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether kt is of speed and not of mass: wind, a ship, an aircraft stand near."""
    if sentence.words[at] not in words("knots or kilotonnes") or sentence.low(end) in words("of"):
        return False
    near = sentence.lower[max(0, at - _NEAR_MONEY) : end + _NEAR_CUE]
    return not words("knot cue").isdisjoint(near)


def _are_feet(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether a mark stands between feet and inches: 5'11"."""
    inches = sentence.word(end)
    if sentence.words[at] not in words("foot signs") or end != at + 1 or not inches.isdecimal():
        return False
    return len(inches) <= _LONGEST_INCHES and sentence.word(end + 1) in words("inch signs")


def _is_symbol_meant(sentence: Sentence, at: int, end: int, amount: Amount, *, glued: bool) -> bool:
    """Tell whether a short symbol is a unit here: "5 A" hardly, "5A" and "5 A." rather."""
    symbol = sentence.surface(at, end)
    if symbol in words("closing or inches") and not _follows_feet(sentence, amount):
        nearby = sentence.words[max(0, at - _QUOTED) : at]
        if sentence.word(amount.first - 1) == symbol or amount.value > _MOST_INCHES:
            return False
        return glued and nearby.count(symbol) % 2 == 0
    if symbol in words("unit beside extents"):
        before = sentence.low(amount.first - 1)
        return before in words("foot signs") or sentence.low(end) in words("extents")
    if symbol in words("no unit"):
        return False
    if symbol in words("decade ending") and glued:
        return _are_seconds(sentence, amount)
    if symbol.isalpha() and len(symbol) == 1 and not glued:
        after = sentence.word(end)
        if after in HYPHENS and sentence.word(end + 1)[:1].isdecimal():
            return False  # "20 F-16s"
        if symbol in words("scale letters") and amount.number.scale == 1:
            return False
        if symbol in words("letter units"):
            return not after[:1].isupper()
        return not after[:1].isalnum() and not symbol.isupper()
    return True


def _are_seconds(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether "50s" is a time, not the tens of "in the low 50s" nor a model or year."""
    if sentence.low(amount.first - 1) in words("part of tens"):
        return False
    named = sentence.word(amount.first - 1)[:1].isupper()
    return not named and amount.value < _FIRST_YEAR


def _follows_feet(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether a mark of feet is tied to the number: the 11 of 5'11"."""
    sign = amount.first - 1
    if sentence.word(sign) not in words("foot signs") or not sentence.glued(amount.first):
        return False
    return sentence.glued(sign) and sentence.words[sign - 1].isdecimal()


def _is_name_meant(sentence: Sentence, name: str, end: int, amount: Amount) -> bool:
    """Tell whether a word that has other uses is a unit here ("two second-half goals")."""
    if name in words("never a unit") or (
        name in words("only behind a money sign") and not amount.money_before
    ):
        return False
    if name in words("learned degrees"):
        near = sentence.lower[max(0, amount.first - _NEAR_CUE) : end + _NEAR_CUE]
        if not words("beside a learned degree").isdisjoint(near):
            return False
    if _is_part_of_term(sentence, name, end, amount):
        return False
    cues = everyday().get(name)
    if cues is not None:
        near = sentence.lower[max(0, amount.first - _NEAR_CUE) : end + _NEAR_CUE]
        return sentence.low(end) in words("per") or not cues.isdisjoint(near)
    if name in words("also names") and sentence.word(end - 1).istitle():
        return False
    if name in words("few quarters") or name.rstrip("s") in words("few quarters"):
        return abs(amount.value) <= _MOST_QUARTERS
    if name in words("unit of many"):
        return abs(amount.value) >= _WON_FROM
    if name in words("unit unless half"):
        return sentence.low(end) not in HYPHENS or sentence.word(end - 2) in HYPHENS
    return True


def _is_part_of_term(sentence: Sentence, name: str, end: int, amount: Amount) -> bool:
    """Tell whether the words around a name make it no unit: "480 foot passengers"."""
    if name in words("goes on foot"):
        return sentence.low(end) in words("on foot")
    return name in words("levels") and sentence.low(amount.first - 1) in words("the")  # "800 mark"


def _by_context(sentence: Sentence, unit: Unit, amount: Amount) -> Unit:
    """Choose between the meanings of a name: pounds of money or of weight."""
    if unit.code == "[lb_av]":
        near = sentence.lower[max(0, amount.first - _NEAR_MONEY) : amount.end + _NEAR_MONEY]
        if sentence.word(amount.number.end) in HYPHENS or sentence.low(amount.end + 1) == "of":
            return unit
        money = amount.number.scale > 1 or not words("money cue").isdisjoint(near)
        if money and words("weight cue").isdisjoint(near):
            return units.table().codes["GBP"]
    return unit
