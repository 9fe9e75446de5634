"""The bodies of requests, unpacked where they were compressed (RFC 9110, 8.4)."""

import sys
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from flask import abort, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from .. import ndjson
from ..schemas.strict import Unreadable
from .problems import problem, refuse

PIECE = 65_536  # bytes that are read at once
PIECE_OF_LINES = 262_144  # of a body of lines: those that come in one are stored together
# What zlib calls each: gzip (RFC 1952) and zlib's own form (RFC 1950).
_CODINGS: Mapping[str, int] = {"gzip": 31, "x-gzip": 31, "deflate": 15}


def whole() -> bytes:
    """All of a body; refuses one that is, once it is unpacked, larger than the limit."""
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    parts, size = [], 0
    try:
        for part in _parts(_stream()):
            parts.append(part)
            size += len(part)
            if size > limit:
                raise RequestEntityTooLarge
    except OSError:
        refuse(400, "The body could not be read to its end.")
    return b"".join(parts)


def lines() -> Iterator[bytes]:
    """A body of NDJSON as it comes in, of any length; refuses what is none."""
    if request.mimetype not in ndjson.MEDIA_TYPES:
        raise UnsupportedMediaType(
            f"The body must be NDJSON, with Content-Type: {ndjson.MEDIA_TYPE}."
        )
    request.max_content_length = sys.maxsize  # the limit is each line's
    return _parts(_stream(), PIECE_OF_LINES)


class Unpacked:
    """A compressed stream, unpacked piece by piece: however small it was, no piece is large."""

    def __init__(self, stream: IO[bytes], bits: int) -> None:
        self._stream = stream
        self._bits = bits
        self._unpacker = zlib.decompressobj(bits)
        self._packed = b""
        self._is_empty = True

    def read(self, size: int) -> bytes:
        """Some bytes, at most `size`, and none at the end; raises Unreadable."""
        while True:
            if not self._packed:
                self._packed = self._stream.read(PIECE)
            if self._packed and self._unpacker.eof:  # one more follows (RFC 1952, 2.2)
                self._unpacker = zlib.decompressobj(self._bits)
            is_over = not self._packed
            if found := self._unpack(size):
                return found
            if is_over:
                if self._unpacker.eof or self._is_empty:
                    return b""
                raise Unreadable("was cut short: its compressed data has no end.")

    def _unpack(self, size: int) -> bytes:
        self._is_empty = self._is_empty and not self._packed
        try:
            found = self._unpacker.decompress(self._packed, size)
        except zlib.error as error:
            raise Unreadable("is not compressed as Content-Encoding says.") from error
        self._packed = self._unpacker.unconsumed_tail or self._unpacker.unused_data
        return found


def _stream() -> IO[bytes] | Unpacked:
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in {"identity", ""}:
        return request.stream
    if coding not in _CODINGS:
        detail = f"The body may be compressed by gzip or deflate, not by {coding}."
        faults = [{"detail": detail, "header": "Content-Encoding"}]
        abort(problem(415, detail, faults, {"Accept-Encoding": "gzip, deflate"}))
    return Unpacked(request.stream, _CODINGS[coding])


def _parts(stream: IO[bytes] | Unpacked, size: int = PIECE) -> Iterator[bytes]:
    return iter(lambda: stream.read(size), b"")
