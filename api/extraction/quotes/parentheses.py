"""Reporting clauses between or behind commas, without marks.

The dam leaks, Ines Calder said.      The dam, said Ines Calder, leaks.
The dam leaks, according to a report.
"""

from ..document import Document
from ..lexicons import words_of
from ..plurals import is_plural
from . import cues
from .attribution import Reading
from .clauses import Clauses, before_second_verb, is_passive
from .ends import Ends
from .marks import Marks
from .speakers import Speakers
from .speech import Tokens

_SUBJECT = 14  # tokens of a subject before its verb
_OBJECT = 8  # tokens of whom somebody tells
_FEWEST = 3  # tokens of a content
_RELATIVE = frozenset(("who", "which", "that", "whose"))
_GOES = frozenset(("went", "goes", "carried", "continues"))  # "she went on"
_SUBORDINATE = frozenset(("although", "because", "if", "once", "since", "unless", "when", "while"))
_JOINING = frozenset(("and", "but", "while"))
_TRANSITIVE = frozenset(("told", "tells", "informed", "assured", "reminded"))


class Parentheses:
    """Reads such clauses of one document."""

    def __init__(
        self, document: Document, marks: Marks, clauses: Clauses, speakers: Speakers, ends: Ends
    ) -> None:
        self._document = document
        self._words = document.words
        self._lower = document.lower
        self._marks = marks
        self._clauses = clauses
        self._speakers = speakers
        self._ends = ends

    def read(self, first: int, end: int, verbs: list[int]) -> list[Reading]:
        """Read a reporting clause between or behind commas: "…, Ines Calder said, …"."""
        commas = [at for at in range(first, end) if self._words[at] == ","]
        opening = self._speakers.after_dateline(first, end - 1)
        for verb in verbs:
            start = self._behind_semicolon(opening, verb)
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

    def _behind_semicolon(self, start: int, verb: int) -> int:
        """Where the part of a sentence starts that the verb stands in."""
        stops = (at for at in range(verb - 1, start, -1) if self._words[at] == ";")
        return next((at + 1 for at in stops if not self._marks.roles[at]), start)

    def _may_interrupt(self, start: int, comma: int, verb: int) -> bool:
        """Whether words without marks stand before the comma and such a verb behind it."""
        form = cues.normal(self._words[verb])
        goes_on = form in _GOES and self._lower[verb + 1 : verb + 3] == ["on", ","]
        return (
            start < comma
            and not any(self._marks.roles[start:comma])
            and (goes_on or form in cues.parenthetical_verbs())
        )

    def _inverted(self, verb: int, end: int) -> Tokens | None:
        form = cues.normal(self._words[verb])
        speaker = None if form in _TRANSITIVE else self._speakers.behind(verb, end)
        if speaker is None or self._holds_verb(*speaker) or self._is_thing(*speaker):
            return None
        return speaker

    def _is_thing(self, first: int, last: int) -> bool:
        """Whether what follows a verb is its object: "claimed | second place"."""
        low = self._lower[first]
        opens = low in words_of("noun_openers") and low not in ("a", "an")
        if opens or low in words_of("subjects"):
            return False
        nouns = self._lower[first : last + 1]
        ends = (at for at in range(first, last + 1) if self._lower[at] in words_of("head_ends"))
        if any(word[0].isupper() for word in self._words[first : next(ends, last + 1)]):
            return False
        known = (
            "roles", "groups", "unnamed_sources", "public_bodies", "bodies", "relatives",
            "documents", "nobodies", "findings", "possessives", "media",
        )  # fmt: skip
        return not any(is_plural(noun) for noun in nouns) and all(
            words_of(table).isdisjoint(nouns) for table in known
        )

    def _holds_verb(self, first: int, last: int) -> bool:
        """Whether a clause stands where a speaker should: "reported | warming seas appear"."""
        if not _RELATIVE.isdisjoint(self._lower[first : last + 1]):
            return False
        return any(self._clauses.tag(at) == "V" for at in range(first + 1, last + 1))

    def _between(self, comma: int, verb: int) -> Tokens | None:
        if verb - comma > _SUBJECT or is_passive(self._clauses, verb):
            return None
        if self._lower[comma + 1] in words_of("no_subjects") or self._is_relative(comma + 2, verb):
            return None
        subject = self._clauses.subject(comma + 1, verb)
        if subject is None or not {"which", "whom", "what"}.isdisjoint(
            self._lower[comma + 1 : subject[1] + 1]
        ):
            return None
        return self._speakers.trimmed(subject)

    def _is_relative(self, first: int, verb: int) -> bool:
        """Whether a noun has a clause without its relative: "…, a fact | he often mentions"."""
        return any(
            self._clauses.tag(at - 1) == "N"
            and (
                self._lower[at] in words_of("subject_pronouns")
                or self._lower[at] in words_of("noun_openers") - _RELATIVE
            )
            for at in range(first, verb)
        )

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
        after = behind + (self._lower[behind : behind + 1] == ["on"])
        rest = (after + 1, self._ends.last(end))
        closed = self._words[after : after + 1] == [","] and rest[1] > rest[0]
        verbal = closed and self._clauses.is_finite(rest[0])
        goes_on = closed and (verbal or rest[1] - rest[0] + 1 >= _FEWEST)
        midst = not whole or verbal or self._lower[start] in _SUBORDINATE
        shared = self._lower[rest[0] : rest[0] + 1] == ["and"] and goes_on
        if shared and self._lower[rest[0] + 1] in words_of("auxiliaries"):
            midst = True  # "The jet was unsafe, he said, | and should not have taken off"
        if goes_on and verb > speaker[1] and not self._ends.turns(rest[0]):
            midst = True
        if goes_on and midst and not any(self._marks.roles[rest[0] : rest[1] + 1]):
            before = (start, comma - 1)
            parts = [rest] if self._clauses.is_aside(*before) else [before, rest]
            return [Reading(part, speaker, cue, by="sentence") for part in parts]
        if whole and comma - start >= _FEWEST:
            return [Reading((start, comma - 1), speaker, cue, by="sentence")]
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
        if self._lower[at] == "to" and self._clauses.tag(at + 1) == "V":
            return False  # "Before he died, the court had agreed | to hear the case"
        return self._lower[at] in words_of("speaker_ends") or self._lower[at].endswith("ly")

    def _source_first(self, verb: int, last: int, end: int) -> list[Reading]:
        """Read "…, but according to the ministry | he died at home"."""
        clause = next((at for at in range(verb + 3, last) if self._opens_clause(at)), last)
        start = clause + (clause == last)
        rest = start, self._ends.content(start, end)
        if rest[1] - start + 1 < _FEWEST or any(self._marks.roles[verb:start]):
            return []
        speaker = self._speakers.trimmed((verb + 2, clause - 1))
        return [Reading(rest, speaker, (verb, verb + 1), by="sentence")]

    def _opens_clause(self, token: int) -> bool:
        """Whether a pronoun starts a clause behind a noun: "the ministry | he died"."""
        pronoun = self._lower[token] in words_of("subject_pronouns")
        return pronoun and self._clauses.tag(token - 1) in ("N", "P")

    def _source(self, start: int, verb: int, end: int) -> list[Reading]:
        """Read "…, according to the ministry" behind or in the midst of what it said."""
        last = verb + 2
        while last < end and self._words[last] not in ",.;:?!" and not self._marks.breaks(last):
            last += 1
        before = verb - 1 - (self._words[verb - 1] == ",")
        if self._lower[before] in _JOINING or self._words[before] == ";" or start == verb:
            return self._source_first(verb, last, end)
        if last == verb + 2 or before <= start or any(self._marks.roles[start:verb]):
            return []
        speaker = self._speakers.trimmed((verb + 2, last - 1))
        cue = (verb, verb + 1)
        rest = (last + 1, self._ends.last(end))
        if self._clauses.is_clause(start, before) and before - start >= _FEWEST - 1:
            return [Reading((start, before), speaker, cue, by="sentence")]
        midst = last < end and self._words[last] == "," and rest[1] > rest[0]
        if not midst or any(self._marks.roles[rest[0] : rest[1] + 1]):
            return []
        if self._lower[before] in ("which", "that", "who"):
            first = rest[0]
            last = before_second_verb(self._document, first, rest[1])
            return [Reading((first, max(last, first + 1)), speaker, cue, by="sentence")]
        return [Reading(part, speaker, cue, by="sentence") for part in ((start, before), rest)]
