"""Sentences that open by naming their source.

"According to Ann Lee, an engineer, the dam leaks."
The network reads most of them. Where an apposition or a long name has it miss the content, the
sentence's own commas tell it.
"""

from collections.abc import Iterator
from dataclasses import replace

from ..document import Document
from ..lexicons import lines_of, words_of
from ..quote_marks import MARKS
from .attribution import Reading
from .speakers import Speakers
from .speech import Tokens

_APPOSITION = 14  # tokens between the commas of an apposition
_LONGEST_SPEAKER = 25  # tokens
_FEWEST = 3  # tokens of a content


def with_openers(document: Document, speakers: Speakers, readings: list[Reading]) -> list[Reading]:
    """Add the contents that such sentences give and that no reading covers, in order."""
    found: list[Reading] = []
    place = 0
    for first, end in _opened(document):
        while place < len(readings) and readings[place].content[1] < first:
            found.append(readings[place])
            place += 1
        here = []
        while place < len(readings) and readings[place].content[0] < end:
            here.append(readings[place])
            place += 1
        found += _with_rest(_read(document, speakers, first, end), here)
    return found + readings[place:]


def _with_rest(reading: Reading | None, here: list[Reading]) -> list[Reading]:
    """Give the rest of the sentence to its source, unless the network gives it to somebody else."""
    if reading is None or reading.cue is None:
        return here
    if any(other.cue is None for other in here):
        return here
    if not here:
        return [reading]
    first = here[0]
    if first.content[1] > reading.content[1] + 1 or not _opens_content(first, reading):
        return here
    return [replace(reading, lead=first.lead, speaker_share=first.speaker_share, by=first.by)]


def _opens_content(inner: Reading, whole: Reading) -> bool:
    """Whether a reading is the source's, or of somebody whom the source cites."""
    start, _ = whole.content
    cue, speaker = inner.cue, inner.speaker
    if cue is None or cue[0] < start:
        return True
    return speaker is not None and speaker[0] <= start and cue[0] < inner.content[0]


def _opened(document: Document) -> Iterator[Tokens]:
    """Find the sentences that open with such a phrase."""
    words = document.words
    phrases = [tuple(line.split()) for line in lines_of("source_openers")]
    starts = {phrase[0].capitalize() for phrase in phrases}
    for first, end in document.sentences:
        if words[first] in starts:
            opening = tuple(word.lower() for word in words[first : first + 4])
            if any(opening[: len(phrase)] == phrase for phrase in phrases):
                yield first, end


def _breaks(words: list[str], at: int) -> bool:
    """Whether a sentence turns from its source's words: at ";", at ":" before a mark."""
    return words[at] == ";" or (words[at] == ":" and words[at + 1] in MARKS)


def _read(document: Document, speakers: Speakers, first: int, end: int) -> Reading | None:
    words = document.words
    phrases = [tuple(line.split()) for line in lines_of("source_openers")]
    opening = tuple(word.lower() for word in words[first : first + 4])
    cue = max(len(phrase) for phrase in phrases if opening[: len(phrase)] == phrase)
    source = first + cue
    commas = [
        at for at in range(source, min(end, source + 3 * _LONGEST_SPEAKER)) if words[at] == ","
    ]
    if not commas or commas[0] == source or commas[0] - source > _LONGEST_SPEAKER:
        return None
    speaker, start = _source(document, speakers, source, commas)
    last = next((at for at in range(start, end - 1) if _breaks(words, at)), end) - 1
    while last > start and not words[last][0].isalnum() and words[last] not in MARKS:
        last -= 1
    if last - start + 1 < _FEWEST:
        return None
    return Reading((start, last), speaker, (first, source - 1), by="source")


def _source(
    document: Document, speakers: Speakers, first: int, commas: list[int]
) -> tuple[Tokens, int]:
    """Who the source is, with the name behind its comma, and where the content starts."""
    words = document.words
    marked = [at for at in commas if at + 1 < len(words) and words[at + 1] in MARKS]
    if marked and marked[0] - commas[0] <= _APPOSITION:
        return speakers.trimmed((first, marked[0] - 1)), marked[0] + 1
    speaker = first, commas[0] - 1
    if len(commas) > 1 and commas[1] - commas[0] - 1 <= _APPOSITION:
        named = speakers.trimmed((first, commas[1] - 1))
        if named[1] == commas[1] - 1:
            return named, commas[1] + 1
        after = commas[0] + 1
        role = words[after] in words_of("roles")
        if role or document.lower[after] in words_of("apposition_openers"):
            return speaker, commas[1] + 1
    return speaker, commas[0] + 1
