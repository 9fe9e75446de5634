"""What a query found in a text: marked, cut to a passage, counted."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import islice, takewhile

from ..folding import fold, fold_in_place
from .query import Phrase, Query, phrases
from .words import LONGEST, MOST_CHARACTERS

PASSAGE = 240  # characters of a passage, about three lines
_BEFORE = 60  # of them, those before what was found
_LONG = 1000  # characters of a text in which a word counts half
_LOOKED_AT = 100  # finds that a passage is chosen among

_NOTHING = r"(?!)"  # a pattern that finds nothing, where authors alone are asked for

Find = tuple[int, int, str]  # start, end, and what it is when folded


class Marker:
    """A query as one pattern over folded text."""

    def __init__(self, query: Query) -> None:
        # The longest first: "gas prices" before "gas".
        of_text = {_pattern(one) for one in phrases(query) if one.field != "author"}
        wanted = sorted(of_text, key=lambda one: (-len(one), one))
        self._pattern = re.compile(rf"(?:{'|'.join(wanted)})\b" if wanted else _NOTHING)

    def marked(self, text: str) -> str:
        """All of a text as HTML, what was found in <mark>."""
        return _html(text, 0, len(text), self._finds(text))

    def passage(self, text: str) -> str:
        """The passage with the most different finds as HTML; "…" where something is left out."""
        finds = list(islice(self._finds(text), _LOOKED_AT))
        start = _start_of_word(text, _best(finds) - _BEFORE)
        end = _end_of_word(text, start + PASSAGE)
        before, after = "… " if start else "", " …" if end < len(text) else ""
        return before + _html(text, start, end, finds) + after

    def finds_in(self, text: str) -> bool:
        """Whether any of it is there."""
        return next(self._finds(text), None) is not None

    def score(self, texts: Sequence[str | None]) -> float:
        """How well some texts answer the query: the more of its words, the more often, the better.

        Each counts less the more often it comes, and in a long text less than in a short one: BM25
        (Robertson and Zaragoza, 2009, https://doi.org/10.1561/1500000019) without the rareness of
        words, which cannot be known without counting all that has them. So it depends on nothing
        but the texts, and no page of a ranking shifts when others come.
        """
        score = 0.0
        for text in filter(None, texts):
            counts = Counter(self._pattern.findall(fold(text[:MOST_CHARACTERS])))
            length = len(text) / _LONG
            score += sum(count / (count + length) for count in counts.values())
        return round(score, 4)

    def _finds(self, text: str) -> Iterator[Find]:
        folded, stands = fold_in_place(text[:MOST_CHARACTERS])
        for match in self._pattern.finditer(folded):
            start, end = match.span()
            yield (stands[start], stands[end], match[0]) if stands else (start, end, match[0])


@lru_cache(maxsize=256)
def marker(query: Query) -> Marker:
    """A query's marker; kept, since to compile its pattern takes longer than to use it."""
    return Marker(query)


def _pattern(phrase: Phrase) -> str:
    first = phrase.words[0]
    # The word's start is looked for behind its letters: the engine skips to a letter, where it
    # would try a boundary at every character (7 times slower for one word, twice for three).
    words = [rf"{first}(?<=\b{first})", *phrase.words[1:]]
    # Of a word that was cut, and of one left open, any letters may follow.
    cut = [r"\w*" * (len(word) == LONGEST) for word in phrase.words]
    joined = r"\W+".join(word + more for word, more in zip(words, cut, strict=True))
    return joined + r"\w*" * phrase.open


def _html(text: str, start: int, end: int, finds: Iterator[Find] | Sequence[Find]) -> str:
    parts: list[str] = []
    at = start
    for first, last, _ in finds:
        if start <= first and last <= end:
            found = escape(text[first:last], quote=False)
            parts += escape(text[at:first], quote=False), f"<mark>{found}</mark>"
            at = last
    return "".join([*parts, escape(text[at:end], quote=False)])


def _best(finds: Sequence[Find]) -> int:
    """Where the passage with the most different finds begins; the first of equals."""
    room = PASSAGE - 2 * _BEFORE

    def different(at: int) -> int:
        start = finds[at][0]
        near = takewhile(lambda find: find[0] < start + room, finds[at:])
        return len({folded for _, _, folded in near})

    return finds[max(range(len(finds)), key=different)][0] if finds else 0


def _start_of_word(text: str, near: int) -> int:
    if near <= 0:
        return 0
    space = text.find(" ", near, near + _BEFORE)
    return space + 1 if space >= 0 else near


def _end_of_word(text: str, near: int) -> int:
    if near >= len(text):
        return len(text)
    space = text.rfind(" ", near - _BEFORE, near)
    return space if space >= 0 else near
