"""The order of what is found: newest first, by a number that an index can be walked along.

FTS5 lists what it finds by row number, in either direction, and sorts by nothing else. So the
number says when the article was published, to the minute, and then which row it is: a page in the
order of publication costs what it shows, however much there is to find.
"""

import datetime as dt

_ROW = 35  # bits of a row's id: 34 thousand million rows
_FIRST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
_MINUTE = dt.timedelta(minutes=1)
_LAST = (1 << 63 - _ROW) - 2  # minutes, to the year 2410; what lies beyond counts as then

ID = (1 << _ROW) - 1  # a place & ID is the row's id


def first_of(moment: dt.datetime) -> int:
    """The first place of a minute; row `id` of that minute is `id` places on."""
    minute: int = (moment - _FIRST) // _MINUTE
    return min(max(minute, 0), _LAST) << _ROW


def same_minute(place: int) -> int:
    """The first place of the minute of a place."""
    return minute_of(place) << _ROW


def next_minute(place: int) -> int:
    """The first place of the minute after that of a place."""
    return minute_of(place) + 1 << _ROW


def minute_of(place: int) -> int:
    """The minute of a place, as a number that rises with time."""
    return place >> _ROW
