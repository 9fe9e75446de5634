"""Where a place of one text stands in another that says the same there.

    Anchoring(old, new).place([(10, 24)], Likeness.WORDS)      [(31, 45)], or None

As web annotations are found again (W3C Web Annotation, TextQuoteSelector): by the words with what
stands before and after them, then by words that differ in their spelling. A place that is not sure
is none: two places that are equally good, words that are missing, other numbers.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ..models.items import CONTEXT

Spans = list[tuple[int, int]]

WIDE_CONTEXT = 256  # characters on each side that decide between two places
_MOST = 50  # places that are looked at; what stands more often is nothing to go by
_ENOUGH = 40  # characters, with their context in one paragraph, that are enough to know them by
# Places are equally good whose scores differ by less: beside one whose context is the same
# throughout, and among those of which none is; contexts that have nothing in common differ by 0.1.
_ALIKE, _BOTH_UNLIKE = 0.02, 0.15
_FURTHER = 12  # characters by which the better of two places agrees further, all in one run

# A number keeps its separators; a sign that gives a number its meaning is a word.
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[%‰°$€£¥₹₽]")
_WORD_BEFORE = re.compile(r"([^\W_]+)(?:[^\w.!?\n]*|(?<=\d)\.)$")
_WORD_AFTER = re.compile(r"(?:[^\w.!?\n]|\.(?=\d))*([^\W_]+)")


class Likeness(Enum):
    """What has to be alike, and how much of it, with its context, from 0 to 1."""

    CHARACTERS = 0.8  # every one, and the words next to it: a figure means little without them
    WORDS = 0.6  # each, but for case, punctuation, blanks and spelling


class _Words(NamedTuple):
    """The words of a text without case, and their spans; `line` is all of them, with blanks."""

    words: list[str]
    spans: Spans
    line: str
    starts: list[int]  # of each word in the line


class Anchoring:
    """Finds the places of one text in another. Costs grow with the texts and not their product."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        self._head = _common_head(old, new)
        longest_tail = min(len(old), len(new)) - self._head
        self._tail = _common_head(old[::-1], new[::-1], longest_tail)

    def place(self, parts: Spans, likeness: Likeness) -> Spans | None:
        """The parts' spans in the new text; None where that is not sure."""
        if (moved := self._untouched(parts)) is not None:
            return moved
        found = self._by_words(parts) if likeness is Likeness.WORDS else self._verbatim(parts)
        old = parts[0][0], parts[-1][1]
        good: list[tuple[float, Spans]] = []
        for candidate in found:
            new = candidate[0][0], candidate[-1][1]
            if self._fits(old, new, likeness) and not self._is_untouched(new):
                score = self._score(old, new)
                if score >= likeness.value:
                    good.append((score, candidate))
        best = _best(good)
        return best[0] if len(best) == 1 else self._furthest(old, best)

    def _untouched(self, parts: Spans) -> Spans | None:
        """The same place where the text did not change, before the first change or after the last.

        Its context did not change either: "$5" may go on as "$5 million".
        """
        start, end = parts[0][0], parts[-1][1]
        if min(end + CONTEXT, len(self.old)) <= self._head and (
            end + CONTEXT <= len(self.old) or len(self.old) == len(self.new)
        ):
            return parts
        shift = len(self.new) - len(self.old)
        first = len(self.old) - self._tail
        if start - CONTEXT >= first:
            return [(start + shift, end + shift) for start, end in parts]
        return None

    def _is_untouched(self, place: tuple[int, int]) -> bool:
        """Whether a place of the new text is one of the old text already, of other words."""
        start, end = place
        return end + CONTEXT <= self._head or start - CONTEXT >= len(self.new) - self._tail

    def _verbatim(self, parts: Spans) -> Iterator[Spans]:
        start, end = parts[0][0], parts[-1][1]
        for at in _occurrences(self.new, self.old[start:end]):
            yield [(at + first - start, at + last - start) for first, last in parts]

    def _by_words(self, parts: Spans) -> Iterator[Spans]:
        """Places with the same words, of which some third stands there letter by letter."""
        start, end = parts[0][0], parts[-1][1]
        wanted = _words_of(self.old[start:end])
        if not wanted.words:
            yield from self._verbatim(parts)
            return
        for first in sorted(self._alignments(wanted.words)):
            there = self._words.words[first : first + len(wanted.words)]
            if len(there) == len(wanted.words) and all(map(_same, wanted.words, there)):
                spans = [self._part(part, start, wanted, first) for part in parts]
                if None not in spans:
                    yield [span for span in spans if span]

    def _alignments(self, wanted: Sequence[str]) -> set[int]:
        """The words of the new text that may be the first of the wanted."""
        line, starts = self._words.line, self._words.starts
        size = -(-len(wanted) // 3)
        found: set[int] = set()
        for at in range(0, len(wanted), size):
            phrase = f" {' '.join(wanted[at : at + size])} "
            for place in _occurrences(line, phrase):
                found.add(bisect_left(starts, place + 1) - at)
        return {first for first in found if first >= 0}

    def _part(
        self, part: tuple[int, int], start: int, wanted: _Words, first: int
    ) -> tuple[int, int] | None:
        """One part where the words were found, with the marks at its ends that it had."""
        inside = [
            index
            for index, (begin, end) in enumerate(wanted.spans)
            if part[0] <= start + begin and start + end <= part[1]
        ]
        if not inside:
            return None
        begin, end = (
            self._words.spans[first + inside[0]][0],
            self._words.spans[first + inside[-1]][1],
        )
        for _ in range(start + wanted.spans[inside[0]][0] - part[0]):
            begin -= begin > 0 and _is_mark(self.new[begin - 1])
        for _ in range(part[1] - start - wanted.spans[inside[-1]][1]):
            end += end < len(self.new) and _is_mark(self.new[end])
        return begin, end

    def _fits(self, old: tuple[int, int], new: tuple[int, int], likeness: Likeness) -> bool:
        """Whether the sentence goes on at both ends as it did."""
        before, after = _neighbours(self.old, *old), _neighbours(self.new, *new)
        if likeness is Likeness.WORDS:
            return [bool(word) for word in before] == [bool(word) for word in after]
        return before == after and _touching(self.old, *old) == _touching(self.new, *new)

    def _furthest(self, old: tuple[int, int], places: list[Spans]) -> Spans | None:
        """Of places that are alike, the one whose context agrees further than that of all others.

        In one run on each side: what two passages have in common here and there says nothing.
        """
        runs = []
        for place in places:
            new = place[0][0], place[-1][1]
            was, now = _wide_context(self.old, *old), _wide_context(self.new, *new)
            run = sum(_common_head(one, other) for one, other in zip(was, now, strict=True))
            runs.append((run, place))
        runs.sort(reverse=True)
        return runs[0][1] if len(runs) > 1 and runs[0][0] - runs[1][0] >= _FURTHER else None

    def _score(self, old: tuple[int, int], new: tuple[int, int]) -> float:
        """How much of a place and its context is alike, from 0 to 1.

        The context ends with the paragraph, whose neighbours may have changed, unless too little
        would be left.
        """
        length = old[1] - old[0]
        inside = _context(self.old, old, whole=False)
        whole = length + sum(map(len, inside)) < _ENOUGH
        around = [
            _context(text, at, whole=whole) for text, at in ((self.old, old), (self.new, new))
        ]
        return _alike(length, *around)

    @cached_property
    def _words(self) -> _Words:
        return _words_of(self.new)


def _common_head(one: str, other: str, longest: int | None = None) -> int:
    """How many characters two texts have in common, from their start on."""
    low, high = 0, min(len(one), len(other)) if longest is None else longest
    while low < high:  # each half is compared once: linear in all
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _occurrences(text: str, wanted: str) -> list[int]:
    """Where it stands; nowhere if it stands in too many places."""
    places = list(islice(_each(text, wanted), _MOST + 1))
    return places if len(places) <= _MOST else []


def _each(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _words_of(text: str) -> _Words:
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [text[start:end].casefold() for start, end in spans]
    starts, at = [], 1
    for word in words:
        starts.append(at)
        at += len(word) + 1
    return _Words(words, spans, f" {' '.join(words)} ", starts)


def _same(one: str, other: str) -> bool:
    """Whether two words are one, spelt in two ways: "organisation", "recieve".

    A letter in six may differ, and not the first: "legal" and "illegal" are two words, as are
    "million" and "billion".
    """
    if one == other:
        return True
    most = max(len(one), len(other)) // 6
    alike = one[0] == other[0] and one.isalpha() and other.isalpha()
    return alike and OSA.distance(one, other, score_cutoff=most) <= most


def _is_mark(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _neighbours(text: str, start: int, end: int) -> list[str]:
    """The words before and after, in the same sentence."""
    before = _WORD_BEFORE.search(text[max(0, start - CONTEXT) : start])
    after = _WORD_AFTER.match(text[end : end + CONTEXT])
    return [match[1].casefold() if match else "" for match in (before, after)]


def _touching(text: str, start: int, end: int) -> list[str]:
    """The characters right before and after; the ends of a text are blanks, as are line breaks."""
    touching = [text[start - 1 : start], text[end : end + 1]]
    return [character.strip() for character in touching]


def _best(scored: list[tuple[float, Spans]]) -> list[Spans]:
    """The place with the best score, and those that are as good."""
    best = max((score for score, _ in scored), default=0)
    margin = _ALIKE if best > 1 - _ALIKE else _BOTH_UNLIKE
    return [place for score, place in scored if best - score < margin]


def _context(text: str, place: tuple[int, int], *, whole: bool) -> tuple[str, str]:
    start, end = place
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return (before, after) if whole else (before.rpartition("\n")[2], after.partition("\n")[0])


def _wide_context(text: str, start: int, end: int) -> tuple[str, str]:
    """The context before, from its end on, and that after."""
    return text[max(0, start - WIDE_CONTEXT) : start][::-1], text[end : end + WIDE_CONTEXT]


def _alike(length: int, old: tuple[str, str], new: tuple[str, str]) -> float:
    sizes = [max(len(one), len(other)) for one, other in zip(old, new, strict=True)]
    same = [
        fuzz.ratio(one, other) / 100 * size
        for one, other, size in zip(old, new, sizes, strict=True)
    ]
    return (length + sum(same)) / (length + sum(sizes))
