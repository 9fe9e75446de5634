"""Quotes: who said what.

marks → features → blocks → the network's scores → contents with speaker and cue → what is speech →
names through the article → confidence. Each step has a module of its own.
"""

from api.extraction.document import Document
from api.extraction.model import Quote, QuoteKind, Span
from api.extraction.quotes import cues
from api.extraction.quotes.attribution import Reading, Tokens, read_block
from api.extraction.quotes.blocks import blocks
from api.extraction.quotes.features import places
from api.extraction.quotes.marks import Marks, Role, read_marks
from api.extraction.quotes.resolution import Resolver
from api.extraction.quotes.tagger import tagger

__all__ = ["find_quotes"]

_LEAST_MARKED = 0.2  # share of words in marks that makes a quote without a verb of speech


def find_quotes(document: Document) -> list[Quote]:
    """All quotes of a document, in order, with their speakers."""
    marks = read_marks(document)
    network = tagger()
    readings = [
        reading
        for block in blocks(document, places(document, marks), marks.roles)
        for reading in read_block(block, network)
    ]
    resolver = Resolver(document)
    return [
        _quote(document, marks, reading, resolver)
        for reading in readings
        if _is_speech(document, marks, reading)
    ]


def _is_speech(document: Document, marks: Marks, reading: Reading) -> bool:
    """Whether somebody's words are given: by a verb of speech, or by enough of them in marks.

    A few words in marks among words of thought or action are scare quotes.
    """
    if reading.cue is not None:
        words = document.words[reading.cue[0] : reading.cue[1] + 1]
        if not cues.speech_verbs().isdisjoint([cues.normal(word) for word in words]):
            return True
    inside, outside = _counts(document, marks, reading.content)
    return inside > 0 and inside >= _LEAST_MARKED * (inside + outside)


def _counts(document: Document, marks: Marks, content: Tokens) -> tuple[int, int]:
    """Words in quote marks and words outside them."""
    inside = outside = 0
    for token in range(content[0], content[1] + 1):
        if document.words[token][0].isalnum():
            if marks.roles[token] == Role.OUTSIDE:
                outside += 1
            else:
                inside += 1
    return inside, outside


def _quote(document: Document, marks: Marks, reading: Reading, resolver: Resolver) -> Quote:
    return Quote(
        _kind(document, marks, reading.content),
        (_span(document, reading.content),),
        _span(document, reading.speaker) if reading.speaker else None,
        resolver.resolve(reading.speaker, reading.content) if reading.speaker else None,
        _span(document, reading.cue) if reading.cue else None,
    )


def _span(document: Document, tokens: Tokens) -> Span:
    start, end = document.starts[tokens[0]], document.ends[tokens[1]]
    return Span(start, end, document.text[start:end])


def _kind(document: Document, marks: Marks, content: Tokens) -> QuoteKind:
    """Say direct where every word stands in marks, mixed where some do, else indirect."""
    inside, outside = _counts(document, marks, content)
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"
