"""Whole lists as files: NDJSON, CSV and Parquet, made page by page as they are sent."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from marshmallow import Schema

from ..errors import NotInstalled
from ..ndjson import MEDIA_TYPE
from .text import csv_table, ndjson
from .walk import Rows

Write = Callable[[Iterator[Rows], Schema], Iterator[bytes]]


class Format(NamedTuple):
    """A kind of file: its media type, and what gives the function that makes it of pages."""

    content_type: str
    writer: Callable[[], Write]


def _parquet() -> Write:
    try:
        from .parquet import parquet  # noqa: PLC0415 (takes a while, and memory)
    except ModuleNotFoundError as error:
        raise NotInstalled(
            "Parquet needs pyarrow, which is not installed here: pip install 'onrecord[parquet]'."
        ) from error
    return parquet


FORMATS: Mapping[str, Format] = {
    "ndjson": Format(MEDIA_TYPE, lambda: ndjson),
    "csv": Format("text/csv; charset=utf-8; header=present", lambda: csv_table),
    "parquet": Format("application/vnd.apache.parquet", _parquet),
}
