"""Gold figures as arrays: what the network sees around each, and the words it should point at."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .. import document
from ..document import Document
from ..figures.build import read_figures
from ..figures.measured.windows import Region, Window, regions

UNKNOWN = -100  # where the gold does not say; no loss is taken there
NONE = 0  # the place of "none" among a pointer's answers; row i of the window is i + 1
TARGETS = ("entity", "property")
# Pronouns that no rule leads back to a name: the name itself is learnt where it is near.
OF_THINGS = frozenset({"it", "its", "they", "their", "them", "itself"})


@dataclass(frozen=True, slots=True)
class Ask:
    """One figure of a region: its window, its gold record and the four answers."""

    window: Window
    gold: dict[str, Any]
    answers: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A region with the figures that are asked about in it."""

    text: str
    region: Region
    asks: tuple[Ask, ...]


def examples(record: dict[str, Any]) -> Iterator[Example]:
    """Cut one gold record into examples.

    Figures stand where the engine finds them, so that training sees what run time sees; what it
    does not find stands where the gold says.
    """
    read = document.read(record["text"])
    found = [
        (figure.start, figure.end)
        for figure, _ in read_figures(read)
        if figure.dimension != "ordinal"
    ]
    golds: dict[tuple[int, int], dict[str, Any]] = {}
    for gold in record["figures"]:
        hits = [span for span in found if span[0] < gold["end"] and gold["start"] < span[1]]
        golds.setdefault(hits[0] if hits else (gold["start"], gold["end"]), gold)
    spans = sorted({*found, *golds})
    tokens = [under(read, start, end) for start, end in spans]
    kept = [(span, at) for span, at in zip(spans, tokens, strict=True) if at[0] < at[1]]
    for region in regions(read, [at for _, at in kept]):
        asks = [
            Ask(window, gold, _answers(read, region, window, gold))
            for window in region.windows
            if (gold := golds.get(kept[window.number][0])) is not None
        ]
        if asks:
            yield Example(record["text"], region, tuple(asks))


def under(read: Document, start: int, end: int) -> tuple[int, int]:
    """The tokens (first, end) that some characters touch."""
    return bisect_right(read.ends, start), bisect_left(read.starts, end)


def _answers(
    read: Document, region: Region, window: Window, gold: dict[str, Any]
) -> tuple[int, int, int, int]:
    rows = {token: row for row, token in enumerate(region.tokens) if token >= 0}
    entity = _span(read, gold, "entity")
    name = gold.get("entity_name")
    if entity is None and name:
        answers = [UNKNOWN, UNKNOWN]
    elif entity is not None and name and read.lower[entity[0]] in OF_THINGS and _one(entity):
        near = _named_before(read, region, window, name, entity[0])
        answers = _pointers(rows, window, near) if near else [UNKNOWN, UNKNOWN]
    else:
        answers = _pointers(rows, window, entity)
    first, last = answers
    opening, closing = _pointers(rows, window, _span(read, gold, "property"))
    return first, last, opening, closing


def _one(span: tuple[int, int]) -> bool:
    return span[1] - span[0] == 1


def _span(read: Document, gold: dict[str, Any], target: str) -> tuple[int, int] | None:
    start = gold.get(f"{target}_start")
    return None if start is None else under(read, start, gold[f"{target}_end"])


def _named_before(
    read: Document, region: Region, window: Window, name: str, token: int
) -> tuple[int, int] | None:
    """The last place in the window, before a token, where a name stands."""
    seen = [number for number in region.tokens[window.low : window.high] if number >= 0]
    wanted = [word.lower() for word in document.read(name).words]
    for first in range(token - len(wanted), seen[0] - 1, -1):
        if read.lower[first : first + len(wanted)] == wanted:
            return first, first + len(wanted)
    return None


def _pointers(rows: dict[int, int], window: Window, span: tuple[int, int] | None) -> list[int]:
    """First and last row of a span among a pointer's answers; the figure's own words left out."""
    if span is None:
        return [NONE, NONE]
    first, last = rows.get(span[0], -1), rows.get(span[1] - 1, -1)
    if window.first <= first < window.end:
        first = window.end
    if window.first <= last < window.end:
        last = window.first - 1
    if 0 <= first <= last and window.low <= first and last < window.high:
        return [first - window.low + 1, last - window.low + 1]
    return [UNKNOWN, UNKNOWN] if first > last else [NONE, NONE]
