"""Where a content without marks ends: at ", but", at ", adding", at a semicolon."""

from ..document import Document
from ..lexicons import words_of
from . import cues
from .clauses import Clauses, is_past
from .marks import Marks

BREAKS = frozenset((";", ":", "—", "–", "(", ")"))
_FEWEST = 3  # tokens of a content
_SUBJECT = 8  # tokens of who found it


class Ends:
    """Tells the ends of contents of one document."""

    def __init__(self, document: Document, marks: Marks, clauses: Clauses) -> None:
        self._words = document.words
        self._lower = document.lower
        self._marks = marks
        self._clauses = clauses

    def last(self, end: int) -> int:
        """Give the last word before `end`."""
        last = end - 1
        while last > 0 and not self._words[last][0].isalnum():
            last -= 1
        return last

    def content(self, start: int, end: int) -> int:
        """End a content where the sentence turns from it: at ", but", ", adding", a semicolon."""
        for at in range(start + _FEWEST, end - 1):
            if self._words[at] == ";" or (self._marks.roles[at] and self._words[at - 1] == ":"):
                return self.last(at)
            if self._words[at] == "," and self.turns(at + 1):
                return self.last(at)
        return self.last(end)

    def adds(self, at: int, start: int, last: int, *, past: bool) -> bool:
        """Whether the writer adds something behind a comma to what was said in the `past`.

        "said it would open, | but nobody has come": what was said of then goes on in the past,
        what holds now does not. "said it would stand, | which made us laugh": no noun that
        the relative could go back to stands before it.
        """
        clauses = self._clauses
        if self._cites(at, last):
            return True
        if self._lower[at] in words_of("content_stops"):
            verbs = [v for v in range(start, last + 1) if clauses.is_finite(v)]
            inside = next((v for v in verbs if v < at), None)
            behind = next((v for v in verbs if v > at + 1), None)
            if inside is None or behind is None or not past:
                return False
            return is_past(clauses, inside) and self._lower[behind] in words_of("present_forms")
        return (
            self._lower[at] == "which"
            and (clauses.tag(at + 1) in ("V", "A", "M") or clauses.opens_noun(at + 1))
            and clauses.tag(at - 2) in ("V", "J")
            and clauses.is_clause(start, at - 2)
        )

    def _cites(self, at: int, last: int) -> bool:
        """Whether what a speaker went by follows: ", | citing poor results", ", | as she found"."""
        low = self._lower[at]
        if low in ("citing", "quoting") or self._lower[at : at + 2] == ["prior", "to"]:
            return True
        if low != "as":
            return False
        near = range(at + 2, min(last + 1, at + _SUBJECT))
        verb = next((v for v in near if self._clauses.is_finite(v)), None)
        if verb is None or self._clauses.subject(at + 1, verb) is None:
            return False
        verb += self._lower[verb] in words_of("auxiliaries")
        known = cues.speech_verbs() | cues.forms_of("cues_ruling")
        ends = verb >= last or verb + 1 >= len(self._words) or self._clauses.tag(verb + 1) in ".I"
        return ends and self._lower[verb] in known

    def before_dangling(self, start: int, last: int) -> int:
        """End before a relative clause that is cut off: "wore a cape, | which officers"."""
        for at in range(last, max(start, last - _FEWEST), -1):
            if self._lower[at] in ("which", "who", "whom") and self._words[at - 1] == ",":
                verbal = any(self._clauses.tag(verb) in ("V", "A") for verb in range(at, last + 1))
                return last if verbal else at - 2
        return last

    def opens_relative(self, token: int) -> bool:
        """Whether a token opens a relative clause with a verb: "Tom Barr, | who | led it"."""
        opens = self._lower[token] in ("who", "which") and self._words[token - 1] == ","
        return opens and self._clauses.tag(min(token + 1, len(self._words) - 1)) in ("V", "A", "M")

    def turns(self, at: int) -> bool:
        """Whether a sentence turns from what was said with a word behind a comma."""
        low = self._lower[at]
        if at + 1 >= len(self._lower):
            return False
        if low in words_of("content_stops"):
            return self._clauses.tag(at + 1) != "I"  # "opposed by one, but by another"
        if self._cites(at, len(self._words) - 1):
            return True
        if low.endswith("ing") and cues.normal(low) in cues.reporting_verbs():
            return True
        return low in ("and", "then") and self._clauses.is_finite(at + 1)
