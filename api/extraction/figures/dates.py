"""Which numbers belong to dates, clock times and years, and so state no figure."""

from api.extraction.figures.numbers import HYPHENS, Number
from api.extraction.figures.sentence import Sentence
from api.extraction.figures.tables import calendar, words

_SLASHES = frozenset("/⁄.")
_LAST_DAY = 31
_LAST_HOUR = 24
_EARLIEST, _LATEST = 1000, 2199
_FIRST_MODERN = 1900
_YEAR_DIGITS = 4


def is_date_or_time(sentence: Sentence, at: int) -> bool:
    """Tell whether the digits at a token are part of a date or a clock time.

    Years that stand alone are another matter: see `is_year`.
    """
    return _is_clock(sentence, at) or _is_day_or_month(sentence, at) or _is_numeric(sentence, at)


def is_year(sentence: Sentence, number: Number) -> bool:
    """Tell whether four bare digits are a year: "in 2012", "the 2019 list", "2012–13", "1990s"."""
    word = sentence.words[number.first]
    if sentence.low(number.end) in words("decade ending") and sentence.glued(number.end):
        return word.isdigit() and (word.endswith("0") or len(word) == _YEAR_DIGITS)
    if number.end - number.first != 1 or not word.isdigit() or len(word) != _YEAR_DIGITS:
        return _is_short_year(sentence, number)
    if not _EARLIEST <= number.value <= _LATEST:
        return False
    before, after = sentence.low(number.first - 1), sentence.low(number.end)
    if before in calendar("era") or after in calendar("era"):
        return True
    if before in HYPHENS and sentence.glued(number.first):
        before = sentence.low(number.first - 2)
    if before in words("firm approximation"):
        return False
    counts = after in words("people")
    if number.value < _FIRST_MODERN:
        return before in words("before past year") and not counts
    if before in calendar("before year") or before in calendar("month"):
        return not counts or before in words("year only")
    return not counts


def _is_short_year(sentence: Sentence, number: Number) -> bool:
    """Tell whether two digits are the rest of a span of years ("2012–13") or a year ("'98")."""
    at = number.first
    if len(sentence.words[at]) != 2 or number.end - at != 1:  # noqa: PLR2004
        return False
    if sentence.word(at - 1) in HYPHENS or sentence.word(at - 1) == "/":
        year = sentence.word(at - 2)
        return len(year) == _YEAR_DIGITS and year.isdigit() and year[:2] in {"19", "20"}
    return sentence.word(at - 1) in words("apostrophe") and not sentence.glued(at - 1)


def _is_clock(sentence: Sentence, at: int) -> bool:
    """Tell whether it is a time of day: "6pm", "10.45 p.m.", "17:22", "0401 GMT"."""
    for colon, other in ((at + 1, at + 2), (at - 1, at - 2)):
        if sentence.word(colon) == ":" and sentence.word(other)[:1].isdigit():
            first = max(colon, other, at)
            if sentence.glued(first) and sentence.glued(first - 1):
                return True
    whole = sentence.words[at].partition(".")[0]
    if not (whole.isdigit() and len(whole) <= _YEAR_DIGITS):
        return False
    after = at + 1
    if sentence.low(after) in calendar("zone"):
        return len(whole) == _YEAR_DIGITS or int(whole) <= _LAST_HOUR
    if int(whole) > _LAST_HOUR and len(whole) < _YEAR_DIGITS:
        return False
    if sentence.low(after) in HYPHENS or sentence.low(after) in words("to"):
        other = sentence.word(after + 1)
        if other[:1].isdigit() and _has_clock_word(sentence, after + 2):
            return True
    return _has_clock_word(sentence, after)


def _has_clock_word(sentence: Sentence, at: int) -> bool:
    """Tell whether am, pm, a.m., p.m. or o'clock stands at a token."""
    word = sentence.low(at)
    if word in calendar("clock"):
        return word not in words("am") or sentence.low(at + 1) not in words("am follows")
    return word in {"a", "p"} and sentence.word(at + 1) == "." and sentence.low(at + 2) == "m"


def _is_day_or_month(sentence: Sentence, at: int) -> bool:
    """Tell whether it is a day beside its month: "16 to 17 May", "Oct. 31", "the 5th of June"."""
    word = sentence.words[at]
    if not (word.isdigit() and len(word) <= 2 and 0 < int(word) <= _LAST_DAY):  # noqa: PLR2004
        return _is_year_of_month(sentence, at)
    before, after = at - 1, at + 1
    if sentence.low(after) in words("ordinal ending") and sentence.glued(after):
        after += 1
    if sentence.low(after) in words("of") and _is_month(sentence, after + 1):
        return True
    if _is_month(sentence, after):
        return True
    if sentence.low(after) in words("date joint"):
        other = sentence.word(after + 1)
        beyond = after + 2
        if sentence.low(beyond) in words("ordinal ending"):
            beyond += 1
        if _is_day(other) and (_is_month(sentence, beyond)):
            return True
    if sentence.word(before) == ".":
        before -= 1
    if _is_month(sentence, before):
        return True
    if sentence.low(before) in words("date joint") and _is_day(sentence.word(before - 1)):
        month = before - 2
        if sentence.word(month) == ".":
            month -= 1
        return _is_month(sentence, month)
    if sentence.low(before) == "the" and sentence.low(before - 1) in calendar("month"):
        return True
    return False


def _is_day(word: str) -> bool:
    return word.isdigit() and len(word) <= 2 and 0 < int(word) <= _LAST_DAY  # noqa: PLR2004


def _is_year_of_month(sentence: Sentence, at: int) -> bool:
    """Tell whether four digits follow a month, or its day: "July 4, 2016", "June 2018"."""
    word = sentence.words[at]
    if not (word.isdigit() and len(word) == _YEAR_DIGITS):
        return False
    before = at - 1
    if sentence.word(before) == ",":
        before -= 1
    if _is_day(sentence.word(before)):
        before -= 1
    if sentence.word(before) == ".":
        before -= 1
    return _is_month(sentence, before) or sentence.low(before) in calendar("day")


def _is_month(sentence: Sentence, at: int) -> bool:
    word = sentence.word(at)
    if word.lower() not in calendar("month"):
        return False
    if word[:1].isupper() or word not in words("verb or month"):
        return True
    near = {sentence.low(at - 1), sentence.low(at - 2)}
    return not words("before a month").isdisjoint(near)


def _is_numeric(sentence: Sentence, at: int) -> bool:
    """Tell whether it is part of a date in digits: 2019-09-01, 25/12/2019, 12/25, 24/7."""
    for mark in (HYPHENS, _SLASHES):
        run = _run(sentence, at, mark)
        if len(run) >= 3:  # noqa: PLR2004
            return True
    word = sentence.words[at]
    parts = word.split(".")
    return (
        len(parts) == 3
        and all(part.isdigit() and len(part) <= 4 for part in parts)
        and (  # noqa: PLR2004
            len(parts[2]) in {2, 4}
        )
    )


def _run(sentence: Sentence, at: int, marks: frozenset[str]) -> list[str]:
    """Collect the digits glued to a token by one kind of mark, a few either way."""
    first = last = at
    for _ in range(3):
        before = first - 2
        if before < 0 or not sentence.words[before].isdigit():
            break
        if sentence.words[first - 1] not in marks or not (
            sentence.glued(first) and sentence.glued(first - 1)
        ):
            break
        first = before
    for _ in range(3):
        after = last + 2
        if after >= len(sentence) or not sentence.words[after].isdigit():
            break
        if sentence.words[last + 1] not in marks or not (
            sentence.glued(after) and sentence.glued(last + 1)
        ):
            break
        last = after
    return sentence.words[first : last + 1 : 2]
