"""Where a content behind its verb ends since the sentence turns from it.

"warned them that it was late, | then sat down", "begged them to go | and wept",
"said it leaks, | and its owner said it did", "said it would open, | but nobody has come"
"""

from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from . import cues
from .attribution import Reading
from .clauses import Clauses, is_past
from .complements import Complements
from .ends import Ends
from .marks import Marks
from .reports import Reports
from .speech import Tokens

_FEWEST = 3  # tokens of a content
_SUBJECT = 14  # tokens of a subject before its verb


class Turns:
    """Ends the readings of one document."""

    def __init__(
        self,
        document: Document,
        marks: Marks,
        clauses: Clauses,
        ends: Ends,
        complements: Complements,
        reports: Reports,
    ) -> None:
        self._words = document.words
        self._lower = document.lower
        self._marks = marks
        self._clauses = clauses
        self._ends = ends
        self._complements = complements
        self._subjects = complements.subjects
        self._reports = reports

    def end(self, reading: Reading) -> Reading:
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
        if low in ("and", "but") and self._reports.may_report(verb):
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
        if verb >= limit or not self._reports.may_report(verb):
            return False
        subject = self._clauses.subject(first, verb)
        return subject is not None and self._complements.content_start(verb, last + 1) is not None
