"""PDF documents whose text can be taken out; scanned pages hold none."""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ..mapping import fields_named
from ..records import BadRecord, Options, Record
from .documents import author_of, title_in

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
        own_title = known.title if known else None
        values = {
            "authors": author_of(known.author if known else None),
            "published_at": known.creation_date if known else None,
        }
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise BadRecord(f"Not a readable PDF: {error}") from error
    title, paragraphs = title_in(own_title, _paragraphs(text))
    yield fields_named({**values, "title": title, "text": "\n\n".join(paragraphs)}, options)


def _paragraphs(text: str) -> list[str]:
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
    return [line for line in joined if line]
