"""Word documents (DOCX)."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError

from ..mapping import fields_named
from ..records import LARGEST, BadRecord, Options, Record
from .documents import author_of, title_in

_UNPACKED = 10 * LARGEST


def read(record: Record, options: Options) -> Iterator[dict[str, Any]]:
    """The one article of a document."""
    assert isinstance(record.content, bytes)  # noqa: S101 (it has no `split`)
    try:
        parts = zipfile.ZipFile(io.BytesIO(record.content)).infolist()
        if sum(part.file_size for part in parts) > _UNPACKED:
            raise BadRecord(f"It unpacks to more than {_UNPACKED:,} bytes.")
        document = docx.Document(io.BytesIO(record.content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise BadRecord(f"Not a readable Word document: {error}") from error
    known = document.core_properties
    paragraphs = [words for part in document.paragraphs if (words := part.text.strip())]
    title, text = title_in(known.title, paragraphs)
    yield fields_named(
        {
            "text": "\n\n".join(text),
            "title": title,
            "authors": author_of(known.author),
            "published_at": known.created,
            "language": known.language,
        },
        options,
    )
