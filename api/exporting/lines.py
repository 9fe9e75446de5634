"""NDJSON: each row as answers show it, on a line of its own.

The last line break is sent when all is there: a file without one was cut short.
"""

from collections.abc import Iterator

from marshmallow import Schema

from .walk import Rows


def ndjson(pages: Iterator[Rows], _schema: Schema) -> Iterator[bytes]:
    """The file, in parts."""
    begun = False
    for rows in pages:
        if rows:
            yield b"\n" * begun + b"\n".join(rows)
            begun = True
    if begun:
        yield b"\n"
