"""Parquet: one article a row."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow.parquet import ParquetFile

from ..mapping import fields_of, mapping_of, no_text
from ..records import BrokenFile, Options, Record, Rejected

_ROWS = 64  # at once: they may be long texts


def split(stream: BinaryIO, name: str, options: Options) -> Iterator[Record | Rejected]:
    """One record a row."""
    if not stream.seekable():
        raise BrokenFile("is Parquet, which can only be read from a file that is not packed")
    try:
        file = ParquetFile(stream)
        columns = file.schema_arrow.names
        if "text" not in mapping_of(columns, options):
            raise no_text(columns)
        number = 0
        for batch in file.iter_batches(_ROWS):
            for row in batch.to_pylist():
                number += 1
                yield Record(f"{name}, row {number}", "parquet", row)
    except (pa.ArrowException, OSError) as error:
        raise BrokenFile(f"is not a readable Parquet file: {error}") from error


def read(record: Record, options: Options) -> Iterator[dict[str, Any]]:
    """The one article of a row."""
    assert not isinstance(record.content, bytes)  # noqa: S101 (see `split`)
    yield fields_of(record.content, options)
