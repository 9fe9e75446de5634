"""Text: NDJSON, each row as answers show it on a line of its own, and CSV (RFC 4180).

CSV has a header and flat columns named by path, such as `speaker.name`; a list is JSON in its cell,
null is an empty one, and it is safe to open in a spreadsheet. In both the last line break is sent
when everything was sent: a file without one was cut short.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields

from ..ndjson import one_line
from .walk import Rows

Path = tuple[str, ...]  # the names that lead to a column

# What begins a formula in some spreadsheet (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def ndjson(pages: Iterator[Rows], _schema: Schema) -> Iterator[bytes]:
    """The file, in parts."""
    begun = False
    for rows in pages:
        if rows:
            yield b"\n" * begun + one_line(b"\n".join(rows))
            begun = True
    if begun:
        yield b"\n"


def csv_table(pages: Iterator[Rows], schema: Schema) -> Iterator[bytes]:
    """The file, in parts."""
    columns = list(_paths(schema))
    yield _lines([[".".join(path) for path in columns]])
    for rows in pages:
        if rows:
            parsed = map(json.loads, rows)
            yield b"\r\n" + _lines([[_cell(_at(row, path)) for path in columns] for row in parsed])
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


def _paths(schema: Schema, above: Path = ()) -> Iterator[Path]:
    """The path of every column, in the order of the schema. A list is one column."""
    for name, field in schema.dump_fields.items():
        if isinstance(field, fields.Nested) and not field.many:
            yield from _paths(field.schema, (*above, name))
        else:
            yield (*above, name)


def _at(row: Mapping[str, Any], path: Path) -> Any:
    """The value in a row at a path; None where something above it is."""
    value: Any = row
    for name in path:
        if value is None:
            return None
        value = value[name]
    return value
