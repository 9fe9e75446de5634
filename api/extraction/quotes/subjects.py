"""Whose words a verb of saying brings: its subject, also through relatives, "and" and participles.

"A ruling | that said it was late"      "Ines Calder called it late and | asked for more"
"…, with Ines Calder | adding that …"   "closed after | engineers | warned that …"
"""

from collections.abc import Sequence

from ..document import Document
from ..lexicons import words_of
from . import cues
from .attribution import Reading
from .clauses import Clauses, is_passive
from .ends import BREAKS
from .marks import Marks
from .speakers import Speakers
from .speech import Tokens

_SUBJECT = 14  # tokens of a subject before its verb
_OBJECT = 8  # tokens of whom a request is made to
_SUBORDINATE = frozenset(("after", "because", "before", "once", "since", "until", "when", "while"))
_JOINING = frozenset(("and", "but", "while", "whereas"))
_OF_NOUN = frozenset(("N", "P", "J", "D", "S", "E", "#"))
_HAVE = frozenset(("have", "has", "had"))


class Subjects:
    """Finds the subjects of verbs in one document."""

    def __init__(
        self, document: Document, marks: Marks, clauses: Clauses, speakers: Speakers
    ) -> None:
        self._words = document.words
        self._lower = document.lower
        self._marks = marks
        self._clauses = clauses
        self._speakers = speakers

    def subject(self, first: int, verb: int) -> Tokens | None:
        """Give the subject of a verb as a speaker."""
        if self._lower[verb - 1] in ("which", "that", "who"):
            return self.antecedent(verb - 1, first)
        verb = self._before_relative(first, verb)
        start = max(first, verb - _SUBJECT)
        for at in range(verb - 1, start - 1, -1):
            if self._words[at] in BREAKS or self._marks.breaks(at):
                start = at + 1 + (self._words[at + 1] == ",")
                break
            if self._joins_clauses(at, first):
                start = at + 2
                break
        if start > first and start == verb - _SUBJECT:
            return None
        subject = self._clauses.subject(self._speakers.after_dateline(start, verb), verb)
        subject = subject or self._speakers.just_before(verb)
        if subject is None or self._lower[subject[1]] in ("who", "which", "that"):
            return None
        return self._speakers.trimmed(self._speakers.inserted(subject))

    def _joins_clauses(self, comma: int, first: int) -> bool:
        """Whether a clause of its own starts behind a comma: "…, and | its leader said"."""
        if self._words[comma] != "," or self._lower[comma + 1] not in _JOINING:
            return False
        return any(self._clauses.is_finite(at) for at in range(first, comma))

    def _before_relative(self, first: int, verb: int) -> int:
        """Where a relative clause before a verb opens: "an official, | who asked for …, said"."""
        comma = verb - 1
        if verb - first < _SUBJECT or self._words[comma] != ",":
            return verb
        for at in range(comma - 1, first, -1):
            if self._words[at] in BREAKS or self._marks.breaks(at):
                return verb
            if self._words[at] == "," and self._lower[at + 1] in ("who", "whose", "which"):
                return at
        return verb

    def antecedent(self, relative: int, first: int) -> Tokens | None:
        """Give the noun that a relative goes back to: "a ruling | that said it was late"."""
        if self._lower[relative] == "who":
            return self._person_before(relative, first)
        for at in range(relative - 1, max(first, relative - _OBJECT) - 1, -1):
            if self._clauses.tag(at) in ("D", "S"):
                return (at, relative - 1) if at < relative - 1 else None
            if self._clauses.tag(at) not in ("N", "J", "P", "I", "E", "#"):
                return None
        return None

    def _person_before(self, relative: int, first: int) -> Tokens | None:
        """Give the name or noun before "who": "former governor Ann Lee, | who called it …"."""
        last = relative - 1 - (self._words[relative - 1] == ",")
        lowest = max(first, relative - _SUBJECT)
        for comma in range(last, lowest, -1):
            if self._clauses.is_finite(comma):
                break
            if self._words[comma] == "," and self._lower[comma + 1] in ("a", "an", "the"):
                return self._speakers.just_before(comma)  # "Ann Lee, an engineer at GT, who"
        at = last
        while at >= lowest and self._clauses.tag(at) in _OF_NOUN:
            at -= 1
        if at == last or self._clauses.tag(last) not in ("N", "P"):
            return None
        return self._speakers.trimmed((at + 1, last))

    def shared_subject(self, verb: int, first: int) -> Tokens | None:
        """The subject of the sentence, where a verb behind "and" or "but" shares it.

        "Frida Loss | would not dance, but | said the floor was at fault."
        """
        before = self._before_auxiliaries(verb, first)
        if self._lower[before] not in ("and", "but", "then"):
            return None
        start = self._clauses.after_opening(first, before)
        main = next((at for at in range(start + 1, before) if self._clauses.is_finite(at)), None)
        return None if main is None else self.subject(start, main)

    def _before_auxiliaries(self, verb: int, first: int) -> int:
        """What stands before a verb's auxiliaries and adverbs: "…, | and | has also urged"."""
        before = verb - 1
        while before > first and (
            self._lower[before] in words_of("cue_adverbs") or self._lower[before] in _HAVE
        ):
            before -= 1
        return before

    def joined(self, verb: int, first: int, readings: Sequence[Reading]) -> Tokens | None:
        """The subject that a verb behind "and" or "but" shares with the verb before it."""
        before = self._before_auxiliaries(verb, first)
        if self._lower[before] not in ("and", "but", "then"):
            return None
        spoke = _last_speaker(verb, readings)
        return spoke or self.shared_subject(verb, first)

    def of_subordinate(self, first: int, verb: int, start: int) -> Tokens | None:
        """The subject of a clause in the sentence: "closed after | engineers | warned that"."""
        if self._lower[start] not in ("that", "to"):
            return None
        for at in range(verb - 2, max(first, verb - _OBJECT), -1):
            if self._lower[at] in _SUBORDINATE:
                subject = self._clauses.subject(at + 1, verb)
                return subject and self._speakers.trimmed(subject)
            if self._clauses.is_finite(at) or self._words[at] == ",":
                return None
        return None

    def is_participle(self, token: int) -> bool:
        """Whether a token is such a verb's participle behind a comma: "…, adding that …"."""
        word = self._lower[token]
        if not word.endswith("ing") or word == "according" or not token or self._marks.roles[token]:
            return False
        if cues.normal(word) not in cues.reporting_verbs():
            return False
        behind = self._words[token - 1] == "," or self._lower[token - 1] in words_of("cue_adverbs")
        return behind or self._is_absolute(token)

    def is_progressive(self, token: int) -> bool:
        """Whether a token is such a verb's form in -ing behind "is": "is demanding that …"."""
        word = self._lower[token]
        if not word.endswith("ing") or word == "according" or self._marks.roles[token]:
            return False
        known = cues.normal(word) in cues.reporting_verbs()
        return known and is_passive(self._clauses, token)

    def _is_absolute(self, token: int) -> bool:
        """Whether "with" and a name stand before a participle: "with Ines Calder adding that"."""
        start = max(token - _OBJECT, 0)
        withs = [at for at in range(start, token - 1) if self._lower[at] == "with"]
        if not withs or self._lower[token - 1] in ("and", "or", ","):
            return False
        return self._clauses.subject(withs[-1] + 1, token) is not None

    def absolute_subject(self, verb: int, first: int) -> Tokens | None:
        """Who stands between "with" and a participle: "with | Ines Calder | adding that"."""
        if self._words[verb - 1] == "," or not self._is_absolute(verb):
            return None
        at = max(at for at in range(first, verb) if self._lower[at] == "with")
        return self.subject(at + 1, verb)

    def opens_absolute(self, token: int, last: int) -> bool:
        """Whether "with" opens what others say: "…, | with some papers claiming that …"."""
        near = range(token + 2, min(last, token + _OBJECT))
        return any(self._lower[at].endswith("ing") and self.is_participle(at) for at in near)

    def of_participle(self, verb: int, first: int, readings: Sequence[Reading]) -> Tokens | None:
        """Whose words a participle brings: those of whoever spoke before, else of the subject."""
        subject = self.absolute_subject(verb, first)
        if subject is not None:
            return subject
        spoke = _last_speaker(verb, readings)
        if spoke is not None:
            return spoke
        start = self._clauses.after_opening(first, verb)
        main = next((at for at in range(start + 1, verb) if self._clauses.is_finite(at)), None)
        return None if main is None else self.subject(start, main)


def _last_speaker(verb: int, readings: Sequence[Reading]) -> Tokens | None:
    """Who spoke last before a verb."""
    spoke = [r for r in readings if r.speaker and r.cue and r.cue[0] < verb]
    if not spoke:
        return None
    return max(spoke, key=lambda reading: reading.cue or reading.content).speaker
