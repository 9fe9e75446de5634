"""A document as the network reads it: the paragraphs worth reading, some thousand tokens at a time.

A quote needs quote marks or a verb of speech, so a paragraph without either is passed over. Very
long paragraphs are cut where sentences end (and within a sentence only when it is longer than any
sentence should be), so that work and memory stay bounded on any text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from api.extraction.document import Document
from api.extraction.quotes import cues
from api.extraction.quotes.features import BREAK, PARAGRAPH_BREAK, ROLES

TOKENS = 3000  # of a block, about; what a layer works on then fits a processor's cache
_PIECE = 600  # tokens of a paragraph that are read in one go


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
    count = said = 0
    signs = _signs_of_speech()
    for first, end in _pieces(document):
        piece = document.words[first:end]
        if signs.isdisjoint(piece) and not any(roles[first:end]):
            continue
        if words and len(words) + len(piece) > TOKENS:
            yield Block(words, block_places, tokens, paragraph, sentence)
            words, block_places, tokens, paragraph, sentence = [], bytearray(), [], [], []
        if words:
            words.append(BREAK)
            block_places.append(PARAGRAPH_BREAK)
            tokens.append(-1)
            paragraph.append(count)
            sentence.append(said)
            count += 1
        words += piece
        block_places += places[first:end]
        tokens.extend(range(first, end))
        paragraph += [count] * len(piece)
        for place in places[first:end]:
            said += place >= ROLES
            sentence.append(said)
    if words:
        yield Block(words, block_places, tokens, paragraph, sentence)


def _pieces(document: Document) -> Iterator[tuple[int, int]]:
    """Paragraphs; long ones cut after the last sentence that still fits."""
    sentences = document.sentences
    number = 0
    for start, stop in document.paragraphs:
        first = start
        while stop - first > _PIECE:
            while sentences[number][1] <= first:
                number += 1
            cut = first
            while number < len(sentences) and sentences[number][1] - first <= _PIECE:
                cut = sentences[number][1]
                number += 1
            if cut <= first:
                cut = first + _PIECE
            yield first, cut
            first = cut
        yield first, stop


@cache
def _signs_of_speech() -> frozenset[str]:
    verbs = cues.speech_verbs()
    return verbs | {verb.capitalize() for verb in verbs} | {verb.upper() for verb in verbs}
