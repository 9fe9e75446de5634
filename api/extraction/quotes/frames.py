"""Sentences whose grammar tells who said what without quote marks.

    The dam leaks, Ines Calder said.      The dam, said Ines Calder, leaks.
    The dam leaks, according to a report. Ines Calder confessed that the dam leaks.
    Ines Calder urged the council to mend the dam.

The network reads most of them; here its speakers are held against the subject of the verb, contents
that it cut are carried to where the clause starts and ends, and what it misses is added.
"""

from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from . import cues
from .attribution import Reading
from .clauses import Clauses, before_second_verb, is_passive
from .complements import Complements
from .ends import Ends
from .marks import Marks
from .parentheses import Parentheses
from .speakers import Speakers
from .speech import Tokens

_LONGEST = 160  # tokens of a sentence that is read so
_FEWEST = 3  # tokens of a content
_GAP = 8  # tokens between contents that are one
_NEAR = 2  # tokens between a speaker and the verb that is plainly theirs
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
        self._parentheses = Parentheses(document, marks, clauses, speakers, ends)
        self._complements = Complements(document, marks, clauses, speakers)

    def read(self, first: int, end: int, readings: list[Reading]) -> list[Reading]:
        """Give the readings of one sentence."""
        if end - first > _LONGEST:
            return readings
        readings = [self._with_subject(reading, first) for reading in readings]
        readings = [self._of_relative(self._with_antecedent(r, first)) for r in readings]
        quoted = self._complements.quoted_as_saying(first, end)
        if quoted is not None:
            return [quoted]
        readings = [self._carried_on(r, readings, first, end) for r in self._merged(readings)]
        readings = [self._turned(reading) for reading in readings]
        verbs = [at for at in range(first + 1, end) if self._may_report(at)]
        if not verbs:
            return readings
        finite = [verb for verb in verbs if not self._complements.is_participle(verb)]
        parenthesis = self._parentheses.read(first, end, finite)
        if parenthesis:
            readings = self._replaced(readings, parenthesis)
        readings = [self._of_participle(reading, first, readings) for reading in readings]
        for verb in verbs:
            for reading in self._complements.read(verb, first, end, readings):
                if not any(_overlap(reading, other) for other in readings):
                    readings = [*readings, reading]
        return readings

    def _may_report(self, token: int) -> bool:
        if self._marks.roles[token]:
            return False
        if self._lower[token] == "according":
            return self._lower[token + 1 : token + 2] == ["to"]
        if self._lower[token + 1 : token + 3] == ["on", ","]:
            return self._clauses.tag(token) == "V"
        if token and self._lower[token - 1] == "to":
            return False
        if self._complements.is_participle(token):
            return True
        verbal = self._clauses.tag(token) in ("V", "A")
        return verbal and self._clauses.reports(token, cues.reporting_verbs())

    def _of_participle(self, reading: Reading, first: int, readings: list[Reading]) -> Reading:
        """Give what a participle adds to whoever spoke before: "…, she said, adding that …"."""
        cue = reading.cue
        if cue is None or not self._complements.is_participle(cue[1]):
            return reading
        spoke = [r for r in readings if r.speaker and r.cue and first <= r.cue[0] < cue[0]]
        if not spoke or self._words[cue[1] - 1] != ",":
            return reading
        return replace(reading, speaker=spoke[-1].speaker)

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
        verb = next((at for at in range(cue[0], cue[1] + 1) if self._may_report(at)), None)
        if verb is None or self._lower[verb] == "according" or is_passive(self._clauses, verb):
            return reading
        near = reading.speaker is not None and 0 < cue[0] - reading.speaker[1] <= _NEAR
        subject = None if near else self._complements.subject(first, verb)
        if subject is None or (reading.speaker and _touch(subject, reading.speaker)):
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
        cue, comma = reading.cue, last + 1
        if cue is None or not first <= cue[0] < start or comma + 1 >= end:
            return reading
        after = comma + 1
        if self._words[last] == ",":
            comma, after = last, last + 1
        goes_on = (
            self._words[comma] == ","
            and self._lower[after] in words_of("content_goes_on")
            and not self._ends.turns(after)
        )
        free = not any(self._marks.roles[start:end]) and not any(
            other.content[0] > last or (other.cue is not None and other.cue[0] > last)
            for other in readings
        )
        if not (goes_on and free):
            return reading
        return replace(reading, content=(start, self._ends.content(after, end)))

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

    def _turned(self, reading: Reading) -> Reading:
        """End a content where its speaker does or says something else.

        "warned them that it was late, | then sat down", "said it was late | and urged them to go"
        """
        (start, last), cue = reading.content, reading.cue
        if cue is None or cue[1] >= start or any(self._marks.roles[start : last + 1]):
            return reading
        for at in range(start + _FEWEST, last):
            verb = at + 1
            if self._lower[at] == "then" and self._clauses.is_finite(verb):
                before = at - 1 - (self._lower[at - 1] == "and")
                if self._words[before] == ",":
                    return replace(reading, content=(start, before - 1))
            if self._lower[at] not in ("and", "but") or not self._may_report(verb):
                continue
            if self._complements.content_start(verb, last + 1) is not None:
                comma = self._words[at - 1] == ","
                return replace(reading, content=(start, at - 1 - comma))
        return reading

    def _with_antecedent(self, reading: Reading, first: int) -> Reading:
        """Name the noun that a relative goes back to: "a ruling | that said it was late"."""
        speaker = reading.speaker
        if speaker is None or self._lower[speaker[0]] not in ("that", "which"):
            return reading
        noun = self._complements.antecedent(speaker[0], first)
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
