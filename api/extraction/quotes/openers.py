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
from .speech import Tokens

_APPOSITION = 14  # tokens between the commas of an apposition
_LONGEST_SPEAKER = 25  # tokens
_FEWEST = 3  # tokens of a content
_LEAD = (3.0, 3.0, 3.0)  # given to what no network has read
_SHARE = 0.6  # likewise


def with_openers(document: Document, readings: list[Reading]) -> list[Reading]:
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
        found += _with_rest(_read(document, first, end), here)
    return found + readings[place:]


def _with_rest(reading: Reading | None, here: list[Reading]) -> list[Reading]:
    """Give the rest of the sentence to its source, unless the network gives it to somebody else."""
    if reading is None or reading.cue is None:
        return here
    last = reading.cue[1]
    if any(other.cue is None or other.cue[0] > last for other in here):
        return here
    if not here:
        return [reading]
    first = here[0]
    inside = first.content[1] <= reading.content[1]
    return (
        [replace(reading, lead=first.lead, speaker_share=first.speaker_share)] if inside else here
    )


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


def _read(document: Document, first: int, end: int) -> Reading | None:
    words = document.words
    phrases = [tuple(line.split()) for line in lines_of("source_openers")]
    opening = tuple(word.lower() for word in words[first : first + 4])
    cue = max(len(phrase) for phrase in phrases if opening[: len(phrase)] == phrase)
    speaker = first + cue
    commas = [
        at for at in range(speaker, min(end, speaker + 3 * _LONGEST_SPEAKER)) if words[at] == ","
    ]
    if not commas or commas[0] == speaker or commas[0] - speaker > _LONGEST_SPEAKER:
        return None
    start = commas[0] + 1
    if len(commas) > 1 and commas[1] - start <= _APPOSITION:
        opens = words[start].lower() if start < end else ""
        if opens in words_of("apposition_openers"):
            start = commas[1] + 1
    last = next((at for at in range(start, end - 1) if _breaks(words, at)), end) - 1
    while last > start and not words[last][0].isalnum() and words[last] not in MARKS:
        last -= 1
    if last - start + 1 < _FEWEST:
        return None
    return Reading((start, last), (speaker, commas[0] - 1), (first, speaker - 1), _LEAD, _SHARE)
