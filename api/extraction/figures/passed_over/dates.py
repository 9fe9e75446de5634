"""Which numbers belong to dates, clock times and years, and so state no figure."""

from ..numbers.number import HYPHENS, Number
from ..sentence import Sentence
from ..tables import calendar, numerals, words

_SLASHES = frozenset("/⁄.")
_CENTURIES = frozenset({"18", "19", "20"})
_LAST_DAY = 31
_LAST_HOUR = 24
_EARLIEST, _LATEST = 1000, 2199
_FIRST_MODERN = 1900
_YEAR_DIGITS = 4
_DAY_DIGITS = 2
_DATE_PARTS = 3
_SPOKEN_CENTURIES = frozenset({16, 17, 18, 19, 20})
_FIRST_SPOKEN = 10
_LONGEST_ERA = 6  # tokens of "b.c.e."


def is_date_or_time(sentence: Sentence, at: int) -> bool:
    """Tell whether the digits at a token are part of a date or a clock time.

    Years that stand alone are another matter: see `is_year`.
    """
    return _is_clock(sentence, at) or _is_day_or_month(sentence, at) or _is_numeric(sentence, at)


def is_hour(sentence: Sentence, number: Number) -> bool:
    """Tell whether a number word is a time of day: "at three o'clock"."""
    word = sentence.word(number.end)
    if number.digits or not word.islower() or word in words("midday"):
        return False
    return _has_clock_word(sentence, number.end)


def is_year(sentence: Sentence, number: Number) -> bool:
    """Tell whether four bare digits are a year: "in 2012", "the 2019 list", "2012–13", "1990s"."""
    word = sentence.words[number.first]
    if sentence.low(number.end) in words("decade ending") and sentence.glued(number.end):
        decade = word.endswith("0") and sentence.low(number.first - 1) in words("decade openers")
        return word.isdecimal() and (decade or len(word) == _YEAR_DIGITS)
    if _is_in_era(sentence, number):
        return True
    if number.end - number.first != 1 or not word.isdecimal() or len(word) != _YEAR_DIGITS:
        return _is_short_year(sentence, number)
    if not _EARLIEST <= number.value <= _LATEST:
        return False
    before, after = sentence.low(number.first - 1), sentence.low(number.end)
    if before in HYPHENS and sentence.glued(number.first):
        before = sentence.low(number.first - 2)
    if before in words("firm approximation"):
        return _is_about_a_year(sentence, number)
    counts = after in words("people")
    if number.value < _FIRST_MODERN:
        return not counts and (before in words("before past year") or _is_dated(sentence, number))
    if before in calendar("before year") or before in calendar("month"):
        return not counts or before in words("year only")
    return not counts


def _is_about_a_year(sentence: Sentence, number: Number) -> bool:
    """Tell whether a year is given roughly: "from about 1948 to 1951"."""
    after = sentence.low(number.end)
    alone = not after[:1].isalpha() or after in words("function")
    return alone and sentence.low(number.first - 2) in words("before about a year")


def _is_dated(sentence: Sentence, number: Number) -> bool:
    """Tell whether a year long past is told so: "the Act of 1867", "dates to 1873"."""
    before, further = sentence.low(number.first - 1), sentence.word(number.first - 2)
    if before in words("of"):
        return further.istitle()
    return before in words("to") and further.lower() in words("dates to")


def is_modern_year(number: Number, word: str) -> bool:
    """Tell whether four bare digits can be a year of these times."""
    plain = number.plain and number.digits and len(word) == _YEAR_DIGITS and word.isdecimal()
    return plain and _FIRST_MODERN <= number.value <= _LATEST


def end_of_spoken_year(sentence: Sentence, number: Number) -> int | None:
    """Give the end of "nineteen eighty-four" and "twenty nineteen", read at its first word."""
    if number.digits or number.end != number.first + 1 or number.value not in _SPOKEN_CENTURIES:
        return None
    tens = numerals().get(sentence.low(number.end))
    if tens is None or tens.kind not in {"small", "ten"} or tens.value < _FIRST_SPOKEN:
        return None
    end = number.end + 1
    if tens.kind == "ten" and sentence.word(end) in HYPHENS and sentence.glued(end):
        ones = numerals().get(sentence.low(end + 1))
        if ones is None or ones.kind != "small":
            return None  # "nineteen twenty-pound notes"
        end += 2
    return end


def is_spoken_year(sentence: Sentence, number: Number) -> bool:
    """Tell whether "two thousand and eight" is a year."""
    if number.digits or not _FIRST_MODERN < number.value <= _LATEST or number.kind != "cardinal":
        return False
    after = sentence.low(number.end)
    counts = after[:1].isalpha() and after not in words("function")
    return sentence.low(number.first - 1) in words("year only") and not counts


def _is_in_era(sentence: Sentence, number: Number) -> bool:
    """Tell whether AD, BC or the like stands beside it."""
    before, after = sentence.word(number.first - 1), sentence.word(number.end)
    if any(word.lower() in calendar("era") and word.isupper() for word in (before, after)):
        return True
    if sentence.word(number.end + 1) != ".":
        return False
    behind = "".join(sentence.lower[number.end : number.end + _LONGEST_ERA])
    return behind.startswith(tuple(calendar("era with stops")))


def _is_short_year(sentence: Sentence, number: Number) -> bool:
    """Tell whether two digits are the rest of a span of years ("2012–13") or a year ("'98")."""
    at = number.first
    if len(sentence.words[at]) != _DAY_DIGITS or number.end - at != 1:
        return False
    if sentence.word(at - 1) in HYPHENS or sentence.word(at - 1) in _SLASHES:
        year = sentence.word(at - 2)
        return len(year) == _YEAR_DIGITS and year.isdecimal() and year[:2] in _CENTURIES
    return sentence.word(at - 1) in words("apostrophe") and not sentence.glued(at - 1)


def _is_clock(sentence: Sentence, at: int) -> bool:
    """Tell whether it is a time of day: "6pm", "10.45 p.m.", "17:22", "0401 GMT"."""
    if _is_beside_colon(sentence, at, 1) or _is_beside_colon(sentence, at, -1):
        return True
    hour = sentence.words[at].partition(".")[0]
    if not (hour.isdecimal() and len(hour) <= _YEAR_DIGITS):
        return False
    four_digits = len(hour) == _YEAR_DIGITS
    if not four_digits and int(hour) > _LAST_HOUR:
        return False
    after = at + 1
    if sentence.low(after) in calendar("zone") or _has_clock_word(sentence, after):
        return True
    if sentence.low(after) not in words("to") and sentence.low(after) not in HYPHENS:
        return False
    return sentence.word(after + 1)[:1].isdecimal() and _has_clock_word(sentence, after + 2)


def _is_beside_colon(sentence: Sentence, at: int, step: int) -> bool:
    """Tell whether a colon ties the digits to others, before (-1) or behind (1)."""
    if sentence.word(at + step) != ":" or not sentence.word(at + 2 * step)[:1].isdecimal():
        return False
    last = max(at, at + 2 * step)
    return sentence.glued(last) and sentence.glued(last - 1)


def _has_clock_word(sentence: Sentence, at: int) -> bool:
    """Tell whether am, pm, a.m., p.m. or o'clock stands at a token."""
    word = sentence.low(at)
    if word in calendar("clock"):
        return word not in words("am") or sentence.low(at + 1) not in words("am follows")
    halves = word + sentence.word(at + 1) + sentence.low(at + 2)
    return halves in calendar("clock")


def _is_day_or_month(sentence: Sentence, at: int) -> bool:
    """Tell whether it is a day or year beside its month: "16 to 17 May", "Oct. 31", "June 2018"."""
    word = sentence.words[at]
    if len(word) == _YEAR_DIGITS and word.isdecimal():
        return _is_year_of_month(sentence, at)
    return is_day(word) and (_month_follows(sentence, at) or _month_precedes(sentence, at))


def _month_follows(sentence: Sentence, at: int) -> bool:
    after = at + 1
    if sentence.low(after) in words("ordinal ending") and sentence.glued(after):
        after += 1
    if _is_month(sentence, after + 1 if sentence.low(after) in words("of") else after):
        return True
    if sentence.low(after) in HYPHENS and sentence.glued(after) and sentence.glued(after + 1):
        return _is_month(sentence, after + 1)  # "3-Feb-2014"
    if sentence.low(after) not in words("date joint") or not is_day(sentence.word(after + 1)):
        return False
    beyond = after + 2
    return _is_month(
        sentence, beyond + 1 if sentence.low(beyond) in words("ordinal ending") else beyond
    )


def _month_precedes(sentence: Sentence, at: int) -> bool:
    before = _past(sentence, at - 1, ".")
    if sentence.low(before) in words("date joint") and is_day(sentence.word(before - 1)):
        before = _past(sentence, before - 2, ".")
    elif sentence.low(before) in words("the"):
        before -= 1
    return _is_month(sentence, before)


def _is_year_of_month(sentence: Sentence, at: int) -> bool:
    """Tell whether four digits follow a month, or its day: "March 9, 2021", "June 2018"."""
    before = _past(sentence, at - 1, ",")
    if is_day(sentence.word(before)):
        before -= 1
    before = _past(sentence, before, ".")
    return _is_month(sentence, before) or sentence.low(before) in calendar("day")


def _past(sentence: Sentence, at: int, mark: str) -> int:
    return at - 1 if sentence.word(at) == mark else at


def is_day(word: str) -> bool:
    """Tell whether digits can be the day of a month."""
    return len(word) <= _DAY_DIGITS and word.isdecimal() and 0 < int(word) <= _LAST_DAY


def _is_month(sentence: Sentence, at: int) -> bool:
    word = sentence.word(at)
    if word.lower() not in calendar("month"):
        return False
    if word[:1].isupper() or word not in words("verb or month"):
        return True
    near = {sentence.low(at - 1), sentence.low(at - 2)}
    return not words("before a month").isdisjoint(near)


def _is_numeric(sentence: Sentence, at: int) -> bool:
    """Tell whether it is part of a date in digits: 2019-09-01, 25/12/2019, 01.09.2019."""
    if any(_run(sentence, at, marks) >= _DATE_PARTS for marks in (HYPHENS, _SLASHES)):
        return True
    parts = sentence.words[at].split(".", _DATE_PARTS)
    if len(parts) != _DATE_PARTS or len(parts[-1]) not in {_DAY_DIGITS, _YEAR_DIGITS}:
        return False
    return all(part.isdecimal() and len(part) <= _YEAR_DIGITS for part in parts)


def _run(sentence: Sentence, at: int, marks: frozenset[str]) -> int:
    """Count the digits glued together by one kind of mark, a few either way."""
    count = 1
    for step in (-1, 1):
        place = at
        for _ in range(_DATE_PARTS):
            if not _is_tied(sentence, place, step, marks):
                break
            place, count = place + 2 * step, count + 1
    return count


def _is_tied(sentence: Sentence, at: int, step: int, marks: frozenset[str]) -> bool:
    if sentence.word(at + step) not in marks or not sentence.word(at + 2 * step).isdecimal():
        return False
    last = max(at, at + 2 * step)
    return sentence.glued(last) and sentence.glued(last - 1)
