"""Where a reported clause starts: behind whom it is told, where, when, and its adverbial.

"told the union | he had no money"      "told reporters at the scene | the brakes had failed"
"said many times | that it leaks"       "urged the council | to close it"
"""

from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from . import cues
from .attribution import Reading
from .clauses import Clauses, marked_verbs
from .marks import Marks, Role

_PLACE = 6  # tokens of where somebody tells
_ADDRESSEE = 8  # tokens of whom somebody tells
_TO = frozenset(("to", "with", "in", "on"))
_TOLD = frozenset(("tell", "tells", "told", "telling"))


class Starts:
    """Tells the starts of the contents of one document."""

    def __init__(self, document: Document, marks: Marks, clauses: Clauses) -> None:
        self._document = document
        self._marks = marks
        self._clauses = clauses

    def started(self, reading: Reading) -> Reading:
        """Start a content where its clause does."""
        reading = self._requested(self._after_addressee(reading))
        return self._behind_adverbial(self._behind_place(self._behind_phrase(reading)))

    def _after_addressee(self, reading: Reading) -> Reading:
        """Start a content behind whom it was told: "told the union | he had no money"."""
        first, last = reading.content
        forms = cue_forms(self._document, reading)
        if reading.cue is None or reading.cue[1] + 1 != first:
            return reading
        to = self._document.lower[first] == "to"
        if cues.forms_of("cues_told_to" if to else "cues_told").isdisjoint(forms):
            return reading
        if not (to or self._clauses.opens_noun(first)):
            return reading
        told = not _TOLD.isdisjoint(forms)
        for at in range(first + 1, min(last, first + _ADDRESSEE)):
            if self._starts_told(at, bare=told):
                return replace(reading, content=(at, last))
            if self._clauses.is_finite(at) or self._marks.breaks(at):
                break
        return reading

    def _starts_told(self, token: int, *, bare: bool) -> bool:
        """Whether what was told starts behind its addressee: at "that", or `bare` without it."""
        if self._clauses.tag(token - 1) not in ("N", "P"):
            return False
        lower = self._document.lower[token]
        if not bare:
            return lower == "that"
        opens = lower in words_of("subjects") or lower in words_of("noun_openers")
        return opens or self._marks.roles[token] == Role.OPEN

    def _behind_place(self, reading: Reading) -> Reading:
        """Start behind where it was said: "told reporters at the scene | the brakes had failed"."""
        (first, last), cue = reading.content, reading.cue
        if cue is None or not cue[1] < first - 1 or self._clauses.tag(first - 1) != "I":
            return reading
        if self._document.lower[first] not in words_of("noun_openers"):
            return reading
        for at in range(first + 2, min(last, first + _PLACE)):
            if self._starts_told(at, bare=True):
                return replace(reading, content=(at, last))
            if self._clauses.tag(at) not in ("N", "P", "J", "E"):
                break
        return reading

    def _behind_phrase(self, reading: Reading) -> Reading:
        """Start a content at the "that" behind when and where it was said: "many times | that"."""
        (first, last), cue = reading.content, reading.cue
        lower = self._document.lower
        led = cue is not None and cue[1] + 2 == first and self._clauses.tag(first - 1) == "I"
        if cue is None or not (cue[1] + 1 == first or led):
            return reading
        if lower[first] in words_of("openers_of_clauses"):
            return reading
        for at in range(first + 1, min(last, first + _ADDRESSEE)):
            if self._clauses.is_finite(at) or self._marks.roles[at]:
                break
            if lower[at] == "that":
                if self._clauses.tag(at + 1) in ("V", "A"):
                    break  # "most of the fires that burn are small"
                opens = self._clauses.tag(first) in ("I", "J", "R", "#") or lower[first - 1] in _TO
                opens = opens or led
                return replace(reading, content=(at, last)) if opens else reading
        return reading

    def _behind_adverbial(self, reading: Reading) -> Reading:
        """Start at the mark behind an adverbial: "By Sunday, | “the milk was sour”"."""
        first, last = reading.content
        quoted = self._marks.between(first, last)
        if len(quoted) != 1 or not first < quoted[0].open or quoted[0].close < last - 1:
            return reading
        start = self._clauses.behind_adverbial(first, quoted[0].open)
        return replace(reading, content=(start, quoted[0].close)) if start > first else reading

    def _requested(self, reading: Reading) -> Reading:
        """Start a request behind whom it is made to: "urged the council | to close it"."""
        first, last = reading.content
        if last_verb(cue_forms(self._document, reading)) not in cues.forms_of("cues_request"):
            return reading
        if self._document.lower[first] == "for":
            return replace(reading, content=(first + 1, last))
        if self._document.lower[first - 1] == "for":
            return reading  # "called for | the pier to be closed"
        for at in range(first + 1, min(last, first + _ADDRESSEE)):
            if self._clauses.is_finite(at):
                break
            if self._document.lower[at] == "to" and self._clauses.tag(at + 1) == "V":
                denied = self._document.lower[at - 1] == "not"
                return replace(reading, content=(at - denied, last))
        return reading


def cue_forms(document: Document, reading: Reading) -> list[str]:
    """Give the words of a reading's cue as the tables write them."""
    if reading.cue is None:
        return []
    return [cues.normal(word) for word in document.words[reading.cue[0] : reading.cue[1] + 1]]


def last_verb(forms: list[str]) -> str:
    """Give the last verb of a cue, the empty string where it has none."""
    known = marked_verbs() | cues.forms_of("cues_thought")
    return next((form for form in reversed(forms) if form in known), "")
