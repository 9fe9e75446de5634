"""Where a content without marks ends: at ", but", at ", adding", at a semicolon."""

from ..document import Document
from ..lexicons import words_of
from . import cues
from .clauses import Clauses
from .marks import Marks

BREAKS = frozenset((";", ":", "—", "–", "(", ")"))
_FEWEST = 3  # tokens of a content


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

    def turns(self, at: int) -> bool:
        """Whether a sentence turns from what was said with a word behind a comma."""
        low = self._lower[at]
        if low in words_of("content_stops"):
            return True
        if low.endswith("ing") and cues.normal(low) in cues.reporting_verbs():
            return True
        return low in ("and", "then") and self._clauses.is_finite(at + 1)
