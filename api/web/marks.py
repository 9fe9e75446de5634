"""Marks in a text: spans that may overlap, split where any of them begins or ends.

HTML nests, quotes and figures need not: a figure may begin inside a quote's words and end behind
them. So each stretch of text between two boundaries is one piece that knows all that it is part of.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text, end exclusive, that is to be marked: `id` says as what."""

    start: int
    end: int
    id: str
    classes: str


class Piece(NamedTuple):
    """A stretch of text with the spans that it is part of, the longest first.

    `begins` are the ids of those that had no piece before it.
    """

    text: str
    spans: tuple[Span, ...]
    begins: tuple[str, ...]


def pieces(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[Piece]:
    """The text between two places in pieces: each span's classes and ids are those of its pieces.

    Takes as long as the text and the spans are, times how deep they nest.
    """
    waiting = sorted(
        (one for one in spans if one.start < end and one.end > start and one.start < one.end),
        key=lambda one: (one.start, -one.end),
        reverse=True,
    )
    active: list[Span] = []
    begun: set[str] = set()
    at = start
    while at < end:
        while waiting and waiting[-1].start <= at:
            active.append(waiting.pop())
        active = [one for one in active if one.end > at]
        limits = [one.end for one in active]
        if waiting:
            limits.append(waiting[-1].start)
        stop = min([end, *limits])
        ordered = tuple(sorted(active, key=lambda one: (one.start - one.end, one.start)))
        begins = tuple(dict.fromkeys(one.id for one in ordered if one.id not in begun))
        begun.update(begins)
        yield Piece(text[at:stop], ordered, begins)
        at = stop
