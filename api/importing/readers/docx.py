"""Word documents (DOCX)."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError

from ..mapping import fields_of
from ..records import LARGEST, BadRecord, Options, Record

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
        raise BadRecord(f"It is no Word document that can be read: {error}") from error
    known = document.core_properties
    paragraphs = [words for part in document.paragraphs if (words := part.text.strip())]
    title = known.title
    style = document.paragraphs[0].style if document.paragraphs else None
    if not title and paragraphs and style and style.name in ("Title", "Heading 1"):
        title = paragraphs.pop(0)
    yield fields_of(
        {
            "text": "\n\n".join(paragraphs),
            "title": title,
            "authors": known.author if known.author != "python-docx" else None,
            "published_at": known.created,
            "language": known.language,
        },
        options,
    )
