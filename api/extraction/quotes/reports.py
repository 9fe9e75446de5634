"""Which verbs of a sentence report: "Ines Calder | said |", not "an alleged thief"."""

from ..document import Document
from ..plurals import is_plural
from . import cues
from .clauses import Clauses
from .complements import Complements
from .marks import Marks

_LONG_SUBJECT = 20  # tokens of what a form like a noun reports, before its verb


class Reports:
    """Tells the verbs of one document that report."""

    def __init__(
        self, document: Document, marks: Marks, clauses: Clauses, complements: Complements
    ) -> None:
        self._words = document.words
        self._lower = document.lower
        self._marks = marks
        self._clauses = clauses
        self._complements = complements
        self._subjects = complements.subjects

    def may_be_cue(self, token: int) -> bool:
        """Whether a token reports, or tells what a court finds."""
        rules = self._clauses.reports(token, cues.forms_of("cues_ruling"))
        return self.may_report(token) or (rules and not self._marks.roles[token])

    def may_report(self, token: int) -> bool:
        """Whether a token reports what somebody says, in a form that can be its clause's verb."""
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
