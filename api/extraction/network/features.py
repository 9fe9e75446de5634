"""What a network is told of a word by itself: the same in training and at run time.

Its place in the vocabulary, a hash of its ending, and its shape. All quote marks look the same, so
that straight, curly, German and French ones are read alike.
"""

from zlib import crc32

from ..quote_marks import MARKS

SUFFIXES = 4000  # buckets of hashed word endings; 0 is for what is no word
SHAPES = 18

MARK = "“"  # how every mark is written in the vocabulary
BREAK = "¶"  # a token of its own between paragraphs

_SHAPE_OF_SIGN = {
    ".": 6,
    ",": 7,
    "-": 8,
    "—": 9,
    "–": 9,
    "―": 9,
    ":": 10,
    "?": 11,
    "!": 11,
    "(": 12,
    "[": 12,
    ")": 13,
    "]": 13,
    ";": 14,
    BREAK: 15,
    MARK: 16,
}


def normal(word: str) -> str:
    """Write a word as the vocabulary writes it."""
    if word in MARKS:
        return MARK
    return word.lower().replace("’", "'")


def shape(word: str) -> int:
    """Give the kind of a token's characters: 0 to SHAPES - 1."""
    first = word[0]
    if first.isalpha():
        if not first.isupper():
            return 4
        if len(word) == 1:
            return 3
        return 2 if word.isupper() else 1
    if first.isdigit():
        return 5
    if word in MARKS:
        return _SHAPE_OF_SIGN[MARK]
    if first in "'’":
        return 17
    return _SHAPE_OF_SIGN.get(word, 0)


def suffix(word: str) -> int:
    """Give the bucket of a word's last three letters: 0 to SUFFIXES - 1."""
    if not word[0].isalpha():
        return 0
    ending = normal(word)[-3:].encode("utf-8", "surrogatepass")
    return 1 + crc32(ending) % (SUFFIXES - 1)
