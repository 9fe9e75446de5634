"""PDF documents whose text can be taken out; scanned pages hold none."""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ..mapping import fields_of
from ..records import BadRecord, Options, Record

_PAGES = 200
_BROKEN_WORD = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_ENDS = (".", "!", "?", ":", "”", '"', "’")
_FULL = 0.7  # of the longest line: a shorter one that ends a sentence ends its paragraph


def read(record: Record, options: Options) -> Iterator[dict[str, Any]]:
    """The one article of a document."""
    assert isinstance(record.content, bytes)  # noqa: S101 (it has no `split`)
    try:
        document = PdfReader(io.BytesIO(record.content))
        if len(document.pages) > _PAGES:
            raise BadRecord(f"It has more than {_PAGES} pages.")
        text = "\n".join(page.extract_text() for page in document.pages)
        known = document.metadata
        values = {
            "title": known and known.title,
            "authors": known and known.author,
            "published_at": known and known.creation_date,
        }
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise BadRecord(f"It is no PDF that can be read: {error}") from error
    yield fields_of({**values, "text": _paragraphs(text)}, options)


def _paragraphs(text: str) -> str:
    """Lines put together again; PDF knows none of what they were."""
    lines = [" ".join(line.split()) for line in _BROKEN_WORD.sub("", text).splitlines()]
    full = _FULL * max(map(len, lines), default=0)
    joined: list[str] = []
    begins = True
    for line in lines:
        if begins or not joined:
            joined.append(line)
        else:
            joined[-1] += " " + line
        begins = not line or (len(line) < full and line.endswith(_ENDS))
    return "\n\n".join(line for line in joined if line)
