"""Moments as archives write them. One without a zone is taken for UTC."""

import datetime as dt
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

from .records import BadRecord

_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ T,]+(\d{1,2}:\d\d(?::\d\d)?))?$")
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_NTH = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*", re.IGNORECASE
)
_FORMS = tuple(
    f"{day}{time}"
    for day in ("%d %B %Y", "%B %d %Y", "%d %b %Y", "%b %d %Y", "%Y/%m/%d", "%Y.%m.%d", "%d-%b-%Y")
    for time in ("", " %H:%M", " %H:%M:%S", " %I:%M %p")
)
_MAX_MONTH = 12


def moment(written: object, *, day_first: bool | None = None) -> dt.datetime:
    """The moment that is written; raises BadRecord where nobody can tell.

    ISO 8601, RFC 2822, seconds or milliseconds since 1970, and days with the month's English
    name. Of 04/03/2026 the caller says whether the day comes first.
    """
    if isinstance(written, dt.datetime):
        return _zoned(written)
    if isinstance(written, dt.date):
        return dt.datetime(written.year, written.month, written.day, tzinfo=dt.UTC)
    text = " ".join(str(written).split())
    try:
        found = _iso(text) or _epoch(text) or _numbers(text, day_first) or _words(text)
        if found:
            return _zoned(found)
    except (ValueError, OverflowError) as error:
        raise BadRecord(f"There is no such date: {text[:60]!r}.") from error
    raise BadRecord(f"The date {text[:60]!r} cannot be read; 2026-03-04T08:30:00Z can.")


def day_first_in(written: Iterable[str]) -> bool | None:
    """Whether the day comes first in dates such as 04/03/2026, of which several are written alike.

    31/03/2026 among them tells; None where none does, or two tell otherwise.
    """
    numbers = [found for each in written if (found := _NUMBERS.match(each.strip()))]
    told = {int(each[1]) > _MAX_MONTH for each in numbers if _is_told(each)}
    return told.pop() if len(told) == 1 else None


def _is_told(numbers: re.Match[str]) -> bool:
    return max(int(numbers[1]), int(numbers[2])) > _MAX_MONTH


def _zoned(found: dt.datetime) -> dt.datetime:
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)


def _iso(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text.removesuffix(" UTC").removesuffix(" GMT"))
    except ValueError:
        return None


def _epoch(text: str) -> dt.datetime | None:
    if not _EPOCH.fullmatch(text):
        return None
    seconds = float(text)
    return dt.datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, dt.UTC)  # noqa: PLR2004


def _numbers(text: str, day_first: bool | None) -> dt.datetime | None:
    found = _NUMBERS.match(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    if day_first is None:
        if first <= _MAX_MONTH and second <= _MAX_MONTH and first != second and "." not in text:
            raise BadRecord(
                f"In {text[:60]!r} the day or the month may come first: --day-first or "
                "--month-first says which."
            )
        day_first = "." in text or first > _MAX_MONTH
    day, month = (first, second) if day_first else (second, first)
    clock = dt.time.fromisoformat(found[4].zfill(5)) if found[4] else dt.time()
    return dt.datetime.combine(dt.date(year, month, day), clock)


def _words(text: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        pass
    plain = _WEEKDAY.sub("", _NTH.sub("", text)).replace(",", "").replace(" at ", " ").strip()
    for form in _FORMS:
        try:
            return dt.datetime.strptime(plain, form)  # noqa: DTZ007 (the zone is UTC, see above)
        except ValueError:
            continue
    return None
