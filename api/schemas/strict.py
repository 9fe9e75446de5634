"""Strict reading of what comes in from outside: bytes to text, text to JSON."""

import json
import math
from codecs import BOM_UTF8
from typing import Any


class Unreadable(ValueError):
    """What was given cannot be read; the text says why and where, as the end of a sentence."""


# No object that is asked for has a tenth of it. To name each of 100,000 that nobody knows, and to
# throw all but a hundred of these faults away, took a second.
MOST_MEMBERS = 1_000


def parse_json(body: bytes, most_members: float = math.inf) -> Any:
    """Parse strictly (RFC 8259): UTF-8, no NaN, no name twice, no number beyond a double.

    Raises Unreadable, also for an object with more members than are taken.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(pairs) > most_members:
            raise Unreadable(
                f"has an object of {len(pairs)} members, which is more than {most_members}."
            )
        return _once(pairs)

    try:
        return json.loads(
            decode(body), parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=once
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(f"is not JSON: {error.msg}, {place}.") from error
    except RecursionError as error:
        raise Unreadable("is nested too deeply.") from error
    except Unreadable:
        raise
    except ValueError as error:  # Python refuses whole numbers of more than 4,300 digits
        raise Unreadable("is not JSON that can be read: a number has too many digits.") from error


def decode(content: bytes) -> str:
    """UTF-8 to text, without the byte order mark that it may begin with (RFC 8259, 8.1)."""
    try:
        return content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        byte = content[error.start]
        raise Unreadable(f"is not UTF-8: byte {error.start} is {byte:#04x}.") from error


def _no_constant(name: str) -> None:
    raise Unreadable(f"is not JSON: {name} is not a number there.")


def _finite(digits: str) -> float:
    if math.isinf(number := float(digits)):
        raise Unreadable(f"has a number beyond the largest that is kept: {digits[:40]}.")
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Unreadable(f"has the name {name!r} twice in one object.")
        found[name] = value
    return found
