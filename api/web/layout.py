"""An article's text laid out: in parts that a page can hold, paragraph by paragraph, with notes."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .marks import Piece, Span, pieces

LONGEST = 24_000  # characters of a part
MOST_MARKS = 100  # quotes and figures of a part, where it has the least characters
_LEAST = 4_000
_PARAGRAPH = re.compile(r"\n\s*")


class Part(NamedTuple):
    """What one page shows of a text; `before` and `after` are places in its neighbours."""

    start: int
    end: int
    before: int | None
    after: int | None


class Block(NamedTuple):
    """A paragraph, in pieces, with the quotes and figures that begin in it."""

    pieces: Sequence[Piece]
    quotes: Sequence[Mapping[str, Any]]
    figures: Sequence[Mapping[str, Any]]


def part_at(text: str, readings: Sequence[Mapping[str, Any]], at: int) -> Part:
    """The part of a text that holds a place; the last for a place behind the end."""
    starts = sorted(reading["selector"]["start"] for reading in readings)
    before, start = None, 0
    while (end := _end_of_part(text, starts, start)) <= at and end < len(text):
        before, start = start, end
    return Part(start, end, before, end if end < len(text) else None)


def annotated(article: Mapping[str, Any], part: Part) -> list[Block]:
    """The paragraphs of a part, with the marks in them and what stands beside them."""
    text = article["text"]
    every = [*_spans_of_quotes(article["quotes"]), *_spans_of_figures(article["figures"])]
    spans = [one for one in every if one.start < part.end and one.end > part.start]
    quotes = _begun(article["quotes"], part.start, part.end)
    figures = _begun(article["figures"], part.start, part.end)
    return [
        Block(
            list(pieces(text, spans, start, end)),
            _begun(quotes, start, end),
            _begun(figures, start, end),
        )
        for start, end in _paragraphs(text, part)
    ]


def _end_of_part(text: str, starts: Sequence[int], start: int) -> int:
    end, crowded = start + LONGEST, bisect_left(starts, start) + MOST_MARKS
    if crowded < len(starts):
        end = min(end, max(starts[crowded], start + _LEAST))
    if end >= len(text):
        return len(text)
    least = start + _LEAST // 2
    return max(text.rfind("\n", least, end) + 1, text.rfind(" ", least, end) + 1) or end


def _paragraphs(text: str, part: Part) -> Iterator[tuple[int, int]]:
    at = part.start
    for gap in _PARAGRAPH.finditer(text, part.start, part.end):
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if at < part.end:
        yield at, part.end


def _begun(readings: Sequence[Mapping[str, Any]], start: int, end: int) -> list[Mapping[str, Any]]:
    return [reading for reading in readings if start <= reading["selector"]["start"] < end]


def _spans_of_quotes(quotes: Sequence[Mapping[str, Any]]) -> Iterator[Span]:
    for quote in quotes:
        for part in quote["parts"]:
            yield Span(part["start"], part["end"], f"q{quote['id']}", f"q {quote['kind']}")


def _spans_of_figures(figures: Sequence[Mapping[str, Any]]) -> Iterator[Span]:
    for figure in figures:
        place = figure["selector"]
        yield Span(place["start"], place["end"], f"f{figure['id']}", f"f {figure['salience']}")
