"""The time that a figure holds for, and whether it is past, forecast or a target."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache

from ...lexicons import rows
from ...model import Outlook
from ..amounts.amount import Amount
from ..numbers.number import HYPHENS
from ..passed_over.dates import is_day
from ..passed_over.number_names import is_running_text
from ..sentence import Sentence
from ..tables import calendar, words

Span = tuple[int, int]

_LONGEST = 8  # tokens of "by the end of the third quarter of 2030"
_FURTHEST = 14  # tokens between a figure and its time
_FURTHEST_VERB = 14
_FURTHEST_VERB_BEHIND = 5
_JUST_BEHIND = 2  # tokens
_YEAR_DIGITS = 4
_SHORTEST_PAST = 4  # letters of a regular past form
_OPENING_PARTS = frozenset({"alone", "opening", "dated", "pointing", "quarter"})


def times_of(sentence: Sentence, taken: list[Span]) -> list[Span]:
    """Find the stretches of time that a sentence names, outside the tokens of its figures."""
    return list(_times(sentence, taken))


def _times(sentence: Sentence, taken: list[Span]) -> Iterator[Span]:
    at = figure = 0
    length, opens = len(sentence), _opens_time()
    while at < length:
        if sentence.lower[at] not in opens:
            at += 1
            continue
        while figure < len(taken) and taken[figure][1] <= at:
            figure += 1
        stop = length
        if figure < len(taken):
            if at >= taken[figure][0]:
                at = taken[figure][1]
                continue
            stop = taken[figure][0]
        end = _time_at(sentence, at, stop)
        if end is None:
            at += 1
        else:
            yield at, end
            at = end


def _time_at(sentence: Sentence, at: int, stop: int) -> int | None:
    """Read a stretch of time at a token; its end, or None."""
    part = _parts().get(sentence.lower[at])
    if part == "alone":
        return None if _is_no_time(sentence, at) else at + 1
    if part in {"quarter", "joint"}:
        return _end_of_quarter(sentence, at)
    return _end_of_opened(sentence, at, stop, part)


def _end_of_opened(sentence: Sentence, at: int, stop: int, part: str | None) -> int | None:
    """Read the rest of a time that an opening word starts: "by the end of 2030"."""
    end = None
    pointed = part == "pointing"
    for place in range(at + 1, min(at + _LONGEST, stop)):
        word = sentence.lower[place]
        kind = _parts().get(word)
        named = kind == "name" and (pointed or _is_numbered(sentence, place))
        if named or _is_month(sentence, place):
            end = place + 1
        elif _is_year(sentence.words[place]):
            pointed = sentence.low(place - 1) in words("the")
            if pointed and _describes(sentence, place):
                break
            end = place + 1
        elif _is_day(sentence, place):
            end = place + 1 if end == place else end
        elif kind == "pointing" and part != "dated":
            pointed = True
        elif end == place and _ends_part(sentence, place):
            end = place + 1
        elif kind != "joint" and not (end and word == ","):
            break
    return end if end is None else _end_of_years(sentence, end, stop)


def _end_of_quarter(sentence: Sentence, at: int) -> int | None:
    """Read a quarter, half or fiscal year by its sign: "Q2 2019", "H1", "FY 2024"."""
    if not sentence.words[at].isupper():
        return _end_of_spoken_quarter(sentence, at)
    end = at + 1
    if sentence.word(end).isdecimal() and sentence.glued(end):
        end += 1  # "Q2", "FY24"
    signed = end > at + 1
    if _is_year(sentence.word(end)):
        return end + 1
    return end if signed else None


def _end_of_spoken_quarter(sentence: Sentence, at: int) -> int | None:
    """Read "first-quarter" and "Second-half 2023" before a noun."""
    end = at + 3
    tied = sentence.word(at + 1) in HYPHENS and sentence.glued(at + 1) and sentence.glued(at + 2)
    if not tied or sentence.low(at + 2) not in words("divisions of a year"):
        return None
    return end + 1 if _is_year(sentence.word(end)) else end


def _is_no_time(sentence: Sentence, at: int) -> bool:
    """Tell whether a time is a word of a name ("the Norvik Today paper") or owns something."""
    if sentence.low(at + 1) in words("possessive ending"):
        return True
    if at == 0 or not sentence.words[at].istitle() or not is_running_text(sentence, at):
        return False
    before, after = sentence.words[at - 1], sentence.word(at + 1)
    return before.istitle() or after.istitle()


def _end_of_years(sentence: Sentence, end: int, stop: int) -> int:
    """Take in the other year of "2012–13" and "2019/20" behind the first."""
    joint, other = sentence.word(end), sentence.word(end + 1)
    if end + 2 > stop or (joint not in HYPHENS and joint not in words("joins two years")):
        return end
    tied = sentence.glued(end) and sentence.glued(end + 1) and other.isdecimal()
    return end + 2 if tied and _is_year(sentence.words[end - 1]) else end


def _is_numbered(sentence: Sentence, at: int) -> bool:
    """Tell whether an ordinal stands before the name of a time: "the third quarter"."""
    before = sentence.low(at - 1)
    return _parts().get(before) == "joint" and before not in words("of") and before != "the"


def _is_year(word: str) -> bool:
    return (
        len(word) == _YEAR_DIGITS
        and word.isdecimal()
        and word[:2] in {"17", "18", "19", "20", "21"}
    )


def _describes(sentence: Sentence, year: int) -> bool:
    """Tell whether a noun follows that the year only describes: "after the 2019 fire"."""
    after = sentence.low(year + 1)
    if sentence.glued(year + 1) or _parts().get(after) == "name":
        return False
    return after[:1].isalpha() and after not in words("function")


def _ends_part(sentence: Sentence, at: int) -> bool:
    """Tell whether a token is the end of the part before it: "3rd", "1990s", "Mar. 2019"."""
    word = sentence.lower[at]
    if not sentence.glued(at):
        return False
    if word == ".":
        return _is_month(sentence, at - 1) and sentence.word(at + 1).isdecimal()
    before = sentence.words[at - 1].isdecimal()
    return before and (word in words("ordinal ending") or word in words("decade ending"))


def _is_day(sentence: Sentence, at: int) -> bool:
    """Tell whether it is the day of a month: "January 12", "1 March", "May 3rd"."""
    if not is_day(sentence.words[at]):
        return False
    before = at - 2 if sentence.words[at - 1] == "." else at - 1
    return (before >= 0 and _is_month(sentence, before)) or (
        at + 1 < len(sentence) and _is_month(sentence, at + 1)
    )


def _is_month(sentence: Sentence, at: int) -> bool:
    word = sentence.words[at]
    return word[0].isupper() and (
        word.lower() in calendar("month") or word.lower() in calendar("day")
    )


def period_of(sentence: Sentence, amount: Amount, times: list[Span]) -> str | None:
    """Choose the time that an amount holds for: its own rate, then the nearest named time."""
    if amount.per_time is not None and sentence.words[amount.per_time[0]].isalpha():
        return sentence.surface(*amount.per_time)
    at = bisect_left(times, (amount.end, 0))
    following = times[at][0] - amount.end if at < len(times) else _FURTHEST + 1
    preceding = amount.first - times[at - 1][1] if at else _FURTHEST + 1
    over = at > 0 and (
        _is_over(sentence, times[at - 1][1], amount.first)
        or _is_over(sentence, amount.end, amount.end + _JUST_BEHIND)  # "in 1990 and has 120 now"
    )
    if over:
        preceding = _FURTHEST + 1
    if following > _FURTHEST and preceding > _FURTHEST:
        return None
    return sentence.surface(*times[at if following <= preceding else at - 1])


def _is_over(sentence: Sentence, first: int, end: int) -> bool:
    """Tell whether a word between a time and a number says that it is of another time."""
    return not words("of another time").isdisjoint(sentence.lower[first:end])


def outlook_of(sentence: Sentence, amount: Amount, tags: list[str]) -> Outlook | None:
    """Tell whether a number is past, forecast or a target, where the words say so."""
    for at in range(amount.first - 1, max(-1, amount.first - _FURTHEST_VERB), -1):
        found = _says(sentence, tags, at)
        if found is not None:
            return None if found == "neutral" else found  # type: ignore[return-value]
        if sentence.words[at] in words("hard stops"):
            break
    for at in range(amount.end, min(len(sentence), amount.end + _FURTHEST_VERB_BEHIND)):
        found = _says(sentence, tags, at)
        if found is not None:
            return None if found == "neutral" else found  # type: ignore[return-value]
        if sentence.words[at] in words("hard stops"):
            break
    return None


def _says(sentence: Sentence, tags: list[str], at: int) -> str | None:
    low = sentence.lower[at]
    if at > 0 and tags[at - 1] in "TM":
        return None
    known = _outlooks().get(low)
    if known is not None:
        return (
            known if not (known == "forecast" and sentence.words[at].istitle() and at > 0) else None
        )
    if tags[at] == "V" and low.endswith("ed") and len(low) > _SHORTEST_PAST:
        return "past"
    return None


@cache
def _parts() -> Mapping[str, str]:
    return dict(rows("figures/periods.tsv"))  # type: ignore[arg-type]


@cache
def _opens_time() -> frozenset[str]:
    """Give the words that a stretch of time can start with."""
    known = {word for word, part in _parts().items() if part in _OPENING_PARTS}
    return words("quarters in order") | known


@cache
def _outlooks() -> Mapping[str, str]:
    return dict(rows("figures/outlook.tsv"))  # type: ignore[arg-type]
