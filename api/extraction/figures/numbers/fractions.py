"""Halves, thirds and quarters in words, and what they are of.

"half of the members"  "half-a-dozen"  "a sixth"  "two and two-thirds"  "a quarter of a million"
"""

from dataclasses import replace
from fractions import Fraction

from ..counted.tagging import listed_as
from ..sentence import Sentence
from ..tables import Numeral, changes, numerals, ordinals, words
from .number import HYPHENS, Number, scaled, spoken

_FAR = 16  # tokens between the fractions of one list


def read_half(sentence: Sentence, at: int) -> Number | None:
    """Read "half the members", "half of it", "half a million"; not "the second half"."""
    half = numerals()[sentence.lower[at]].value
    joined = is_tied(sentence, at + 1)
    if joined:
        return _tied_half(sentence, at, half)
    after = sentence.low(at + 1)
    spaced = after in words("half of")
    place = at + 2 if spaced else at + 1
    scale = numerals().get(sentence.low(place))
    if scale is not None and scale.kind in {"scale", "dozen"}:
        return spoken(at, place + 1, half * scale.value, scale=scale.value)
    if spaced:
        return spoken(at, place, half, "fraction")
    if sentence.low(at - 1) in words("no halves after") or after not in words("halved"):
        return None
    has_article = sentence.low(at - 1) in words("article") and after in words("of")
    return spoken(at - 1 if has_article else at, at + 1, half, "fraction")


def _tied_half(sentence: Sentence, at: int, half: Fraction) -> Number | None:
    """Read "half-million", "half-a-dozen" and "half-hour"; not "half-brother"."""
    place = at + 2
    if sentence.low(place) in words("article") and is_tied(sentence, place + 1):
        place += 2
    scale = numerals().get(sentence.low(place))
    if scale is not None and scale.kind in {"scale", "dozen"}:
        return spoken(at, place + 1, half * scale.value, scale=scale.value)
    if sentence.low(place) in words("halved by hyphen"):
        return spoken(at, at + 1, half, "fraction")
    return None


def is_tied(sentence: Sentence, at: int) -> bool:
    """Tell whether a token is a hyphen that ties what is before it to what follows."""
    return sentence.word(at) in HYPHENS and sentence.glued(at) and sentence.glued(at + 1)


def read_part(sentence: Sentence, begin: int, at: int, part: Numeral) -> Number | None:
    """Read "a third of", "a quarter as much", "quarter million"; None where it is an ordinal."""
    after = sentence.low(at + 1)
    scale = numerals().get(after)
    if scale is not None and scale.kind == "scale":
        return spoken(begin, at + 2, part.value * scale.value, scale=scale.value)
    if is_tied(sentence, at + 1):  # "a third-party system"
        more = numerals().get(sentence.low(at + 2))
        if more is not None and more.kind == "scale":  # "a quarter-million"
            return spoken(begin, at + 3, part.value * more.value, scale=more.value)
        tied = sentence.low(at + 2) in words("halved by hyphen")
        quarter = sentence.lower[at] not in ordinals()
        return spoken(at, at + 1, part.value, "fraction") if tied and quarter else None
    if begin == at:
        return None
    alone = spoken(begin, at + 1, part.value, "fraction")
    if after in words("of"):
        return of_scale(sentence, alone) or alone
    if not after[:1].isalpha() or after in words("fraction of as much"):
        return alone
    changed = sentence.low(begin - 1) in changes()
    if changed and (after in words("function") or after in words("points at time")):
        return alone  # "Crime is down a quarter since 2015"
    return alone if _goes_with_another(sentence, at) else None


def _goes_with_another(sentence: Sentence, at: int) -> bool:
    """Tell whether a verb follows, and a fraction is before: "half left and a sixth stayed"."""
    verb = sentence.low(at + 1)
    if listed_as(verb) not in {"V", "A", ""} or not verb.endswith(tuple(words("past endings"))):
        return False
    return any(
        word in numerals() and numerals()[word].kind in {"half", "part"}
        for word in sentence.lower[max(0, at - _FAR) : at - 1]
    )


def of_scale(sentence: Sentence, part: Number) -> Number | None:
    """Read the rest of "a quarter of a million"."""
    at = part.end
    scale = numerals().get(sentence.low(at + 2))
    if sentence.low(at) not in words("of") or sentence.low(at + 1) not in words("article"):
        return None
    if scale is None or scale.kind != "scale":
        return None
    return spoken(part.first, at + 3, part.value * scale.value, scale=scale.value)


def with_part_more(sentence: Sentence, number: Number) -> Number:
    """Take in "and a half", "and one-half", "and two thirds", also tied: "two-and-a-half"."""
    at, step = number.end, 1
    if sentence.word(at) in HYPHENS and sentence.glued(at):
        at, step = at + 1, 2
    if sentence.low(at) not in words("and"):
        return number
    place = at + step
    has_article = sentence.low(place) in words("article")
    count = None if has_article else numerals().get(sentence.low(place))
    if not has_article and (count is None or count.kind != "small"):
        return number
    place += 2 if is_tied(sentence, place + 1) else 1
    part = numerals().get(sentence.low(place))
    if part is None or part.kind not in {"half", "part"}:
        return number
    if number.digits and sentence.low(place) in ordinals():  # "5 and a third 2"
        return number
    more = part.value * (count.value if count else 1)
    if more >= 1 or number.kind != "cardinal":
        return number
    value = number.value + more * number.scale
    return scaled(sentence, replace(number, end=place + 1, value=value, plain=False))
