"""Quotes: who said what.

marks → places → blocks → the network's scores → contents with speaker and cue → what is speech →
names through the article → confidence. Each step has a module of its own.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from ..model import Quote, QuoteKind, Span
from ..people.kinds import kind_of
from ..people.names import Names
from ..people.resolution import Resolver
from ..people.speaker_kinds import speaker_kind
from ..quote_marks import MARKS
from .attributed import with_attributed
from .attribution import Reading, read_block
from .blocks import blocks
from .clauses import Clauses
from .confidence import LEAST, confidence
from .floating import with_floating
from .frames import with_frames
from .layout import Layout
from .marks import Marks, read_marks
from .nested import Nested
from .nominal import GENITIVES, with_nominals
from .openers import with_openers
from .places import places
from .reporting import with_reporting
from .said import Said
from .speakers import Speakers
from .speech import Tokens, count_words, kind
from .tagger import Tagger, tagger

__all__ = ["find_quotes", "read_quotes"]


def find_quotes(document: Document, names: Names) -> list[Quote]:
    """All quotes of a document, in order, with their speakers."""
    resolver = Resolver(document, names)
    found = []
    for sort, parts in read_quotes(document, names):
        document.budget.check()
        belief = confidence(sort, parts)
        if belief >= LEAST[sort]:
            found.append(_quote(document, sort, parts, resolver, belief))
    return found


def read_quotes(
    document: Document, names: Names | None = None, network: Tagger | None = None
) -> Iterator[tuple[QuoteKind, list[Reading]]]:
    """Give the readings that make each quote, with its kind."""
    marks = read_marks(document)
    names = names or Names(document)
    network = network or tagger()
    clauses = Clauses(document)
    speakers = Speakers(document, names, clauses)
    readings = [
        _with_whole_name(document, names, speakers, reading)
        for reading in _read_blocks(document, marks, network)
    ]
    readings = with_openers(
        document, speakers, sorted(readings, key=lambda reading: reading.content)
    )
    readings = with_frames(document, marks, clauses, speakers, readings)
    readings = with_reporting(document, marks, clauses, speakers, readings)
    readings = with_attributed(document, marks, clauses, speakers, readings)
    readings = with_floating(document, marks, names, clauses, readings)
    readings = with_nominals(document, names, readings)
    document.budget.check()
    readings = Layout(document, marks, names, clauses, speakers).read(readings)
    said = Said(document, marks, clauses)
    nested = Nested(document, marks, clauses, speakers)
    for parts in _together(document, marks, list(_apart(said.quotes(readings)))):
        yield kind([count_words(document, marks, part.content) for part in parts]), parts
        for inner in said.quotes(list(nested.within(parts[-1]))):
            yield "indirect", [inner]


def _read_blocks(document: Document, marks: Marks, network: Tagger) -> Iterator[Reading]:
    for block in blocks(document, places(document, marks), marks.roles):
        document.budget.check()
        yield from read_block(document, marks, block, network)


def _with_whole_name(
    document: Document, names: Names, speakers: Speakers, reading: Reading
) -> Reading:
    if reading.speaker is None:
        return reading
    first, last = reading.speaker
    first, last = speakers.trimmed(names.whole(first, speakers.completed(first, last)))
    if last > first and document.words[last] in GENITIVES:
        last -= 1
    return replace(reading, speaker=(first, _before_medium(document, first, last)))


def _apart(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Leave out what shares words with the reading before it."""
    past = -1
    for reading in readings:
        if reading.content[0] > past:
            past = reading.content[1]
            yield reading


def _before_medium(document: Document, first: int, last: int) -> int:
    """End a speaker before what they said it in: "Lena Brandt in a blog post"."""
    if document.words[last] in words_of("media"):
        for at in range(last - 1, first, -1):
            if document.words[at] == "in":
                return at - 1
    return last


def _together(document: Document, marks: Marks, readings: list[Reading]) -> Iterator[list[Reading]]:
    """Join contents that one cue attributes to one speaker, and the paragraphs of one quote."""
    runs_on = {quoted.close for quoted in marks.quoted if quoted.runs_on}
    parts: list[Reading] = []
    for reading in readings:
        if parts:
            last = parts[-1]
            same = reading.speaker == last.speaker and reading.cue == last.cue
            alike = _is_marked(marks, reading) == _is_marked(marks, last)
            if (
                not (same and alike)
                or _starts_anew(document, last, reading)
                or _is_joined(document, last, reading)
                or (last.content[1] not in runs_on and _is_apart(document, last, reading))
            ):
                yield parts
                parts = []
        parts.append(reading)
    if parts:
        yield parts


def _starts_anew(document: Document, last: Reading, reading: Reading) -> bool:
    """Whether a sentence starts with a content, behind the one that ended with its cue's clause.

    “The tide is late,” said Lena Dorn. “The ferry is, too.”
    """
    if last.cue is None or not last.content[1] < last.cue[0] < reading.content[0]:
        return False
    start = bisect_right(document.sentences, (reading.content[0], len(document.words))) - 1
    return document.sentences[start][0] == reading.content[0]


def _is_joined(document: Document, last: Reading, reading: Reading) -> bool:
    """Whether "and" joins two stretches of marked words: called it “a joke” and “a farce”."""
    if last.cue is None or not last.cue[1] < last.content[0]:
        return False
    between = document.lower[last.content[1] + 1 : reading.content[0]]
    return not {"and", "or"}.isdisjoint(between)


def _is_apart(document: Document, last: Reading, reading: Reading) -> bool:
    """Whether a content without a cue, or in another sentence, is a quote of its own.

    “Walk slowly.” Otherwise, “climb the wall,” he says.
    """
    end = len(document.words)
    sentences = (
        bisect_right(document.sentences, (token, end))
        for token in (last.content[1], reading.content[0])
    )
    return reading.cue is None or next(sentences) != next(sentences)


def _is_marked(marks: Marks, reading: Reading) -> bool:
    first, last = reading.content
    return any(marks.roles[first : last + 1])


def _quote(
    document: Document, sort: QuoteKind, parts: list[Reading], resolver: Resolver, belief: float
) -> Quote:
    speaker, cue = parts[0].speaker, parts[0].cue
    whole = parts[0].content[0], parts[-1].content[1]
    bearer = resolver.resolve(speaker, whole) if speaker else None
    return Quote(
        sort,
        tuple(_span(document, _within_marks(document, sort, part.content)) for part in parts),
        _span(document, speaker) if speaker else None,
        str(bearer) if bearer else None,
        _span(document, cue) if cue else None,
        belief,
        kind_of(str(bearer), person=bearer.person) if bearer else None,
        speaker_kind(document, resolver, speaker, bearer) if speaker else None,
    )


def _within_marks(document: Document, sort: QuoteKind, content: Tokens) -> Tokens:
    """The words of a direct quote without the marks around them, which are not the speaker's.

    What is mixed keeps its marks: they tell the speaker's words from the writer's.
    """
    first, last = content
    words = document.words
    if sort == "direct" and words[first] in MARKS:
        first += 2 if words[first : first + 2] in (["`", "`"], ["'", "'"]) else 1
    if sort == "direct" and words[last] in MARKS:
        last -= 2 if words[last - 1 : last + 1] == ["'", "'"] else 1
    return (first, last) if first <= last else content


def _span(document: Document, tokens: Tokens) -> Span:
    start, end = document.starts[tokens[0]], document.ends[tokens[1]]
    return Span(start, end, document.text[start:end])
