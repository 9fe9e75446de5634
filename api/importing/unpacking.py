"""Files as they were before they were packed, a little at a time, and never more than is likely.

A few kilobytes can unpack to terabytes. Text packs about five times, rarely fifty: what grows more
than MOST_TIMES is taken for a bomb, once it is larger than any small file could explain.
"""

import bz2
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

from ..errors import NotInstalled
from .records import BrokenFile

MOST_TIMES = 200
UNSUSPECTED = 50_000_000  # bytes
_MAGIC = (
    (b"\x1f\x8b", "gz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
)


class Bounded(io.RawIOBase):
    """A stream that ends with BrokenFile where more comes out than went in could hold."""

    def __init__(self, stream: BinaryIO, packed_size: int | None, *below: BinaryIO) -> None:
        """Keep what is read, and what is closed with it."""
        self._stream = stream
        self._below = below
        self._left = max(UNSUSPECTED, (packed_size or sys.maxsize) * MOST_TIMES)

    def readable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Close what it reads."""
        for stream in (self._stream, *self._below):
            stream.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer; raises BrokenFile for what is broken, or no likely text."""
        try:
            read = self._stream.read(len(buffer))
        except (EOFError, OSError, zlib.error, lzma.LZMAError, ValueError) as error:
            raise BrokenFile(f"cannot be unpacked: {error}") from error
        except Exception as error:
            if type(error).__name__ != "ZstdError":  # of a library that may not be here
                raise
            raise BrokenFile(f"cannot be unpacked: {error}") from error
        self._left -= len(read)
        if self._left < 0:
            raise BrokenFile(f"unpacks to more than {MOST_TIMES} times its size: no text does")
        buffer[: len(read)] = read
        return len(read)


def unpacked(stream: BinaryIO, packed_size: int | None) -> BinaryIO:
    """A stream without its packing (gzip, zstandard, bzip2, xz), told by its first bytes."""
    buffered = io.BufferedReader(cast("io.RawIOBase", stream))
    head = buffered.peek(6)[:6]
    name = next((name for mark, name in _MAGIC if head.startswith(mark)), None)
    if name is None:
        return cast("BinaryIO", buffered)
    opened = _OPENERS[name](cast("BinaryIO", buffered))
    return cast("BinaryIO", io.BufferedReader(Bounded(opened, packed_size, buffered)))


def _open_zst(stream: BinaryIO) -> BinaryIO:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd  # noqa: PLC0415
        else:
            from backports import zstd  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise NotInstalled(
            "To read .zst files takes backports.zstd: pip install 'onrecord[import]'"
        ) from error
    return cast("BinaryIO", zstd.open(stream))


def _open_gz(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.GzipFile(fileobj=stream))


def _open_xz(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", lzma.LZMAFile(stream))


_OPENERS: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    "gz": _open_gz,
    "bz2": lambda stream: cast("BinaryIO", bz2.BZ2File(stream)),
    "xz": _open_xz,
    "zst": _open_zst,
}
