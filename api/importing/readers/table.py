"""CSV and its like: a head that names the columns, then one article a row."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from .. import dates
from ..decoding import encoding_of
from ..mapping import fields_of, mapping_of, no_text
from ..records import LARGEST, BrokenFile, Options, Record, Rejected

_SEPARATORS = ",;\t|"


def split(stream: BinaryIO, name: str, options: Options) -> Iterator[Record | Rejected]:
    """One record a row."""
    csv.field_size_limit(LARGEST)
    head = stream.peek(64_000)  # type: ignore[attr-defined]
    # What cannot be decoded comes as lone surrogates, which spoil their own row.
    codec = encoding_of(head)
    begin = [line for line in io.StringIO(head.decode(codec, "replace")) if line.endswith("\n")]
    with io.TextIOWrapper(stream, codec, "surrogateescape", newline="") as text:
        yield from _rows(_Lines(text), name, options, begin)


def _rows(
    lines: "_Lines", name: str, options: Options, begin_of_file: Sequence[str]
) -> Iterator[Record | Rejected]:
    first = next(lines, "").lstrip("\ufeff")
    if not first.strip():
        raise BrokenFile("is empty, or its first line, which names the columns, is")
    separator = max(_SEPARATORS, key=first.count)
    columns = [column.strip() for column in next(csv.reader([first], delimiter=separator), [])]
    if "text" not in mapping_of(columns, options):
        raise no_text(columns)
    dated = mapping_of(columns, options).get("published_at")
    day_first = _day_first(csv.reader(begin_of_file, delimiter=separator), columns, dated)
    rows = csv.reader(lines, delimiter=separator)
    begin = 2
    while (row := _next(rows, begin)) is not None:
        place, begin = f"{name}, line {begin}", lines.number + 1
        if len(row) > len(columns):
            reason = f"The row has {len(row)} values, the head names {len(columns)} columns."
            yield Rejected(place, reason)
        elif row:
            values = dict(zip(columns, row, strict=False))
            yield Record(place, "table", values, day_first=day_first)


def _day_first(rows: Iterator[list[str]], columns: Sequence[str], dated: str | None) -> bool | None:
    """What the dates at a file's beginning tell of those that could be read in two ways."""
    if dated not in columns:
        return None
    at = columns.index(dated)
    try:
        return dates.day_first_in(row[at] for row in rows if len(row) > at)
    except csv.Error:  # it will be told when it is read
        return None


def _next(rows: Iterator[list[str]], begin: int) -> list[str] | None:
    try:
        return next(rows, None)
    except csv.Error as error:
        raise BrokenFile(f"cannot be read from line {begin} on: {error}") from error


class _Lines:
    """The lines of a text, none of which may be endless."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LARGEST)
        if not line:
            raise StopIteration
        if len(line) == LARGEST:
            raise BrokenFile(f"has a line of more than {LARGEST:,} characters: {self.number + 1}")
        self.number += 1
        return line


def read(record: Record, options: Options) -> Iterator[dict[str, Any]]:
    """The one article of a row."""
    assert not isinstance(record.content, bytes)  # noqa: S101 (see `split`)
    if options.day_first is None:
        options = replace(options, day_first=record.day_first)
    yield fields_of(record.content, options)
