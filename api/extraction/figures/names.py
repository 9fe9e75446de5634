"""Which numbers are part of a name or only number things, and so state no figure."""

from api.extraction.figures.amounts import money_before
from api.extraction.figures.numbers import HYPHENS, Number
from api.extraction.figures.sentence import Sentence
from api.extraction.figures.tables import calendar, labels, modifiers, words
from api.extraction.units import table

_FEWEST_FOR_AN_ADDRESS = 4
_PHONE_PARTS = 3
_LONGEST_NAME = 4  # digits


def is_name(sentence: Sentence, number: Number) -> bool:
    """Tell whether digits are part of a name, a label, an address or a telephone number."""
    return (
        _is_bound(sentence, number)
        or _is_labelled(sentence, number)
        or _is_listed(sentence, number)
        or _is_telephone(sentence, number)
        or _is_code(sentence, number)
    )


def _is_bound(sentence: Sentence, number: Number) -> bool:
    """Tell whether letters are bound to it: G7, COVID-19, F-16, 3D, mk5."""
    first = number.first
    if sentence.glued(first):
        before = sentence.words[first - 1]
        if before[-1].isalpha() and money_before(sentence, first)[0] is None:
            return True
        if before in HYPHENS and sentence.glued(first - 1):
            bound = sentence.words[first - 2]
            if bound[-1].isalpha() and bound.lower() not in words("hyphened modifier"):
                return money_before(sentence, first)[0] is None
            if bound[-1].isdigit():
                return _is_bound_digits(sentence, first - 2)
        if before in {"_", "#", "@", "/", "\\"} and sentence.glued(first - 1):
            bound = sentence.words[first - 2]
            return bound[-1].isalpha() or before != "/"
        if before in {"#", "@", "_"}:
            return True
        if before in {"'", "’"} and sentence.glued(first - 1):
            return False
    return False


def _is_bound_digits(sentence: Sentence, at: int) -> bool:
    """Tell whether the digits before a hyphen belong to a name: Mi-24-8, ISO 3888-2."""
    if at == 0 or not sentence.words[at - 1][-1].isalpha():
        return False
    if sentence.glued(at):
        return money_before(sentence, at)[0] is None
    return sentence.words[at - 1].isupper() and len(sentence.words[at - 1]) > 1


def _is_labelled(sentence: Sentence, number: Number) -> bool:
    """Tell whether a name or a numbering noun stands before it: Boeing 737, page 5, No. 10."""
    if not number.plain or number.kind != "cardinal" and number.kind != "ordinal":
        return False
    at = number.first - 1
    if at < 0 or (sentence.glued(number.first) and sentence.word(at) not in HYPHENS):
        return False
    word, lower = sentence.words[at], sentence.lower[at]
    if word == "." and sentence.low(at - 1) in labels("label") and sentence.glued(at):
        return True
    if word == ".":
        return False
    if lower in labels("label") and number.kind == "cardinal":
        return not _has_unit(sentence, number.end)
    return False


def follows_name(sentence: Sentence, number: Number) -> bool:
    """Tell whether bare digits stand right behind a capitalised word: "Siberia 2", "Planet 9"."""
    at = number.first - 1
    word = sentence.word(at)
    if not number.plain or word.islower() or not word[:1].isalpha() or number.kind != "cardinal":
        return False
    if sentence.glued(number.first):
        return False
    lower = sentence.low(at)
    if lower in words("function") or lower in modifiers("before") or lower in calendar("day"):
        return False
    return at > 0 or word.isupper() or sentence.word(number.end)[:1].isupper()


def precedes_name(sentence: Sentence, number: Number) -> bool:
    """Tell whether bare digits stand before a capitalised word: "787 Dreamliner"."""
    after = sentence.word(number.end)
    digits = sentence.words[number.first]
    if not (number.plain and digits.isdigit() and len(digits) <= _LONGEST_NAME):
        return False
    if not after[:1].isupper() or after.isupper() or sentence.glued(number.end):
        return False
    return after.lower() not in words("function")


def _has_unit(sentence: Sentence, at: int) -> bool:
    known = table()
    return sentence.word(at) in known.symbols or sentence.low(at) in known.names


def _is_listed(sentence: Sentence, number: Number) -> bool:
    """Tell whether it numbers a list or stands alone in brackets: "1. ", "2) ", "(4)"."""
    if not number.plain or number.value.denominator != 1:
        return False
    before, after = sentence.word(number.first - 1), sentence.word(number.end)
    if number.first == 0 and after in {".", ")", "]"} and number.value < 100:  # noqa: PLR2004
        return len(sentence) > number.end + 1 or after != "."
    return (before in {"(", "["} and after in {")", "]"}) and number.value < 100  # noqa: PLR2004


def _is_telephone(sentence: Sentence, number: Number) -> bool:
    """Tell whether three or more groups of digits hang together: 555-0199-22, +1 212 555 0199."""
    if not sentence.words[number.first].isdigit():
        return False
    first = number.first
    while first >= 2 and number.first - first < 8 and _joins_digits(sentence, first):  # noqa: PLR2004
        first -= 2 if sentence.words[first - 1] in HYPHENS else 1
    last = number.first
    while last + 1 < len(sentence) and last - number.first < 8:  # noqa: PLR2004
        step = 2 if sentence.word(last + 1) in HYPHENS and sentence.glued(last + 1) else 1
        if not sentence.word(last + step).isdigit() or (step == 2 and not sentence.glued(last + 2)):  # noqa: PLR2004
            break
        last += step
    groups = [word for word in sentence.words[first : last + 1] if word.isdigit()]
    if sentence.word(first - 1) == "+" and sentence.glued(first) and len(groups) > 1:
        return sum(map(len, groups)) > 8  # noqa: PLR2004
    long_enough = sum(map(len, groups)) >= 9  # noqa: PLR2004
    return len(groups) >= _PHONE_PARTS and long_enough and not all(len(g) == 3 for g in groups[1:])  # noqa: PLR2004


def _joins_digits(sentence: Sentence, at: int) -> bool:
    before = sentence.words[at - 1]
    if before in HYPHENS:
        return sentence.glued(at) and sentence.glued(at - 1) and sentence.words[at - 2].isdigit()
    return before.isdigit()


def _is_code(sentence: Sentence, number: Number) -> bool:
    """Tell whether the digits are a code: 007, 0401, or bound to what follows (3D, 4x4)."""
    word = sentence.words[number.first]
    if len(word) > 1 and word[0] == "0" and word.isdigit():
        return True
    after = sentence.word(number.end)
    if not number.digits or not sentence.glued(number.end) or not after[:1].isalpha():
        return False
    return not _has_unit(sentence, number.end) and not _begins_unit(sentence, number.end)


def _begins_unit(sentence: Sentence, at: int) -> bool:
    """Tell whether a unit written right behind digits starts at a token: 60GB, 2.14degF, 32m2."""
    return sentence.low(at) in table().folded or sentence.low(at) in words("glued unit part")


def is_address(sentence: Sentence, number: Number) -> bool:
    """Tell whether a street follows: "10 Downing Street", "9 E 71st St"."""
    if not number.plain or not sentence.word(number.end)[:1].isupper():
        return False
    for at in range(number.end, min(number.end + _FEWEST_FOR_AN_ADDRESS, len(sentence))):
        if sentence.lower[at] in labels("address"):
            return True
        if not sentence.words[at][0].isupper() and not sentence.words[at][0].isdigit():
            return (
                sentence.lower[at] in {"st", "th", "nd", "rd"}
                and sentence.word(at + 1)[:1].isupper()
            )
    return False
