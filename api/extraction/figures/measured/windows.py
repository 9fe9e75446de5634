"""What is read of a text to tell what its figures measure: the words around each figure.

A figure's window reaches from some tokens before it, sentences before its own among them, to the
end of its sentence. Windows that overlap share a region, so that what does not depend on the figure
is worked out once. A figure's window is bounded, and so is a region: the work grows with the number
of figures, whatever the text.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ...document import Document
from ...network.features import BREAK

LEFT, RIGHT = 64, 40  # tokens seen before a figure and behind it
_LONGEST = 400  # tokens of a region, unless one window alone is longer
_LONGEST_FIGURE = 30  # tokens of a figure that are marked

WITHIN, OPENING, BETWEEN = 0, 1, 2  # a token in a sentence, its first token, a paragraph break
PLACES = 3


@dataclass(frozen=True, slots=True)
class Window:
    """Where a figure stands in a region and what it sees: rows, ends exclusive.

    `number` is the number of the figure among those of the document.
    """

    number: int
    first: int
    end: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Region:
    """A run of tokens: `tokens[i]` is the document's number of row i, -1 for a paragraph break.

    `numeric` are the rows of all figures in it.
    """

    words: list[str]
    places: list[int]
    tokens: list[int]
    numeric: list[int]
    windows: list[Window]


def regions(document: Document, figures: Iterable[tuple[int, int]]) -> list[Region]:
    """Cut out the regions of figures, given by their tokens (first, end), in order.

    A figure with no word around it is in none.
    """
    strip = _Strip(document)
    spans = [strip.rows(first, end) for first, end in figures]
    found: list[tuple[int, int, list[int]]] = []
    for number, span in enumerate(spans):
        low, high = strip.seen(*span)
        if not strip.has_words(low, high):  # nothing that it could be a reading of
            continue
        if found:
            start, stop, numbers = found[-1]
            if low < stop and max(high, stop) - start <= _LONGEST:
                numbers.append(number)
                found[-1] = start, max(high, stop), numbers
                continue
        found.append((low, high, [number]))
    return [strip.cut(low, high, numbers, spans) for low, high, numbers in found]


class _Strip:
    """A document's tokens with a break between paragraphs: rows."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._opening = [first for first, _ in document.sentences]
        self._breaks = [first for first, _ in document.paragraphs[1:]]
        is_word = np.array([word[0].isalpha() for word in document.words], np.bool_)
        self._words_before = np.concatenate(([0], is_word.cumsum(dtype=np.int32)))

    def has_words(self, low: int, high: int) -> bool:
        """Whether a word stands in these rows, beside numbers and signs."""
        first, end = self._token(low), self._token(high - 1) + 1
        return bool(self._words_before[first] < self._words_before[end])

    def rows(self, first: int, end: int) -> tuple[int, int]:
        """The rows of some tokens, not too many."""
        start = self._row(first)
        return start, min(self._row(end - 1) + 1, start + _LONGEST_FIGURE)

    def seen(self, first: int, end: int) -> tuple[int, int]:
        """The rows that the figure at these rows sees."""
        sentence = bisect_right(self._opening, self._token(end - 1)) - 1
        stop = self._row(self._document.sentences[sentence][1] - 1) + 1
        return max(0, first - LEFT), max(end, min(stop, end + RIGHT))

    def cut(self, low: int, high: int, numbers: list[int], spans: list[tuple[int, int]]) -> Region:
        words, places, tokens = self._between(low, high)
        windows: list[Window] = []
        numeric: list[int] = []
        for number in numbers:
            first, end = spans[number]
            view = self.seen(first, end)
            windows.append(Window(number, first - low, end - low, view[0] - low, view[1] - low))
        near = range(max(numbers[0] - _FEW, 0), min(numbers[-1] + 1 + _FEW, len(spans)))
        for number in near:
            first, end = spans[number]
            numeric += range(max(first, low) - low, min(end, high) - low)
        return Region(words, places, tokens, numeric, windows)

    def _between(self, low: int, high: int) -> tuple[list[str], list[int], list[int]]:
        words: list[str] = []
        places: list[int] = []
        tokens: list[int] = []
        opening, breaks = set[int](), set[int]()
        first, end = self._token(low), self._token(high - 1) + 1
        at = bisect_right(self._opening, first - 1)
        while at < len(self._opening) and self._opening[at] < end:
            opening.add(self._opening[at])
            at += 1
        at = bisect_right(self._breaks, first - 1)
        while at < len(self._breaks) and self._breaks[at] < end:
            breaks.add(self._breaks[at])
            at += 1
        for token in range(first, end):
            if token in breaks and self._row(token) - 1 >= low:
                words.append(BREAK)
                places.append(BETWEEN)
                tokens.append(-1)
            words.append(self._document.words[token])
            places.append(OPENING if token in opening else WITHIN)
            tokens.append(token)
        return words[: high - low], places[: high - low], tokens[: high - low]

    def _row(self, token: int) -> int:
        return token + bisect_right(self._breaks, token)

    def _token(self, row: int) -> int:
        """The token of a row; of a break the token behind it."""
        low, high = 0, len(self._breaks)
        while low < high:  # breaks stand at the rows breaks[k] + k
            middle = (low + high) // 2
            if self._breaks[middle] + middle <= row:
                low = middle + 1
            else:
                high = middle
        return row - low if low == 0 or self._breaks[low - 1] + low - 1 < row else row - low + 1


_FEW = 30  # figures before and after a region's own that may stand in it
