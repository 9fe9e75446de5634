"""Fields that the wire format needs in addition to marshmallow's own."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from ..models.publishers import publisher_key
from ..models.types import moment_text
from ..models.urls import normal_form

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_RFC_3339 = re.compile(
    _DATE.pattern + r"[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?", re.ASCII
)
_LEAP_SECOND = re.compile(r"(?<=[Tt ]\d\d:\d\d):60(?:\.\d+)?")
_WIKIDATA = re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(Q[1-9]\d*)")
_BLANKS = re.compile(r"\s+")


# An absolute http(s) URL (RFC 3986) whose host may be international; ports up to 65535.
PORT = r"(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])"
HOST = r"(?:[^\s\u0000/?#@:\[\]]+|\[[0-9A-Fa-f:.]+\])"
WEB_ADDRESS = rf"^[Hh][Tt][Tt][Pp][Ss]?://{HOST}(?::{PORT})?(?:[/?#][^\s\u0000]*)?(?!\n)$"
# One of those, or a URN (RFC 8141).
URI = (
    rf"^(?:[Hh][Tt][Tt][Pp][Ss]?://{HOST}(?::{PORT})?(?:[/?#][^\s\u0000]*)?"
    r"|[Uu][Rr][Nn]:[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]:[A-Za-z0-9()+,.:=@;$_!*'%/?#~&-]+)(?!\n)$"
)


EXACT = 2.0**63  # below it both stores write a whole number as an integer, digit for digit
# For the API's document. What is a blank here is none everywhere: \u001c to others, \u0085 to some.
NOT_BLANK = r"^[^\u0000]*[^\s\u0000\u001c-\u001f\u0085][^\u0000]*$"


def must_not_be_empty(change: Mapping[str, Any]) -> None:
    """Refuse a change that names nothing: most likely it lost what it was about."""
    if not change:
        raise ValidationError("Nothing is to change: give a field.")


def plain_number(number: float) -> float | int:
    """A number as JSON has it here: whole ones as digits, without a point or an exponent."""
    if not number.is_integer():
        return number
    return int(number) if abs(number) < EXACT else int(Decimal(repr(number)))


class Text(fields.String):
    """Text that every store and every JSON reader can hold: no NUL, no lone surrogate."""

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"pattern": r"^[^\u0000]*$"} | kwargs.pop("metadata", {})
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise ValidationError(
                f"Character {error.start} is half of a surrogate pair, which is not allowed."
            ) from error
        if (at := text.find("\0")) >= 0:
            raise ValidationError(f"Character {at} is NUL, which is not allowed.")
        return text


class Label(Text):
    """A publisher's name, or a tag: however its blanks and accents were written, one is one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


class PublisherKey(Text):
    """A publisher that is looked for, whichever way it is spelled."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return publisher_key(super()._deserialize(value, attr, data, **kwargs))


class ShortList(fields.List[Any]):
    """A list that is measured before what is in it is looked at, which may be countless."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, list):
            for validator in self.validators:
                if isinstance(validator, validate.Length):
                    validator(value)
        return super()._deserialize(value, attr, data, **kwargs)


class Labels(ShortList):
    """Labels, or other names, each once."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        return list(dict.fromkeys(super()._deserialize(value, attr, data, **kwargs)))


class Uri(Text):
    """A URI of something elsewhere, in its normal form; Wikidata's pages are what they are about.

    On the web or a URN: none that a browser would run or read from somebody's disk.
    """

    default_error_messages = {  # noqa: RUF012 (as marshmallow declares it)
        "no_uri": "Not a URI on the web or a URN, such as http://www.wikidata.org/entity/Q42.",
    }

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"format": "uri", "pattern": URI} | kwargs.pop("metadata", {})
        super().__init__(validate=validate.Length(max=2000), metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        uri = super()._deserialize(value, attr, data, **kwargs)
        if not re.fullmatch(URI, uri):
            raise self.make_error("no_uri")
        item = _WIKIDATA.fullmatch(uri)
        return f"http://www.wikidata.org/entity/{item[1]}" if item else normal_form(uri)


class SameUrl(Text):
    """A url that is looked for, whichever way it is spelled."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return normal_form(super()._deserialize(value, attr, data, **kwargs))


class Id(fields.Integer):
    """An id, as both stores can hold it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Range(1, 2**63 - 1), **kwargs)


class Number(fields.Float):
    """A finite number; whole ones are written in digits alone, the fewest that read the same."""

    def _serialize(self, value: float | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        number = super()._serialize(value, attr, obj, **kwargs)
        return plain_number(number) if isinstance(number, float) else number


class PlainNumber(Number):
    """A number that has to come as one: "5" is none."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class PlainInteger(fields.Integer):
    """A whole number that has to come as one; 5.0 is 5, as JSON Schema has it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, int) and not (isinstance(value, float) and value.is_integer()):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class UTCDateTime(fields.AwareDateTime):
    """RFC 3339: with a zone, or a date alone, when it comes in; in UTC to the microsecond out.

    A date is its first moment in UTC. No store has leap seconds (RFC 3339, 5.7): one is kept as the
    last microsecond before it.
    """

    default_error_messages = {  # noqa: RUF012 (as marshmallow declares it)
        "invalid": "Not a date or moment, such as 2026-03-04 or 2026-03-04T08:30:00Z.",
        "invalid_awareness": "No time zone: write Z or an offset at the end.",
        "invalid_leap_second": "A leap second is the last of a month in UTC, 23:59:60.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dt.datetime:
        if isinstance(value, str) and _DATE.fullmatch(value):
            value += "T00:00:00Z"
        if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
            raise self.make_error("invalid")
        written, leaps = _LEAP_SECOND.subn(":59.999999", value.upper())
        try:
            moment = super()._deserialize(written, attr, data, **kwargs).astimezone(dt.UTC)
        except OverflowError as error:  # the year 1 or 9999, in a zone that lies beyond it
            raise self.make_error("invalid") from error
        if leaps and not _ends_a_month(moment):
            raise self.make_error("invalid_leap_second")
        return moment

    def _serialize(self, value: dt.datetime | None, *_: Any, **__: Any) -> str | None:
        return None if value is None else moment_text(value)


def _ends_a_month(moment: dt.datetime) -> bool:
    """Whether a moment is the last microsecond of a month."""
    try:
        following = moment + dt.timedelta(microseconds=1)
    except OverflowError:
        return True
    return following.day == 1 and following.time() == dt.time()


class Alternatives(fields.Raw):
    """An object of one of several schemas, by what one of its members says.

    The API's document names each, so that clients know by that member which one they have.
    """

    def __init__(
        self, discriminator: str, schemas: Mapping[str, type[Schema]], **kwargs: Any
    ) -> None:
        self.discriminator = discriminator
        self.schemas = schemas
        super().__init__(**kwargs)


class Names(fields.String):
    """Some of several names with commas between them, read into a tuple in the order of all."""

    def __init__(self, names: Iterable[str], **kwargs: Any) -> None:
        self._names = tuple(names)
        name = f"({'|'.join(self._names)})"
        metadata = {"pattern": f"^{name}(,{name})*$"} | kwargs.pop("metadata", {})
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        asked = super()._deserialize(value, attr, data, **kwargs).split(",")
        if unknown := [name for name in asked if name not in self._names]:
            known = ", ".join(self._names)
            raise ValidationError([f"{name!r} is none of {known}." for name in unknown])
        return tuple(name for name in self._names if name in asked)


class FieldNames(Names):
    """Names of a schema's fields: only these are shown."""

    def __init__(self, schema: type[Schema]) -> None:
        names = tuple(schema().dump_fields)
        described = {
            "description": "Only these members, with commas between them. All others are left "
            "out, also those that are always there otherwise.",
            "example": ",".join(names[:3]),
        }
        super().__init__(names, data_key="fields", metadata=described)


class Embedded(fields.Nested):
    """An object made of the row's own columns: `selector` of a quote's `start`, `end`, `exact`."""

    def get_value(self, obj: Any, *_: Any, **__: Any) -> Any:
        """Give the row itself."""
        return obj
