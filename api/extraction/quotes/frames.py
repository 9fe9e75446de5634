"""Sentences whose grammar tells who said what without quote marks.

    The dam leaks, Ines Calder said.      The dam, said Ines Calder, leaks.
    The dam leaks, according to a report. Ines Calder confessed that the dam leaks.
    Ines Calder urged the council to mend the dam.

The network reads most of them; here its speakers are held against the subject of the verb, contents
that it cut are carried to where the clause starts and ends, and what it misses is added.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from . import cues
from .attribution import Reading
from .clauses import Clauses, before_second_verb, is_passive
from .complements import Complements
from .cuts import Cuts
from .ends import Ends
from .marks import Marks
from .parentheses import Parentheses
from .reports import Reports
from .speakers import GENITIVES, Speakers
from .speech import Tokens
from .turns import Turns

_LONGEST = 160  # tokens of a sentence that is read so
_GAP = 8  # tokens between contents that are one
_NEAR = 2  # tokens between a speaker and the verb that is plainly theirs
_LEFT_OUT = 3  # tokens of a noun phrase at most that the network leaves out
_OF_NOUN = frozenset(("N", "J", "D", "S", "#"))
_ARTICLES = frozenset(("a", "an", "the"))
_SHARE = 0.85  # of belief, given to a subject that no network has pointed at


def with_frames(
    document: Document,
    marks: Marks,
    clauses: Clauses,
    speakers: Speakers,
    readings: list[Reading],
) -> list[Reading]:
    """Mend and add readings sentence by sentence, in the order of the text."""
    frames = _Frames(document, marks, clauses, speakers)
    found: list[Reading] = []
    place = 0
    for first, end in document.sentences:
        here = []
        while place < len(readings) and readings[place].content[0] < end:
            here.append(readings[place])
            place += 1
        found += frames.read(first, end, here)
    return sorted(found + readings[place:], key=lambda reading: reading.content)


class _Frames:
    def __init__(
        self, document: Document, marks: Marks, clauses: Clauses, speakers: Speakers
    ) -> None:
        ends = Ends(document, marks, clauses)
        self._document = document
        self._words = document.words
        self._lower = document.lower
        self._marks = marks
        self._clauses = clauses
        self._ends = ends
        self._cuts = Cuts(document, marks, clauses)
        self._parentheses = Parentheses(document, marks, clauses, speakers, ends)
        self._complements = Complements(document, marks, clauses, speakers)
        self._reports = Reports(document, marks, clauses, self._complements)
        self._turns = Turns(document, marks, clauses, ends, self._complements, self._reports)
        self._subjects = self._complements.subjects
        # Most words are none of these, and need no part of speech for that.
        forms = cues.reporting_verbs() | cues.forms_of("cues_ruling") | {"according", "states"}
        after = [*document.lower[1:], ""]
        self._listed = [
            token
            for token, word in enumerate(document.lower)
            if word in forms or (after[token] == "on" and after[token + 1] == ",")
        ]
        phrases = cues.phrases()
        self._phrased = [
            token
            for token, word in enumerate(after)
            if word == "that" and document.lower[token] in phrases
        ]

    def read(self, first: int, end: int, readings: list[Reading]) -> list[Reading]:
        """Give the readings of one sentence."""
        if end - first > _LONGEST:
            return readings
        readings = [reading for reading in readings if not self._is_attributive(reading)]
        readings = [self._with_subject(reading, first) for reading in readings]
        readings = [self._of_relative(self._with_antecedent(r, first)) for r in readings]
        readings = [self._with_participle(self._from_cue(reading)) for reading in readings]
        readings = [cut for reading in readings for cut in self._cuts.cut(reading)]
        quoted = self._complements.quoted_as_saying(first, end)
        if quoted is not None:
            return [quoted]
        readings = [self._carried_on(r, readings, first, end) for r in self._merged(readings)]
        readings = [self._turns.end(reading) for reading in readings]
        for last in self._between(self._phrased, first, end):
            readings = self._with_new(readings, self._complements.phrased(last, first, end))
        listed = self._between(self._listed, first, end)
        verbs = [at for at in listed if self._reports.may_be_cue(at)]
        if not verbs:
            return readings
        finite = [verb for verb in verbs if not self._subjects.is_participle(verb)]
        parenthesis = self._parentheses.read(first, end, finite)
        if parenthesis:
            readings = self._replaced(readings, parenthesis)
        readings = [self._of_participle(reading, first, readings) for reading in readings]
        for verb in verbs:
            found = self._complements.read(verb, first, end, readings)
            readings = self._with_new(readings, found)
        return readings

    def _is_attributive(self, reading: Reading) -> bool:
        """Whether a cue says of a noun what it is: "the alleged | thief", "Reported | cases"."""
        cue, start = reading.cue, reading.content[0]
        if cue is None or cue[1] + 1 != start or not self._lower[cue[1]].endswith("ed"):
            return False
        if self._marks.roles[start] or cue[0] < cue[1]:
            return False
        opens = cue[0] in self._clauses.starts
        return opens or self._clauses.tag(cue[0] - 1) in ("D", "S", "I")

    def _with_new(self, readings: list[Reading], found: Iterator[Reading]) -> list[Reading]:
        """Add what shares no word with the readings of its sentence."""
        for reading in map(self._turns.end, found):
            if not any(_overlap(reading, other) for other in readings):
                readings = [*readings, reading]
        return readings

    @staticmethod
    def _between(tokens: list[int], first: int, end: int) -> list[int]:
        """Those of these tokens that stand in a sentence, not at its head."""
        return tokens[bisect_left(tokens, first + 1) : bisect_left(tokens, end)]

    def _of_participle(self, reading: Reading, first: int, readings: list[Reading]) -> Reading:
        """Give what a participle adds to whoever spoke before: "…, she said, adding that …"."""
        cue = reading.cue
        if cue is None or not self._subjects.is_participle(cue[1]):
            return reading
        spoke = [r for r in readings if r.speaker and r.cue and first <= r.cue[0] < cue[0]]
        if self._words[cue[1] - 1] != ",":
            return reading
        if spoke:
            return replace(reading, speaker=spoke[-1].speaker)
        if reading.speaker is not None and reading.speaker[0] >= first:
            return reading
        subject = self._subjects.of_participle(cue[1], first, readings)
        return replace(reading, speaker=subject or reading.speaker)

    def _replaced(self, readings: list[Reading], told: list[Reading]) -> list[Reading]:
        """Put a parenthetical clause's reading in the place of the network's with its cue."""
        cue = told[0].cue
        same = [r for r in readings if r.cue is not None and cue is not None and _touch(r.cue, cue)]
        others = [reading for reading in readings if reading not in same]
        free = [t for t in told if not any(_overlap(t, other) for other in others)]
        if len(free) < len(told) or (others and not same):
            return [replace(r, speaker=told[0].speaker) if r in same else r for r in readings]
        beside = [
            replace(r, speaker=told[0].speaker)
            for r in same
            if not any(_touch(r.content, t.content) for t in told)
        ]
        return [*others, *beside, *(_as_read(same, t) for t in told)]

    def _with_subject(self, reading: Reading, first: int) -> Reading:
        """Give a reading the subject of its verb where the network points elsewhere."""
        cue = reading.cue
        if cue is None or cue[1] >= reading.content[0] or cue[0] < first:
            return reading
        verb = next((at for at in range(cue[0], cue[1] + 1) if self._reports.may_report(at)), None)
        if verb is None or self._lower[verb] == "according" or is_passive(self._clauses, verb):
            return reading
        speaker = reading.speaker
        subject = self._subjects.subject(first, verb)
        if subject is None:
            return reading
        if speaker and _touch(subject, speaker):
            owned = subject[1] == speaker[1] and self._words[speaker[0] - 1] in GENITIVES
            word = self._lower[speaker[0]]
            opens = word in _ARTICLES or word in words_of("possessives")
            cut = opens and speaker == (subject[0], subject[0])
            return replace(reading, speaker=subject) if owned or cut else reading
        if speaker and 0 < cue[0] - speaker[1] <= _NEAR:
            return reading
        return replace(reading, speaker=subject, speaker_share=_SHARE)

    def _merged(self, readings: list[Reading]) -> list[Reading]:
        """Join contents of one cue that the network parted by a few words."""
        found: list[Reading] = []
        for reading in readings:
            last = found[-1] if found else None
            if (
                last is not None
                and last.cue is not None
                and last.cue == reading.cue
                and last.cue[1] < last.content[0]
                and reading.content[0] - last.content[1] <= _GAP
                and not any(self._marks.roles[last.content[0] : reading.content[1] + 1])
            ):
                found[-1] = replace(last, content=(last.content[0], reading.content[1]))
            else:
                found.append(reading)
        return found

    def _carried_on(
        self, reading: Reading, readings: list[Reading], first: int, end: int
    ) -> Reading:
        """Carry a content on past a comma with which its clause goes on."""
        start, last = reading.content
        if self._ends.opens_relative(last):
            last -= 2
        cue, comma = reading.cue, last + 1
        if cue is None or not first <= cue[0] < start or comma + 1 >= end:
            return reading
        after = comma + 1
        if self._words[last] == ",":
            comma, after = last, last + 1
        unfinished = not self._clauses.is_clause(start, last)
        goes_on = (
            self._words[comma] == ","
            and (unfinished or self._lower[after] in words_of("content_goes_on"))
            and not self._ends.turns(after)
        )
        free = not any(self._marks.roles[start:end]) and not any(
            other.content[0] > last or (other.cue is not None and other.cue[0] > last)
            for other in readings
        )
        if not (goes_on and free):
            return reading
        return replace(reading, content=(start, self._ends.content(after, end)))

    def _from_cue(self, reading: Reading) -> Reading:
        """Start a content behind its verb where the network left out words of its first noun."""
        cue, (start, last) = reading.cue, reading.content
        if cue is not None and self._leaves_out_adverbial(cue[1], start, last):
            return replace(reading, content=(cue[1] + 1, last))
        if cue is None or not cue[1] + 1 < start <= cue[1] + _LEFT_OUT + 1:
            return reading
        plain = cues.normal(self._words[cue[1]]) in cues.forms_of("cues_plain")
        tags = {self._clauses.tag(at) for at in range(cue[1] + 1, start)}
        if not plain or not tags <= _OF_NOUN or self._marks.breaks(start - 1):
            return reading
        goes_on = self._clauses.tag(start) in ("N", "P", "J")
        return replace(reading, content=(cue[1] + 1, last)) if goes_on else reading

    def _leaves_out_adverbial(self, cue: int, start: int, last: int) -> bool:
        """Whether a content lacks its adverbial's start: "said | at the time of | the vote, …"."""
        if not cue + 1 < start <= cue + _GAP or self._clauses.tag(cue + 1) != "I":
            return False
        if not {self._clauses.tag(at) for at in range(cue + 1, start)} <= _OF_NOUN | {"I"}:
            return False
        comma = next((at for at in range(start, last) if self._words[at] == ","), start)
        plain = cues.normal(self._words[cue]) in cues.forms_of("cues_plain")
        apart = comma > start and not any(self._clauses.is_finite(at) for at in range(start, comma))
        return plain and apart and self._clauses.is_clause(comma + 1, last)

    def _with_participle(self, reading: Reading) -> Reading:
        """Give a content the participle before it as its cue: "…, she said, | asking | him to"."""
        cue, start = reading.cue, reading.content[0]
        if cue is None or cue[1] >= start:
            return reading
        for at in range(start - 1, max(cue[1], start - _GAP), -1):
            if self._subjects.is_participle(at):
                subject = self._subjects.absolute_subject(at, self._clauses.sentence(at)[0])
                return replace(reading, cue=(at, at), speaker=subject or reading.speaker)
        return reading

    def _of_relative(self, reading: Reading) -> Reading:
        """End what a relative clause says before the verb of its sentence.

        "A report that said | the dam was safe | was withdrawn."
        """
        speaker, cue, (start, last) = reading.speaker, reading.cue, reading.content
        if speaker is None or cue is None or speaker[1] >= cue[0] or cue[1] >= start:
            return reading
        if self._lower[speaker[1]] in ("that", "which") and speaker[0] < speaker[1]:
            speaker = speaker[0], speaker[1] - 1
        relative = speaker[1] + 1
        if self._lower[relative] not in ("that", "which") or relative + 1 != cue[0]:
            return reading
        if speaker[0] in self._clauses.starts and not any(self._marks.roles[start : last + 1]):
            end = before_second_verb(self._document, start, last)
            last = end if end > start + 1 else last
        return replace(reading, speaker=speaker, content=(start, last))

    def _with_antecedent(self, reading: Reading, first: int) -> Reading:
        """Name the noun that a relative goes back to: "a ruling | that said it was late"."""
        speaker = reading.speaker
        if speaker is None or self._lower[speaker[0]] not in ("that", "which", "who"):
            return reading
        noun = self._subjects.antecedent(speaker[0], first)
        return reading if noun is None else replace(reading, speaker=noun)


def _as_read(same: list[Reading], told: Reading) -> Reading:
    """Keep what the network knew of a content that a rule has told as well."""
    if not same:
        return told
    best = max(same, key=lambda reading: reading.lead)
    return replace(told, lead=best.lead, by=best.by)


def _overlap(one: Reading, other: Reading) -> bool:
    if _touch(one.content, other.content):
        return True
    return bool(one.cue and other.cue and _touch(one.cue, other.cue))


def _touch(one: Tokens, other: Tokens) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
