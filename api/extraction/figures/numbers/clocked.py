"""Times that a race or a flight took, written as a clock shows them: "2:14:04", "3:58.2"."""

from fractions import Fraction

from ..sentence import Sentence
from ..tables import calendar, words
from .number import Number

_SIXTIETHS = 60
_LONGEST = 3  # hours, minutes, seconds
_TWO_DIGITS = 2


def read_clocked(sentence: Sentence, at: int) -> Number | None:
    """Read hours, minutes and seconds as seconds; None for a time of day."""
    parts = _parts(sentence, at)
    exact = len(parts) == _LONGEST or (len(parts) == _LONGEST - 1 and "." in parts[-1])
    if not exact or _is_time_of_day(sentence, at, at + 2 * len(parts) - 1):
        return None
    value = Fraction(0)
    for part in parts:
        value = value * _SIXTIETHS + Fraction(part)
    return Number(at, at + 2 * len(parts) - 1, value, "clocked", plain=False)


def _parts(sentence: Sentence, at: int) -> list[str]:
    """Give the digits from a token on that colons tie together; none where they are no time."""
    parts = [sentence.words[at]]
    while len(parts) < _LONGEST and sentence.word(at + 1) == ":":
        if not (sentence.glued(at + 1) and sentence.glued(at + 2)):
            break
        at += 2
        parts.append(sentence.words[at])
    wholes = [*parts[:-1], parts[-1].partition(".")[0]]
    if not all(whole.isdecimal() for whole in wholes) or parts[-1].endswith("."):
        return []
    sixtieths = all(len(part) == _TWO_DIGITS and int(part) < _SIXTIETHS for part in wholes[1:])
    return parts if sixtieths and parts[-1].replace(".", "", 1).isdecimal() else []


def _is_time_of_day(sentence: Sentence, first: int, end: int) -> bool:
    """Tell whether it is when something happened: "at 14:02:33", "04:11:09 UTC"."""
    before = sentence.word(first - 1)
    if before.lower() in words("before a time of day") or before[:1].isdecimal():
        return True
    if (sentence.glued(first) and before[-1:].isalnum()) or sentence.glued(end):
        return sentence.word(end)[:1].isalnum() or sentence.glued(first)
    behind = sentence.low(end)
    stopped = behind + sentence.word(end + 1) + sentence.low(end + 2)
    return behind in calendar("zone") or not calendar("clock").isdisjoint((behind, stopped))
