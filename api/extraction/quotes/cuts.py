"""Where a reading holds more than its speaker's clause: at semicolons, and at a colon before marks.

"Ines Calder said the dam was safe; | nobody believed her."
"The road was wet; | according to Ines Calder, it was safe too."
"Ines Calder said the dam was safe: | “It will stand.”" is two quotes.
"Ines Calder said the dam was safe | without giving details."
"Ines Calder said the dam would hold | and accused the press of lying."
"Ines Calder said from Harlow, | where she was born, that the dam was safe."
"""

from collections.abc import Iterator
from dataclasses import replace

from ..document import Document
from ..lexicons import words_of
from .attribution import Reading
from .clauses import Clauses, is_past
from .marks import Marks, Role
from .speech import Tokens

_FEWEST = 3  # tokens of a content
_RELATIVES = frozenset(("where", "who", "whose", "which"))
_BE = frozenset(("is", "are", "was", "were"))


class Cuts:
    """Cuts the readings of one document."""

    def __init__(self, document: Document, marks: Marks, clauses: Clauses) -> None:
        self._words = document.words
        self._lower = document.lower
        self._marks = marks
        self._clauses = clauses

    def cut(self, reading: Reading) -> Iterator[Reading]:
        """Give what is left of a reading with a cue: one, or two where marks follow a colon."""
        (first, last), cue = reading.content, reading.cue
        if cue is None:
            yield reading
        elif not self._marks.roles[last] and (
            self._is_beside(first, last, cue) or self._is_parted(last, cue)
        ):
            return
        elif cue[1] < first:
            if not self._is_free(first - 1, ";") or self._marks.roles[first]:
                yield from self._behind(reading, first, last)
        else:
            stops = [at for at in range(first, last + 1) if self._is_free(at, ";")]
            apart = stops and last - stops[-1] >= _FEWEST
            yield replace(reading, content=(stops[-1] + 1, last)) if apart else reading

    def _behind(self, reading: Reading, first: int, last: int) -> Iterator[Reading]:
        if self._lower[first - 1] in ("citing", "quoting"):
            commas = (at + 1 for at in range(first, last) if self._words[at] == ",")
            first = next(commas, first)  # "reported, citing papers, | the dam leaks"
            reading = replace(reading, content=(first, last))
        if self._words[first - 1] == "," and self._lower[first] in _RELATIVES:
            that = self._behind_relative(first, last)
            if that is None:
                return
            first = that
            reading = replace(reading, content=(first, last))
        past = self._clauses.sentence(first)[1]
        if past <= last and not self._marks.roles[past]:
            last = past - 1
            reading = replace(reading, content=(first, last))
        for at in range(first + _FEWEST, last):
            marked = self._marks.roles[at + 1] == Role.OPEN
            if self._is_free(at, ";") and self._lower[at + 1] not in ("that", "and", "or"):
                yield replace(reading, content=(first, at - 1))
                return
            if marked and self._is_free(at, ":") and self._clauses.is_clause(at + 2, last):
                yield replace(reading, content=(first, at - 1))
                yield replace(reading, content=(at + 1, last), cue=None)
                return
            if self._leaves_unsaid(at) or self._tells_of_speaker(at, first, reading):
                yield replace(reading, content=(first, at - 1 - (self._words[at - 1] == ",")))
                return
        yield reading

    def _is_beside(self, first: int, last: int, cue: Tokens) -> bool:
        """Whether words before a cue are none of the content: "Indeed," and "citing sources,"."""
        cited = self._lower[first - 1] in ("citing", "quoting") and last < cue[0]
        return cited or self._clauses.is_aside(first, last)

    def _is_parted(self, last: int, cue: Tokens) -> bool:
        """Whether a cue opens a part of its own: "He denied it, but | said it had leaked"."""
        if cue[0] <= last:
            return False
        before = cue[0] - 1 - (self._words[cue[0] - 1] == ",")
        if self._lower[before] in ("and", "but"):
            return True
        return any(self._words[at] == ";" for at in range(last + 1, cue[0]))

    def _behind_relative(self, first: int, last: int) -> int | None:
        """Where a content starts behind what the writer adds: ", where she was born, | that"."""
        for at in range(first, last - _FEWEST):
            if self._words[at] == "," and self._lower[at + 1] == "that":
                return at + 1
        return None

    def _tells_of_speaker(self, joint: int, first: int, reading: Reading) -> bool:
        """Whether "and" goes on with what the speaker did, in a form that the content has not.

        "said the dam would hold | and accused", "said the dam was safe | and called it a gem":
        not "said the dam would be drained and closed", "said the dam broke and flooded Elm".
        """
        verb, clauses = joint + 1, self._clauses
        if self._lower[joint] != "and" or self._marks.roles[joint] or self._marks.roles[verb]:
            return False
        if self._lower[verb] in words_of("auxiliaries"):
            return False  # "said the bridge would open and had cost a fortune"
        if reading.cue is None or not (is_past(clauses, verb) and clauses.tag(verb) in ("V", "E")):
            return False
        last = next((at for at in range(joint - 1, first, -1) if clauses.is_finite(at)), None)
        if last is None or not is_past(clauses, reading.cue[1]):
            return False
        after = next((at for at in range(last + 1, joint) if clauses.tag(at) != "R"), joint)
        if clauses.tag(last) == "M":
            return self._lower[after] not in words_of("within_verbs")
        predicate = clauses.tag(after) not in ("V", "E", "G")
        return self._lower[last] in _BE and predicate and clauses.opens_noun(verb + 1)

    def _is_free(self, token: int, sign: str) -> bool:
        """Whether a token is such a sign outside marks."""
        return self._words[token] == sign and not self._marks.roles[token]

    def _leaves_unsaid(self, token: int) -> bool:
        """Whether a token opens "without elaborating", which the writer says of the speaker."""
        without = self._lower[token] == "without" and not self._marks.roles[token]
        return without and self._lower[token + 1] in words_of("unsaid_forms")
