"""A document as the network reads it: the sentences worth reading, some thousand tokens at a time.

A quote needs quote marks or a verb of speech, so a sentence without either is passed over. What is
longer than any sentence should be is cut, so that work and memory stay bounded on any text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..document import Document
from ..lexicons import words_of
from ..network.features import BREAK
from . import cues
from .places import PARAGRAPH_BREAK

TOKENS = 3000  # of a block, about; what a layer works on then fits a processor's cache
_LONGEST = 600  # tokens of a sentence that are read in one go


@dataclass(frozen=True, slots=True)
class Block:
    """Some paragraphs: `tokens[i]` is the document's number of token i, -1 for a break."""

    words: list[str]
    places: bytearray
    tokens: list[int]
    paragraph: list[int]  # counted within the block
    sentence: list[int]  # likewise


def blocks(document: Document, places: bytearray, roles: bytearray) -> Iterator[Block]:
    """Give the document's blocks in order."""
    words: list[str] = []
    block_places = bytearray()
    tokens: list[int] = []
    paragraph: list[int] = []
    sentence: list[int] = []
    paragraphs = _Paragraphs(document)
    count = 0
    for said, (first, end) in enumerate(_worth_reading(document, roles)):
        begins = paragraphs.begins(first)
        if words and len(words) + end - first > TOKENS:
            yield Block(words, block_places, tokens, paragraph, sentence)
            words, block_places, tokens, paragraph, sentence = [], bytearray(), [], [], []
        if words and begins:
            words.append(BREAK)
            block_places.append(PARAGRAPH_BREAK)
            tokens.append(-1)
            paragraph.append(count)
            sentence.append(said)
            count += 1
        words += document.words[first:end]
        block_places += places[first:end]
        tokens.extend(range(first, end))
        paragraph += [count] * (end - first)
        sentence += [said] * (end - first)
    if words:
        yield Block(words, block_places, tokens, paragraph, sentence)


class _Paragraphs:
    """Says of each token, in order, whether it is the first seen of its paragraph."""

    def __init__(self, document: Document) -> None:
        self._ends = iter([end for _, end in document.paragraphs])
        self._end = 0

    def begins(self, token: int) -> bool:
        if token < self._end:
            return False
        while token >= self._end:
            self._end = next(self._ends)
        return True


def _worth_reading(document: Document, roles: bytearray) -> Iterator[tuple[int, int]]:
    """Sentences with a quote mark or a verb of speech, in pieces where they are very long.

    The sentence before a marked one is read as well: it may name who speaks.
    """
    signs = _signs_of_speech()
    words = document.words
    passed: tuple[int, int] | None = None
    for start, stop in document.sentences:
        marked = any(roles[start:stop]) and any(word[0].isalnum() for word in words[start:stop])
        if not marked and signs.isdisjoint(words[start:stop]):
            passed = start, stop
            continue
        if (
            marked
            and passed is not None
            and passed[1] == start
            and passed[1] - passed[0] < _LONGEST
        ):
            yield passed
        passed = None
        for first in range(start, stop, _LONGEST):
            yield first, min(first + _LONGEST, stop)


@cache
def _signs_of_speech() -> frozenset[str]:
    verbs = cues.speech_verbs() - words_of("cues_mostly_nouns")
    return verbs | {verb.capitalize() for verb in verbs} | {verb.upper() for verb in verbs}
