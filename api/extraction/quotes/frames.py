"""Sentences whose grammar tells who said what without quote marks.

    The dam leaks, Ines Calder said.      The dam, said Ines Calder, leaks.
    The dam leaks, according to a report. Ines Calder confessed that the dam leaks.
    Ines Calder urged the council to mend the dam.

The network reads most of them; here its speakers are held against the subject of the verb, contents
that it cut are carried to where the clause starts and ends, and what it misses is added.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ..document import Document
from ..lexicons import words_of
from . import cues
from .attribution import Reading
from .clauses import Clauses, is_passive
from .marks import Marks
from .speakers import Speakers
from .speech import Tokens

_LONGEST = 160  # tokens of a sentence that is read so
_SUBJECT = 14  # tokens of a subject before its verb
_GAP = 8  # tokens between contents that are one
_NEAR = 2  # tokens between a speaker and the verb that is plainly theirs
_OBJECT = 8  # tokens of whom a request is made to
_FEWEST = 3  # tokens of a content
_LEAD = (3.0, 3.0, 3.0)  # given to what no network has read
_SHARE = 0.85  # likewise
_TRANSITIVE = frozenset(("told", "tells", "informed", "assured", "reminded"))
_CITED = frozenset(("quoted", "cited", "quotes", "cites", "quoting", "citing"))
_BREAKS = frozenset((";", ":", "—", "–", "(", ")"))


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
        self._words = document.words
        self._lower = document.lower
        self._marks = marks
        self._clauses = clauses
        self._speakers = speakers

    def read(self, first: int, end: int, readings: list[Reading]) -> list[Reading]:
        """Give the readings of one sentence."""
        if end - first > _LONGEST:
            return readings
        readings = [self._with_subject(reading, first) for reading in readings]
        readings = [self._with_antecedent(reading, first) for reading in readings]
        quoted = self._quoted_as_saying(first, end)
        if quoted is not None:
            lead = max(
                (r.lead for r in readings if _touch(r.content, quoted.content)), default=_LEAD
            )
            return [replace(quoted, lead=max(lead, _LEAD))]
        readings = [self._carried_on(r, readings, first, end) for r in self._merged(readings)]
        verbs = [at for at in range(first + 1, end) if self._may_report(at)]
        if not verbs:
            return readings
        parenthesis = self._parenthesis(first, end, verbs)
        if parenthesis:
            return self._replaced(readings, parenthesis)
        added = [
            reading
            for verb in verbs
            for reading in self._clause_of(verb, first, end)
            if not any(_overlap(reading, other) for other in readings)
        ]
        return readings + added[:1]

    def _may_report(self, token: int) -> bool:
        if self._marks.roles[token]:
            return False
        if self._lower[token] == "according":
            return self._lower[token + 1 : token + 2] == ["to"]
        if token and self._lower[token - 1] == "to":
            return False
        verbal = self._clauses.tag(token) in ("V", "A")
        return verbal and self._clauses.reports(token, reporting_verbs())

    def _replaced(self, readings: list[Reading], told: list[Reading]) -> list[Reading]:
        """Put a parenthetical clause's reading in the place of the network's with its cue."""
        cue = told[0].cue
        same = [r for r in readings if r.cue is not None and cue is not None and _touch(r.cue, cue)]
        others = [reading for reading in readings if reading not in same]
        free = [t for t in told if not any(_overlap(t, other) for other in others)]
        if len(free) < len(told) or (others and not same):
            return [replace(r, speaker=told[0].speaker) if r in same else r for r in readings]
        lead = max((r.lead for r in same), default=_LEAD)
        beside = [
            replace(r, speaker=told[0].speaker)
            for r in same
            if not any(_touch(r.content, t.content) for t in told)
        ]
        return others + beside + [replace(t, lead=lead) for t in told]

    def _with_subject(self, reading: Reading, first: int) -> Reading:
        """Give a reading the subject of its verb where the network points elsewhere."""
        cue = reading.cue
        if cue is None or cue[1] >= reading.content[0] or cue[0] < first:
            return reading
        verb = next((at for at in range(cue[0], cue[1] + 1) if self._may_report(at)), None)
        if verb is None or self._lower[verb] == "according" or is_passive(self._clauses, verb):
            return reading
        near = reading.speaker is not None and 0 < cue[0] - reading.speaker[1] <= _NEAR
        subject = None if near else self._subject(first, verb)
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
            and not self._turns(after)
        )
        free = not any(self._marks.roles[start:end]) and not any(
            other.content[0] > last or (other.cue is not None and other.cue[0] > last)
            for other in readings
        )
        if not (goes_on and free):
            return reading
        return replace(reading, content=(start, self._content_end(after, end)))

    def _with_antecedent(self, reading: Reading, first: int) -> Reading:
        """Name the noun that a relative goes back to: "a ruling | that said it was late"."""
        speaker = reading.speaker
        if speaker is None or self._lower[speaker[0]] not in ("that", "which"):
            return reading
        for at in range(speaker[0] - 2, max(first, speaker[0] - _OBJECT) - 1, -1):
            if self._clauses.tag(at) in ("D", "S"):
                return replace(reading, speaker=(at, speaker[0] - 1))
        return reading

    def _quoted_as_saying(self, first: int, end: int) -> Reading | None:
        """Read "quoted Ines Calder as saying that …" and "Ines Calder was quoted as saying …"."""
        for at in range(first + 2, end - _FEWEST):
            if self._lower[at] != "as" or self._lower[at + 1] != "saying" or self._marks.roles[at]:
                continue
            verb = next(
                (
                    v
                    for v in range(at - 1, max(first, at - _SUBJECT), -1)
                    if self._lower[v] in _CITED
                ),
                None,
            )
            if verb is None:
                return None
            passive = is_passive(self._clauses, verb)
            if not passive and verb + 1 == at:
                return None
            speaker = self._subject(first, verb) if passive else (verb + 1, at - 1)
            start = at + 2
            if self._lower[start] == "by":
                start = next((t for t in range(start, end) if self._lower[t] == "that"), end)
            start += start < end and self._words[start] in (",", ":")
            if speaker is None or end - start < _FEWEST:
                return None
            content = start, self._content_end(start, end)
            return Reading(content, self._speakers.trimmed(speaker), (verb, at + 1), _LEAD, _SHARE)
        return None

    def _subject(self, first: int, verb: int) -> Tokens | None:
        start = max(first, verb - _SUBJECT)
        for at in range(verb - 1, start - 1, -1):
            if self._words[at] in _BREAKS or self._marks.roles[at]:
                start = at + 1
                break
        if start > first and start == verb - _SUBJECT:
            return None
        subject = self._clauses.subject(self._speakers.after_dateline(start, verb), verb)
        subject = subject or self._speakers.just_before(verb)
        if subject is None or self._lower[subject[1]] in ("who", "which", "that"):
            return None
        return self._speakers.trimmed(self._speakers.inserted(subject))

    def _parenthesis(self, first: int, end: int, verbs: list[int]) -> list[Reading]:
        """Read a reporting clause between or behind commas: "…, Ines Calder said, …"."""
        commas = [at for at in range(first, end) if self._words[at] == ","]
        start = self._speakers.after_dateline(first, end - 1)
        for verb in verbs:
            comma = max((at for at in commas if at < verb), default=None)
            if self._lower[verb] == "according" and verb > first:
                found = self._source(start, verb, end)
            elif comma is None or not self._may_interrupt(start, comma, verb):
                continue
            elif verb == comma + 1:
                found = self._told(start, comma, verb, end, self._inverted(verb, end))
            else:
                found = self._told(start, comma, verb, end, self._between(comma, verb))
            if found:
                return found
        return []

    def _may_interrupt(self, start: int, comma: int, verb: int) -> bool:
        """Whether words without marks stand before the comma and such a verb behind it."""
        form = cues.normal(self._words[verb])
        return (
            start < comma
            and not any(self._marks.roles[start:comma])
            and (form in parenthetical_verbs())
        )

    def _inverted(self, verb: int, end: int) -> Tokens | None:
        form = cues.normal(self._words[verb])
        return None if form in _TRANSITIVE else self._speakers.behind(verb, end)

    def _between(self, comma: int, verb: int) -> Tokens | None:
        if verb - comma > _SUBJECT or is_passive(self._clauses, verb):
            return None
        if self._lower[comma + 1] in words_of("no_subjects"):
            return None
        subject = self._clauses.subject(comma + 1, verb)
        if subject is None or not {"which", "whom"}.isdisjoint(
            self._lower[comma + 1 : subject[1] + 1]
        ):
            return None
        return self._speakers.trimmed(subject)

    def _told(
        self, start: int, comma: int, verb: int, end: int, speaker: Tokens | None
    ) -> list[Reading]:
        """What a clause tells: the words before it, and behind it where it interrupts them."""
        if speaker is None:
            return []
        behind = max(verb, speaker[1]) + 1
        if self._words[verb] in _TRANSITIVE:
            behind = self._behind_addressee(behind, end)
        if not self._ends_clause(behind, end):
            return []
        cue = (verb, verb)
        whole = self._clauses.is_clause(start, comma - 1)
        after = max(verb, speaker[1]) + 1
        rest = (after + 1, self._last(end))
        goes_on = after < end and self._words[after] == "," and rest[1] - rest[0] + 1 >= _FEWEST
        midst = not whole or (verb > speaker[1] and goes_on and not self._turns(after + 1))
        if goes_on and midst and not any(self._marks.roles[rest[0] : rest[1] + 1]):
            parts = [(start, comma - 1), rest]
            return [Reading(part, speaker, cue, _LEAD, _SHARE) for part in parts]
        if whole and comma - start >= _FEWEST:
            return [Reading((start, comma - 1), speaker, cue, _LEAD, _SHARE)]
        return []

    def _behind_addressee(self, at: int, end: int) -> int:
        """Step over whom somebody told: "told the Tidewater Post"."""
        limit = min(end, at + _OBJECT)
        while at < limit and self._words[at] not in ",.;?!" and not self._clauses.is_finite(at):
            at += 1
        return at

    def _ends_clause(self, at: int, end: int) -> bool:
        """Whether a reporting clause goes on with no clause of its own."""
        if at >= end or self._words[at] in ",.;?!":
            return True
        return self._lower[at] in words_of("speaker_ends") or self._lower[at].endswith("ly")

    def _source(self, start: int, verb: int, end: int) -> list[Reading]:
        """Read "…, according to the ministry" behind or in the midst of what it said."""
        last = verb + 2
        while last < end and self._words[last] not in ",.;:?!" and not self._marks.roles[last]:
            last += 1
        before = verb - 1 - (self._words[verb - 1] == ",")
        if last == verb + 2 or before - start < _FEWEST - 1 or any(self._marks.roles[start:verb]):
            return []
        speaker = self._speakers.trimmed((verb + 2, last - 1))
        cue = (verb, verb + 1)
        rest = (last + 1, self._last(end))
        if self._clauses.is_clause(start, before):
            return [Reading((start, before), speaker, cue, _LEAD, _SHARE)]
        midst = last < end and self._words[last] == "," and rest[1] - rest[0] + 1 >= _FEWEST
        if not midst or any(self._marks.roles[rest[0] : rest[1] + 1]):
            return []
        if self._lower[before] in ("which", "that", "who"):
            return [Reading(rest, speaker, cue, _LEAD, _SHARE)]
        return [Reading(part, speaker, cue, _LEAD, _SHARE) for part in ((start, before), rest)]

    def _last(self, end: int) -> int:
        last = end - 1
        while last > 0 and not self._words[last][0].isalnum():
            last -= 1
        return last

    def _clause_of(self, verb: int, first: int, end: int) -> Iterator[Reading]:
        """Read a clause behind its verb: "confessed that …", "urged the council to …"."""
        if self._lower[verb] == "according" or is_passive(self._clauses, verb):
            return
        start = self._content_start(verb, end)
        if start is None:
            return
        subject = self._subject(first, verb)
        if subject is None:
            return
        content = start, self._content_end(start, end)
        if content[1] - content[0] + 1 >= _FEWEST:
            yield Reading(content, subject, (verb, verb), _LEAD, _SHARE)

    def _content_start(self, verb: int, end: int) -> int | None:
        form, lower = cues.normal(self._words[verb]), self._lower
        after = verb + 1
        while after < end - 1 and lower[after] in words_of("cue_adverbs"):
            after += 1
        if after >= end:
            return None
        if lower[after] in ("in", "on") and after + 2 < end:
            dated = self._words[after + 1][0].isupper()
            after += 2 if dated and lower[after + 2] in words_of("subjects") else 0
        if after >= end - _FEWEST:
            return None
        if lower[after] in words_of("openers_of_clauses"):
            return after
        if form in cues.forms_of("cues_promise") and lower[after] == "to":
            return after
        if form in cues.forms_of("cues_request"):
            return self._request(after, end)
        if form in cues.speech_verbs() and self._opens_clause(after, end):
            return after
        return None

    def _request(self, at: int, end: int) -> int | None:
        for to in range(at + 1, min(end - 1, at + _OBJECT)):
            if self._lower[to] == "to" and self._clauses.tag(to + 1) == "V":
                return to - (self._lower[to - 1] == "not")
            if self._lower[to] in ("whether", "if") and self._clauses.tag(to - 1) in "NPY":
                return to
            if self._clauses.is_finite(to) or self._words[to] in _BREAKS:
                return None
        return None

    def _opens_clause(self, at: int, end: int) -> bool:
        """Whether a clause without "that" starts here: a subject, then soon its verb."""
        if not self._clauses.opens_noun(at):
            return False
        return self._clauses.is_clause(at, min(self._last(end), at + _SUBJECT))

    def _content_end(self, start: int, end: int) -> int:
        """End a content where the sentence turns from it: at ", but", ", adding", a semicolon."""
        for at in range(start + _FEWEST, end - 1):
            if self._words[at] == ";" or (self._marks.roles[at] and self._words[at - 1] == ":"):
                return self._last(at)
            if self._words[at] == "," and self._turns(at + 1):
                return self._last(at)
        return self._last(end)

    def _turns(self, at: int) -> bool:
        low = self._lower[at]
        if low in words_of("content_stops"):
            return True
        if low.endswith("ing") and cues.normal(low) in reporting_verbs():
            return True
        return low == "and" and self._clauses.is_finite(at + 1)


def _overlap(one: Reading, other: Reading) -> bool:
    if _touch(one.content, other.content):
        return True
    return bool(one.cue and other.cue and _touch(one.cue, other.cue))


def _touch(one: Tokens, other: Tokens) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


@cache
def reporting_verbs() -> frozenset[str]:
    """Every form of the verbs that report a clause, a request or a promise."""
    tables = ("cues_clause", "cues_request", "cues_promise")
    forms = cues.speech_verbs().union(*(cues.forms_of(table) for table in tables))
    return forms - cues.forms_of("cues_thought") - words_of("cues_mostly_nouns")


@cache
def parenthetical_verbs() -> frozenset[str]:
    """Every form of the verbs whose clause can stand between or behind commas."""
    return reporting_verbs() - cues.naming_verbs() - cues.forms_of("cues_request")
