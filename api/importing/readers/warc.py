"""WARC files (ISO 28500) as crawls have them, packed or not, and the texts of WET files."""

import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from ..records import LARGEST, BrokenFile, Options, Record, Rejected

_KEPT = ("response", "resource", "conversion")
_GZIP, _ENOUGH = b"\x1f\x8b", 100
_BEGINNINGS = b"WARC/", b"filedesc:"  # of a WARC file, and of an ARC file
_PAGES = ("text/html", "application/xhtml+xml")


def split(stream: BinaryIO, name: str, _options: Options) -> Iterator[Record | Rejected]:
    """One record a page. Answers other than 200 and files other than pages are passed over."""
    number = 0
    stream = _begun(stream)
    try:
        for found in ArchiveIterator(stream):
            number += 1
            if (known := _format_of(found)) is None:
                continue
            url = found.rec_headers.get_header("WARC-Target-URI")
            place = f"{name}, record {number} ({url})"
            content = found.content_stream().read(LARGEST + 1)
            if len(content) > LARGEST:
                yield Rejected(place, f"The page is larger than {LARGEST:,} bytes.")
            else:
                yield Record(place, known, content, url, _charset(found))
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        raise BrokenFile(f"cannot be read after record {number}: {error}") from error


def _begun(stream: BinaryIO) -> BinaryIO:
    """The same stream, once it begins as such files do; raises BrokenFile.

    warcio looks for the end of the first line, however far it may be.
    """
    whole = io.BufferedReader(cast("io.RawIOBase", stream))
    first = whole.peek(1)
    if first.startswith(_GZIP):
        try:
            first = zlib.decompressobj(31).decompress(first, _ENOUGH)
        except zlib.error as error:
            raise BrokenFile(f"cannot be unpacked: {error}") from error
    if not first.lstrip().startswith(_BEGINNINGS):
        raise BrokenFile("cannot be read: it does not begin as a WARC file does")
    return cast("BinaryIO", whole)


def _format_of(found: ArcWarcRecord) -> str | None:
    if found.rec_type not in _KEPT:
        return None
    if found.rec_type == "conversion":
        return "text"
    http = found.http_headers
    if http is not None and http.get_statuscode() != "200":
        return None
    said = (http or found.rec_headers).get_header("Content-Type") or ""
    return "html" if said.partition(";")[0].strip().lower() in _PAGES else None


def _charset(found: ArcWarcRecord) -> str | None:
    said = (found.http_headers or found.rec_headers).get_header("Content-Type") or ""
    _, is_said, charset = said.lower().partition("charset=")
    return charset.strip(" \"';") if is_said else None
