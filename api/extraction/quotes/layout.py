"""Words that the layout of a text attributes: transcripts, signed lines, released statements.

MS. PELLO: Hi, everyone.                       a label before every turn
I lost four ovens. Ravi Blume, baker           a pull quote with its signature
Senator Kaya Grove issued a statement: ¶ “…”   paragraphs in marks behind their announcement
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from ..people.headlines import is_headline
from ..people.names import Names
from ..quote_marks import MARKS
from .attribution import Reading
from .clauses import Clauses
from .marks import Marks
from .speakers import Speakers
from .speech import Tokens, is_title

_LABEL = 18  # tokens of a label before its colon
_LABEL_WORDS = 5  # tokens of the name in it
_SIGNED = 80  # tokens of a pull quote
_SIGNATURE = 12  # tokens of its signature
_CLEAR = (8.0, 8.0, 8.0)  # lead of what a label says
_TURNS = 2  # labels that make a transcript
_ANNOUNCED = 24  # tokens between "issued" and "statement"


_STOPS = frozenset(".?!…")


class Layout:
    """Reads what the layout of one document attributes."""

    def __init__(
        self,
        document: Document,
        marks: Marks,
        names: Names,
        clauses: Clauses,
        speakers: Speakers,
    ) -> None:
        self._document = document
        self._marks = marks
        self._names = names
        self._clauses = clauses
        self._speakers = speakers

    def read(self, readings: list[Reading]) -> list[Reading]:
        """Put what the layout tells in the place of what else was read there, in order."""
        turns = list(self._turns())
        told = [*(turns if len(turns) >= _TURNS else []), *self._signed()]
        if told:
            covered = _Covered(told)
            readings = sorted(
                [*told, *(r for r in readings if not covered.holds(r))],
                key=lambda reading: reading.content,
            )
        return self._with_statements(self._below_headlines(readings))

    def _below_headlines(self, readings: list[Reading]) -> list[Reading]:
        """Leave out what a headline in title case says without marks: the text says it again."""
        paragraphs = self._document.paragraphs
        headlines = {first for first, end in paragraphs if is_headline(self._document, first, end)}
        if not headlines or len(headlines) == len(paragraphs):
            return readings
        return [
            reading
            for reading in readings
            if self._clauses.paragraph(reading.content[0])[0] not in headlines
            or any(self._marks.roles[reading.content[0] : reading.content[1] + 1])
        ]

    def _turns(self) -> Iterator[Reading]:
        """Turns of a transcript: the label in capitals or met again, the words behind its colon."""
        labels = list(self._labels())
        count = Counter(self._written(label) for _, label, _ in labels)
        dialogue = sum(number > 1 for number in count.values()) >= _TURNS
        asked = any(name.lower() in words_of("interviewers") for name in count)
        for colon, label, end in labels:
            name = self._written(label)
            capital = name.isupper() and max(map(len, name.split())) > _TURNS
            if capital or asked or (dialogue and count[name] > 1):
                yield Reading((colon + 1, end - 1), label, None, _CLEAR, by="layout")

    def _labels(self) -> Iterator[tuple[int, Tokens, int]]:
        """Paragraphs with a colon behind a short label: the colon, the label, the end."""
        words = self._document.words
        for first, end in self._document.paragraphs:
            colon = next(
                (at for at in range(first, min(end, first + _LABEL)) if words[at] == ":"), 0
            )
            if not colon or end - colon < _TURNS or words[colon + 1] in MARKS:
                continue
            if not any(word[0].isalpha() for word in words[colon + 1 : end]):
                continue
            if words[end - 1] not in _STOPS and is_title(self._document, (colon + 1, end - 1)):
                continue
            last = next((at for at in range(first, colon) if words[at] in ",("), colon) - 1
            if last < first or last - first > _LABEL_WORDS:
                continue
            if all(word[0].isupper() or word == "." for word in words[first : last + 1]):
                yield colon, (first, last), end

    def _written(self, label: Tokens) -> str:
        return " ".join(w for w in self._document.words[label[0] : label[1] + 1] if w != ".")

    def _signed(self) -> Iterator[Reading]:
        """Lines that end with the name of who says them."""
        paragraphs = self._document.paragraphs
        for first, end in paragraphs[1:-1]:
            start = self._clauses.sentence(end - 1)[0]
            if not first < start or end - first > _SIGNED or end - start > _SIGNATURE:
                continue
            speaker = self._signature(start, end)
            if speaker is None or any(self._marks.roles[first:end]):
                continue
            if any(self._clauses.is_finite(at) for at in range(first + 1, start)):
                yield Reading((first, start - 1), speaker, None, by="layout")

    def _signature(self, start: int, end: int) -> Tokens | None:
        named = self._names.at(start, end - 1)
        if not named or any(self._clauses.is_finite(at) for at in range(start, end)):
            return None
        mention, bearer = self._names.mentions[named[0]], self._names.bearer_of[named[0]]
        words = self._document.words
        full = mention.titled == start and len(mention.words) > 1 and bearer is not None
        behind = words[mention.last + 1 : end]
        if not full or (behind and behind[0] not in (",", ".")):
            return None
        known = bearer is not None and len(bearer.mentions) > 1
        told = len(behind) > 1 and behind[0] == "," and behind[1][0].islower()
        return (mention.titled, mention.last) if known or told else None

    def _with_statements(self, readings: list[Reading]) -> list[Reading]:
        """Give paragraphs in marks behind the announcement of a statement its speaker."""
        announced: Tokens | None = None
        speakers: dict[int, Tokens] = {}
        for first, end in self._document.paragraphs:
            if self._document.words[first] not in MARKS:
                announced = self._announced(first, end)
            elif announced is not None:
                speakers[first] = announced
        if not speakers:
            return readings
        return [
            replace(reading, speaker=speakers[first], by="layout")
            if reading.cue is None
            and (first := self._clauses.paragraph(reading.content[0])[0]) in speakers
            else reading
            for reading in readings
        ]

    def _announced(self, first: int, end: int) -> Tokens | None:
        """Who gives out a statement in a paragraph."""
        lower = self._document.lower
        for verb in range(first + 1, min(end, first + 2 * _ANNOUNCED)):
            if lower[verb] not in words_of("statement_verbs"):
                continue
            if not words_of("statements").isdisjoint(lower[verb + 1 : verb + _ANNOUNCED]):
                start = self._speakers.after_dateline(self._clauses.sentence(verb)[0], verb)
                subject = self._named(start, verb)
                return None if subject is None else self._speakers.trimmed(subject)
        return None

    def _named(self, start: int, verb: int) -> Tokens | None:
        """The name that opens a clause, whatever stands in brackets and commas behind it."""
        last = None
        for number in self._names.at(start, verb - 1):
            mention = self._names.mentions[number]
            between = self._document.lower[(start if last is None else last + 1) : mention.titled]
            if (last is None and between) or not words_of("roles").issuperset(between):
                break
            last = mention.last
        if last is not None:
            return start, last
        return self._clauses.subject(start, verb)


class _Covered:
    """The tokens that the layout has told of."""

    def __init__(self, told: list[Reading]) -> None:
        self._tokens = {
            token for reading in told for token in range(reading.content[0], reading.content[1] + 1)
        }

    def holds(self, reading: Reading) -> bool:
        """Whether a reading shares a token with them."""
        return reading.content[0] in self._tokens or reading.content[1] in self._tokens
