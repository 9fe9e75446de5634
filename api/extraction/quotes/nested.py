"""Attributions inside what somebody is reported to have said, without marks.

According to the Gazette, | Ines Calder said | the dam leaks.      two quotes: the paper's and hers
"""

from collections.abc import Iterator

from ..document import Document
from . import cues
from .attribution import Reading
from .clauses import Clauses, is_passive
from .complements import Complements
from .marks import Marks
from .speakers import Speakers
from .speech import Tokens

_SUBJECT = 24  # tokens of the inner subject
_FEWEST = 3  # tokens of a content


class Nested:
    """Finds such attributions in the readings of one document."""

    def __init__(
        self, document: Document, marks: Marks, clauses: Clauses, speakers: Speakers
    ) -> None:
        self._words = document.words
        self._marks = marks
        self._clauses = clauses
        self._complements = Complements(document, marks, clauses, speakers)
        self._speakers = speakers

    def within(self, reading: Reading) -> Iterator[Reading]:
        """Give what the content of a reading attributes to the subject that opens it."""
        first, last = reading.content
        if reading.cue is None or any(self._marks.roles[first : last + 1]):
            return
        for verb in range(first + 1, min(last - _FEWEST, first + _SUBJECT)):
            if not self._clauses.is_finite(verb):
                continue
            if self._is_auxiliary(verb):
                continue
            if not self._clauses.reports(verb, cues.speech_verbs()):
                if self._is_inside_relative(first, verb):
                    continue
                return
            speaker = self._subject(first, verb)
            start = self._complements.content_start(verb, last + 1)
            if speaker is not None and start is not None and last - start >= _FEWEST - 1:
                yield Reading((start, last), speaker, (verb, verb), by="nested")
            return

    def _is_auxiliary(self, verb: int) -> bool:
        """Whether a verb of speech follows an auxiliary: "two clerks | had | said it was late"."""
        reports = self._clauses.reports(verb + 1, cues.speech_verbs())
        return reports and self._words[verb] in ("has", "have", "had")

    def _is_inside_relative(self, first: int, verb: int) -> bool:
        return any(word in ("who", "which", "that") for word in self._words[first + 1 : verb])

    def _subject(self, first: int, verb: int) -> Tokens | None:
        if is_passive(self._clauses, verb):
            return None
        subject = self._clauses.subject(first, verb)
        return None if subject is None else self._speakers.trimmed(subject)
