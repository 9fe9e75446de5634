r"""Filters that take one value, several, none of several, or the lack of one.

    publisher=A     publisher=A,B     publisher!=A,B     publisher=none     publisher=A\, B

What is negated may also be written `publisher=!A,B`. A backslash takes its meaning from the
character after it: `\,` is a comma, `\none` the word.
"""

import re
from typing import Any, NamedTuple

from marshmallow import ValidationError, fields

MOST = 200  # values of one filter
NOT = "!"
_NONE = "none"
_CHARACTER = re.compile(r"\\.|.", re.DOTALL)
# Of one value, for the API's document.
_ONE = r"(?:\\[^\u0000]|[^\\,\u0000])"
TEXT = _ONE + "+"
NAME = _ONE + "{1,200}"
# The same where nothing is negated: what begins with a bare "!" is.
_PLAIN = {TEXT: _ONE + "*", NAME: _ONE + "{0,199}"}
_NO_MARK = _ONE.replace(",", ",!")
NUMBER = r"[1-9][0-9]{0,17}"


class Choices(NamedTuple):
    """Several values, of which one must hold, or none where `negated`.

    Without values: that there is no value, or some where `negated`.
    """

    values: tuple[Any, ...]
    negated: bool


class Several(fields.String):
    """One value, which is given as it is, or Choices."""

    def __init__(self, one: fields.Field[Any], pattern: str = TEXT, *, none: bool = False) -> None:
        """`one` is the field of each value, `none` whether there may be no value."""
        self._one = one
        self._is_number = pattern is NUMBER
        self._none = none
        more = f"(,{pattern})*"
        first = _NO_MARK + _PLAIN[pattern] if pattern in _PLAIN else pattern
        spelling = f"{NOT}{pattern}{more}|{first}{more}"
        lacking = " `none`: those that have none." if none else ""
        described = one.metadata.get("description", "")
        described += f"{' ' * bool(described)}Several with commas between them (`\\,` is a comma)."
        described += f" `!=` instead of `=`, or a `!` before the first: all but these.{lacking}"
        super().__init__(
            metadata={
                **one.metadata,
                "description": described,
                "pattern": f"^({NOT}?{_NONE}|{spelling})$" if none else f"^({spelling})$",
            }
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **kwargs)
        negated = typed.startswith(NOT)
        typed = typed[negated:]
        if self._none and typed == _NONE:
            return Choices((), negated)
        parts = split(typed)
        if len(parts) > MOST:
            raise ValidationError(f"{len(parts)} values, which is more than {MOST}.")
        if not all(parts):
            raise ValidationError("A value is empty; within one, a comma is written \\,.")
        if self._is_number and not all(re.fullmatch(NUMBER, part) for part in parts):
            raise ValidationError("Not a valid integer.")
        values = tuple(dict.fromkeys(self._one.deserialize(part) for part in parts))
        return values[0] if len(values) == 1 and not negated else Choices(values, negated)


def split(text: str) -> list[str]:
    """The values that a text has with commas between them; raises ValidationError."""
    parts = [""]
    for character in _CHARACTER.findall(text):
        if character == ",":
            parts.append("")
        elif character == "\\":
            raise ValidationError("The backslash at the end has nothing after it: write \\\\.")
        else:
            parts[-1] += character[1:] if len(character) > 1 else character
    return parts
