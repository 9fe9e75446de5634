"""Which words around a figure name who says so, and so are not what it is said of.

"According to Elm's mayor, 30 died"     "Olu Renn told the Herald that 30 died"
"a poll by Varland College put it at 30 percent"

Who tells of themselves is none: "Vesta said its profit was $3 billion", "Vesta reported sales".
"""

from bisect import bisect_right
from functools import cache

from ...document import Document
from ...lexicons import words_of
from ...quotes.cues import forms_of, speech_nouns, speech_verbs
from ..counted.tagging import tag
from ..sentence import sentence_of
from ..tables import words

Tokens = tuple[int, int]  # first, end

_LONGEST = 12  # tokens of a source behind "according to"
_FURTHEST = 60  # tokens before a figure that are looked through


class Sources:
    """The sources of one document, asked for its figures in their order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._opening = [first for first, _ in document.sentences]
        self._tagged: tuple[int, list[str]] = (-1, [])

    def of(self, figure: Tokens) -> list[Tokens]:
        """The tokens that name a source of what is said at a figure."""
        low = max(0, figure[0] - _FURTHEST)
        first, end = self._document.sentences[self._sentence(figure[0])]
        high = min(end, figure[1] + _FURTHEST)
        openers, verbs = words("names a source"), _verbs()
        found = [
            span
            for token, word in enumerate(self._document.lower[low:high], low)
            if (word == "to" or word in openers) and (span := self._named_by(token)) is not None
        ]
        for token in range(max(first, low), high):
            if self._document.words[token] in verbs and self._is_told(token):
                found += self._around_verb(token, first, figure)
        return found

    def _sentence(self, token: int) -> int:
        return bisect_right(self._opening, token) - 1

    def _named_by(self, token: int) -> Tokens | None:
        """The source behind "according to", "a poll by", "figures from", "data released by"."""
        lower = self._document.lower
        word = lower[token]
        if word == "to" and token and lower[token - 1] == "according":
            return token + 1, self._stop(token + 1)
        if not token or word not in words("names a source"):
            return None
        brought = word == "by" and lower[token - 1] in words("brought by a source")
        if brought or lower[token - 1] in _documents():
            return token + 1, self._stop(token + 1)
        return None

    def _stop(self, token: int) -> int:
        """Where a source ends that starts at a token."""
        lower = self._document.lower
        last = min(token + _LONGEST, len(lower))
        for at in range(token, last):
            if lower[at] in words("source end") or (at > token and lower[at] in speech_verbs()):
                return at
        return last

    def _is_told(self, token: int) -> bool:
        """Whether a form of a verb of speech is one here: not "estimated to", "two points"."""
        lower = self._document.lower
        before, after = lower[token - 1] if token else "", lower[token + 1 : token + 2]
        if before in words("no telling behind") or after == ["to"]:
            return False
        return self._tags(token)[token - self._tagged[0]] == "V"

    def _around_verb(self, verb: int, first: int, figure: Tokens) -> list[Tokens]:
        """The speaker before a verb of speech, and whom it tells."""
        if verb < figure[0]:
            found = []
            if self._reports(verb, figure[0]):
                found.append((self._subject(verb, first), verb))
            if self._document.lower[verb] in words("tells somebody"):
                found.append((verb + 1, self._told(verb + 1, figure[0])))
            return found
        opening = self._clause(verb, figure[1])
        return [] if opening is None else [(opening, self._stop(verb))]

    def _reports(self, verb: int, figure: int) -> bool:
        """Whether a clause follows a verb that is not about the speaker, up to the figure."""
        lower = self._document.lower
        between = lower[verb + 1 : figure]
        if not words("own").isdisjoint(between):
            return False
        subject = verb - 2 if lower[verb - 1] in words("have") else verb - 1
        if lower[subject] in words("watches"):  # "the department has confirmed two deaths"
            return True
        if lower[verb] in words("speaks in clauses") or "that" in between[:2]:
            return True
        return "V" in self._tags(verb)[verb + 1 - self._tagged[0] : figure - self._tagged[0]]

    def _tags(self, token: int) -> list[str]:
        first, end = self._document.sentences[self._sentence(token)]
        if self._tagged[0] != first:
            self._tagged = first, tag(sentence_of(self._document, first, end))
        return self._tagged[1]

    def _subject(self, verb: int, first: int) -> int:
        """Where the subject of a verb starts, with its apposition."""
        lower = self._document.lower
        at = verb
        if lower[at - 1] == ",":
            return first
        while at > first and lower[at - 1] not in words("clause end"):
            at -= 1
        return at

    def _told(self, token: int, figure: int) -> int:
        """Where those end who are told something: names, or a noun behind "the"."""
        document = self._document
        at = token
        while at < figure and (
            document.words[at][:1].isupper()
            or document.lower[at] in words("definite")
            or self._is_inside_name(at)
        ):
            at += 1
        return at

    def _is_inside_name(self, token: int) -> bool:
        """Whether a small word joins two large ones: "the Coal | and | Steel Board"."""
        before, after = self._document.words[token - 1], self._document.words[token + 1]
        joins = self._document.lower[token] in words("joins a name")
        return joins and before[:1].isupper() and after[:1].isupper()

    def _clause(self, verb: int, after: int) -> int | None:
        """Where a clause starts that names the source behind a figure: "…, officials said"."""
        lower = self._document.lower
        for at in range(verb - 1, after - 1, -1):
            if lower[at] in words("clause end") or self._document.words[at] in words(
                "quotation marks"
            ):
                return at + 1
        return None


@cache
def _verbs() -> frozenset[str]:
    return speech_verbs() | forms_of("cues_finding")


@cache
def _documents() -> frozenset[str]:
    return speech_nouns() | words_of("documents")
