"""How alike texts are, told from a few numbers of each.

MinHash (Broder, "On the resemblance and containment of documents", 1997): of each of 64 orders in
which all runs of five words could stand, a text keeps the least of its own. Two texts share as
large a part of these as of the runs that both or either have. Bands (Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", chapter 3) find those that may be alike without looking at all
others.
"""

import hashlib
import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SHINGLE = 5  # words
FEWEST = 40  # words: of shorter texts only the very same is a copy
ORDERS = 64
BANDS, ROWS = 10, 3  # of texts that share 0.6 of their runs 91 % share a band, of 0.8 99.9 %
_CHUNK = 4096  # runs hashed at once
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

# Any odd factors and any summands do: these are drawn once and never changed, as they are stored.
_DRAWN = np.random.Generator(np.random.PCG64(1997)).integers(0, 2**64, (2, ORDERS), dtype=np.uint64)
_FACTORS, _SUMMANDS = _DRAWN[0] | np.uint64(1), _DRAWN[1]
_BASE = np.uint64(0x9E3779B97F4A7C15)

Signature = NDArray[np.uint32]


def signature(text: str) -> Signature | None:
    """The least of a text's runs in each order; None where it is too short to tell."""
    runs = _runs(text.lower())
    if runs is None:
        return None
    least = np.full(ORDERS, 2**64 - 1, np.uint64)
    for at in range(0, len(runs), _CHUNK):
        ordered = _FACTORS[:, None] * runs[at : at + _CHUNK]
        ordered += _SUMMANDS[:, None]
        np.minimum(least, ordered.min(axis=1), out=least)
    return (least >> np.uint64(32)).astype(np.uint32)


def bands(text: str, of: Signature | None) -> list[int]:
    """What a text shares with those that are alike: 64 bits, signed, as both stores keep them."""
    if of is None:
        return [_key(b"=" + " ".join(_WORD.findall(text.lower())).encode())]
    rows = of[: BANDS * ROWS].reshape(BANDS, ROWS)
    return [_key(bytes([band]) + row.tobytes()) for band, row in enumerate(rows)]


def similarity(one: Signature, other: Signature) -> float:
    """About how large a part of their runs two texts share: right to 0.06."""
    return float(np.mean(one == other))


def numbers_shared(one: str, other: str) -> float:
    """How large a part of its numbers the text with fewer shares with the other.

    Reports that a template writes each day differ in little else; what was cut has none of its own.
    """
    left, right = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    fewer = min(len(left), len(right))
    return len(left & right) / fewer if fewer else 1.0


def to_bytes(of: Signature | None) -> bytes:
    """A signature as it is kept; empty where there is none."""
    return b"" if of is None else of.astype("<u4").tobytes()


def from_bytes(kept: bytes) -> Signature | None:
    """A signature that was kept."""
    return np.frombuffer(kept, "<u4").astype(np.uint32) if kept else None


def _runs(text: str) -> NDArray[np.uint64] | None:
    """A hash of each run of words."""
    words: Sequence[str] = _WORD.findall(text)
    if len(words) < FEWEST:
        return None
    hashed = {word: zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in set(words)}
    each = np.array(list(map(hashed.__getitem__, words)), np.uint64)
    count = len(words) - SHINGLE + 1
    runs = each[:count].copy()
    for offset in range(1, SHINGLE):
        runs = runs * _BASE + each[offset : offset + count]
    # Mixed once more (MurmurHash3's last step): what differs in one word differs in all bits.
    runs ^= runs >> np.uint64(33)
    runs *= np.uint64(0xFF51AFD7ED558CCD)
    return runs ^ (runs >> np.uint64(33))


def _key(content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big", signed=True)
