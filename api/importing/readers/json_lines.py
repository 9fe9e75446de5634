"""JSON Lines: one object a line."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from ...schemas.strict import Unreadable, parse_json
from ..mapping import fields_of
from ..records import LARGEST, BadRecord, Options, Record, Rejected


def split(stream: BinaryIO, name: str, _options: Options) -> Iterator[Record | Rejected]:
    """One record a line; a line that is too long is passed over and never held."""
    number = 0
    while line := stream.readline(LARGEST + 1):
        number += 1
        place = f"{name}, line {number}"
        if len(line) > LARGEST:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LARGEST)
            yield Rejected(place, f"The line is longer than {LARGEST:,} bytes.")
        elif line.strip():
            yield Record(place, "json_lines", line)


def read(record: Record, options: Options) -> Iterator[dict[str, Any]]:
    """The one article of a line."""
    assert isinstance(record.content, bytes)  # noqa: S101 (see `split`)
    try:
        values = parse_json(record.content.removeprefix(b"\xef\xbb\xbf"))
    except Unreadable as error:
        raise BadRecord(f"The line {error}") from error
    if not isinstance(values, dict):
        raise BadRecord("The line holds no JSON object.")
    yield fields_of(values, options)
