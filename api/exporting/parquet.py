"""Parquet: flat, typed columns. This module alone needs pyarrow, an extra.

Whole numbers are int64, others doubles, moments microseconds in UTC. Its index is at the end of the
file, so that one cut short cannot be opened.
"""

import io
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from marshmallow import Schema, fields
from pyarrow import json
from pyarrow.parquet import ParquetWriter

from ..schemas.fields import Number, UTCDateTime
from .walk import Rows, as_one_row

# What is held at once, in bytes of JSON: a group of about 10,000 rows.
GROUP = 8_000_000


def parquet(pages: Iterator[Rows], schema: Schema) -> Iterator[bytes]:
    """The file, in parts."""
    nested = pa.schema(list(_struct(schema)))
    sink = _Sink()
    with ParquetWriter(sink, nested.empty_table().flatten().schema, compression="zstd") as writer:
        for rows in as_one_row(pages, GROUP):
            writer.write_table(_table(rows, nested))
            yield sink.take()
    yield sink.take()


def _table(rows: Rows, nested: pa.Schema) -> pa.Table:
    text = b"\n".join(rows)
    # One block, since a row must not straddle two, and on this thread: the others have work.
    reading = json.ReadOptions(use_threads=False, block_size=len(text) + 1)
    # Flat columns are named by their paths.
    parsing = json.ParseOptions(explicit_schema=nested, unexpected_field_behavior="ignore")
    return json.read_json(io.BytesIO(text), reading, parsing).flatten()


def _struct(schema: Schema) -> pa.StructType:
    return pa.struct([(name, _type(field)) for name, field in schema.dump_fields.items()])


def _type(field: fields.Field[Any]) -> pa.DataType:
    match field:
        case fields.List(inner=inner):
            return pa.list_(_type(inner))
        case fields.Nested():
            return _struct(field.schema)
        case fields.Integer():
            return pa.int64()
        case Number():
            return pa.float64()
        case UTCDateTime():
            return pa.timestamp("us", tz="UTC")
        case fields.String():
            return pa.string()
    raise TypeError(f"{type(field).__name__} has no type in Parquet")


class _Sink(io.RawIOBase):
    """A file from which what was written is taken away, part by part."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        self._length += len(data)
        return len(data)

    def tell(self) -> int:
        return self._length

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken
