"""What the network is told of a token: the same in training and at run time.

Of a word: its place in the vocabulary, a hash of its ending, its shape and what the cue tables know
of it. Of its place: its role to the quote marks, and whether a sentence starts with it. A mark is
told by its role alone, so that straight, curly, German and French marks look the same.
"""

from functools import cache
from zlib import crc32

from ..document import Document
from . import cues
from .marks import MARKS, Marks, Role

SUFFIXES = 4000  # buckets of hashed word endings; 0 is for what is no word
SHAPES = 18
CUE_KINDS = 4
ROLES = len(Role)
PLACES = 2 * ROLES + 1  # a role with and without a sentence's start, and the paragraph break
PARAGRAPH_BREAK = 2 * ROLES

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


def cue_kind(word: str) -> int:
    """Look a word up in the cue tables: 0 nothing, 1 speech, 2 attitude, 3 a noun of speech."""
    return _cue_kinds().get(normal(word), 0)


@cache
def _cue_kinds() -> dict[str, int]:
    kinds = dict.fromkeys(cues.speech_nouns(), 3)
    kinds.update(dict.fromkeys(cues.attitude_verbs(), 2))
    kinds.update(dict.fromkeys(cues.speech_verbs(), 1))
    return kinds


def places(document: Document, marks: Marks) -> bytearray:
    """For each token its role to the marks, raised by ROLES where a sentence starts."""
    found = bytearray(marks.roles)
    for first, _ in document.sentences:
        found[first] += ROLES
    return found
