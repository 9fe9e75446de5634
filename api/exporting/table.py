"""CSV (RFC 4180): a header, UTF-8, safe to open in a spreadsheet.

A list is JSON in its cell; null is an empty one. The last line break is sent when all is there: a
file without one was cut short.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from marshmallow import Schema

from .columns import at, paths
from .walk import Rows

# What begins a formula in some spreadsheet (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_table(pages: Iterator[Rows], schema: Schema) -> Iterator[bytes]:
    """The file, in parts."""
    columns = list(paths(schema))
    yield _lines([[".".join(path) for path in columns]])
    for rows in pages:
        if rows:
            parsed = map(json.loads, rows)
            yield b"\r\n" + _lines([[_cell(at(row, path)) for path in columns] for row in parsed])
    yield b"\r\n"


def _lines(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().removesuffix("\r\n").encode()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        # A sign alone is no formula, but a figure's modifier.
        return f"'{value}" if value.startswith(_FORMULA) and len(value) > 1 else value
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value
