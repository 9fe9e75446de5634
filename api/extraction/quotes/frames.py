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
from ..plurals import is_plural
from . import cues
from .attribution import Reading
from .clauses import Clauses, before_second_verb, is_passive, is_past
from .complements import Complements
from .cuts import Cuts
from .ends import Ends
from .marks import Marks
from .parentheses import Parentheses
from .speakers import GENITIVES, Speakers
from .speech import Tokens

_LONGEST = 160  # tokens of a sentence that is read so
_FEWEST = 3  # tokens of a content
_GAP = 8  # tokens between contents that are one
_NEAR = 2  # tokens between a speaker and the verb that is plainly theirs
_LEFT_OUT = 3  # tokens of a noun phrase at most that the network leaves out
_OF_NOUN = frozenset(("N", "J", "D", "S", "#"))
_ARTICLES = frozenset(("a", "an", "the"))
_LONG_SUBJECT = 20  # tokens of what a form like a noun reports, before its verb
_SUBJECT = 14  # tokens of a subject before its verb
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
        readings = [self._turned(reading) for reading in readings]
        for last in self._between(self._phrased, first, end):
            readings = self._with_new(readings, self._complements.phrased(last, first, end))
        verbs = [at for at in self._between(self._listed, first, end) if self._may_be_cue(at)]
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
        for reading in map(self._turned, found):
            if not any(_overlap(reading, other) for other in readings):
                readings = [*readings, reading]
        return readings

    @staticmethod
    def _between(tokens: list[int], first: int, end: int) -> list[int]:
        """Those of these tokens that stand in a sentence, not at its head."""
        return tokens[bisect_left(tokens, first + 1) : bisect_left(tokens, end)]

    def _may_be_cue(self, token: int) -> bool:
        """Whether a token reports, or tells what a court finds."""
        rules = self._clauses.reports(token, cues.forms_of("cues_ruling"))
        return self._may_report(token) or (rules and not self._marks.roles[token])

    def _may_report(self, token: int) -> bool:
        if self._marks.roles[token]:
            return False
        if self._lower[token] == "according":
            return self._lower[token + 1 : token + 2] == ["to"]
        if self._lower[token + 1 : token + 3] in (["to", "be"], ["to", "have"]):
            return self._lower[token] not in ("said", "reported", "thought")
        if self._lower[token + 1 : token + 3] == ["on", ","]:
            return self._clauses.tag(token) == "V"
        if token and self._lower[token - 1] == "to":
            return False
        if self._subjects.is_participle(token) or self._subjects.is_progressive(token):
            return True
        verbal = self._clauses.tag(token) in ("V", "A") or self._is_first_verb(token)
        known = cues.reporting_verbs() | {"states"}
        return verbal and self._clauses.reports(token, known)

    def _is_first_verb(self, token: int) -> bool:
        """Whether a form that is a noun too must be a verb: "The ministry claims he …".

        Behind a plural it is one without -s: "Campaigners claim sewage is …".
        """
        joined = self._lower[token - 1] == "and"
        of_many = not joined and is_plural(self._lower[token - 1])
        if self._clauses.tag(token) != "N" or self._lower[token].endswith("s") == of_many:
            return False
        first, end = self._clauses.sentence(token)
        if not (joined or self._clauses.tag(token - 1) in ("N", "P", ",")) or token + 1 >= end:
            return False
        first = next((at for at in range(token - 1, first, -1) if self._words[at] == ","), first)
        if not joined and any(self._clauses.is_finite(at) for at in range(first, token)):
            return False
        if self._lower[token] in cues.forms_of("cues_request") and self._clauses.tag(first) == "D":
            return self._complements.content_start(token, end) is not None
        if self._lower[token + 1] == "that":
            verbs = [at for at in range(token + 2, end) if self._clauses.is_finite(at)]
            return len(verbs) == 1 and self._clauses.tag(first) == "D"
        behind = self._clauses.tag(token + 1)
        verbs = list(range(token + 2, min(end, token + _LONG_SUBJECT)))
        opens = ("P", "D", "Y", "S", "N", "J", "#") if of_many else ("P", "D", "Y", "S")
        return behind in opens and any(map(self._clauses.is_finite, verbs))

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
        verb = next((at for at in range(cue[0], cue[1] + 1) if self._may_report(at)), None)
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

    def _turned(self, reading: Reading) -> Reading:
        """End a content where its speaker does something else, or the writer speaks again.

        "warned them that it was late, | then sat down", "begged them to go | and wept",
        "said it would open, | but nobody has come"
        """
        (start, last), cue = reading.content, reading.cue
        if cue is None or cue[1] >= start:
            return reading
        marked = next((at for at in range(start, last + 1) if self._marks.roles[at]), None)
        if marked is None:
            last = self._ends.before_dangling(start, last)
            reading = replace(reading, content=(start, last))
        for at in range(start + _FEWEST, last if marked is None else marked):
            if self._turns_from(at, start, last, cue):
                behind = at - 1 - (self._words[at - 1] == ",")
                behind -= self._lower[at] == "then" and self._lower[at - 1] == "and"
                return replace(reading, content=(start, behind))
        return reading

    def _turns_from(self, at: int, start: int, last: int, cue: Tokens) -> bool:
        """Whether a word of a content starts what is no part of it."""
        low, verb = self._lower[at], at + 1
        if low == "then" and self._clauses.is_finite(verb):
            return self._words[at - 1 - (self._lower[at - 1] == "and")] == ","
        if low in ("and", "but") and self._may_report(verb):
            asks = cues.normal(self._words[verb]) in cues.forms_of("cues_request")
            asks_for = asks and self._lower[verb + 1] == "for"
            return asks_for or self._complements.content_start(verb, last + 1) is not None
        if low == "but" and self._lower[verb] in words_of("unsaying_forms"):
            return True
        if low in ("and", "but") and self._lower[start] in ("to", "not"):
            verb += self._clauses.tag(verb) == "R"
            return is_past(self._clauses, verb) or self._lower[verb] in words_of("auxiliaries")
        if low in ("and", "but") and self._lower[cue[1]] in cues.forms_of("cues_charge"):
            return self._clauses.is_finite(verb)
        if self._words[at - 1] != ",":
            return False
        if low in ("and", "but", "while", "whereas") and self._reports_anew(verb, last):
            return True
        if low == "with" and self._subjects.opens_absolute(at, last):
            return True
        return self._ends.adds(at, start, last, past=is_past(self._clauses, cue[1]))

    def _reports_anew(self, first: int, last: int) -> bool:
        """Whether somebody else's words follow: "said it leaks, and | its owner said it did"."""
        if self._lower[first] in words_of("subjects"):
            return False
        limit = min(last, first + _SUBJECT)
        verb = next((v for v in range(first + 1, limit) if self._clauses.is_finite(v)), limit)
        while verb < limit and self._lower[verb] in words_of("auxiliaries"):
            verb += 1
        if verb >= limit or not self._may_report(verb):
            return False
        subject = self._clauses.subject(first, verb)
        return subject is not None and self._complements.content_start(verb, last + 1) is not None

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
