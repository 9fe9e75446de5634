"""The network that points from a figure to the words of its entity and of its property.

Word rows go through gated convolutions that all figures of a region share; then each figure is
marked in its own window, with every token's distance to it, and goes through a few convolutions
more; last, the figure's state asks four questions of each token: where its entity starts and ends,
and where its property does, or whether it has none. `api.extraction.training` makes the weights.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...network.layers import Floats, convolve, layers_of, normalize, whole
from ...network.words import WordRows, load_weights, vocabulary
from .windows import Region, Window

_ROWS = 2500  # of a strip, about: what a layer works on then fits a processor's cache
LONGEST_SPAN = 12  # tokens of an entity or a property
# Nats for an entity of one token, two, …, half of what the annotated ones tell; a property is long
# only where something went wrong.
LENGTHS = (
    (0, -0.07, -0.5, -0.85, -1.1, -1.5, -1.6, -2.2, -2.4, -2.6, -3, -3),
    (0, 0, 0, 0, 0, 0, -0.5, -1, -1.5, -2, -2.5, -3),
)
CROSSING = np.float32(-4)  # nats for a span that holds a figure
SOURCE = np.float32(-8)  # nats for an entity that holds who says so
_CHOICES = 4  # spans of a target that are weighed against the other target's
_LEAST = 1e-12
_FAR = 200  # tokens beyond which a distance says no more
_NEAR = 8  # distances told apart one by one
_SIDE = 21  # buckets of distance to either side
_SELF, _OTHER = 1, 2  # marks: the figure itself, another one
_TARGETS = 2  # entity, property

Ints = NDArray[np.int64]
T = TypeVar("T")


class Pointed(NamedTuple):
    """Where the network points for one target: rows of the region, ends exclusive.

    `span` is None where it has none; `share` is how much of all belief is in that.
    """

    span: tuple[int, int] | None
    share: float


class Pointers:
    """The network with its weights."""

    def __init__(self, stored: dict[str, NDArray[Any]]) -> None:
        self._words = WordRows(stored, vocabulary())
        self._enter: Floats = np.ascontiguousarray(whole(stored, "enter").T)
        self._place: Floats = stored["place"] + stored["enter.bias"]
        self._norm = stored["norm.weight"], stored["norm.bias"]
        shared = [int(dilation) for dilation in stored["shared"]]
        late = [int(dilation) for dilation in stored["late"]]
        self._shared = layers_of(stored, shared)
        self._late = layers_of(stored, late, len(shared))
        self._gap, self._late_gap = max(shared), max(late)
        self._marks: Floats = stored["mark"]
        self._distances: Floats = stored["far"]
        self._late_norm = stored["latenorm.weight"], stored["latenorm.bias"]
        width = self._enter.shape[1]
        self._width = width
        self._key: Floats = np.ascontiguousarray(
            np.concatenate([whole(stored, "key"), stored["alone.weight"]]).T
        )
        self._key_bias = np.concatenate([stored["key.bias"], stored["alone.bias"]])
        asked = whole(stored, "query"), stored["query.bias"]
        scale = np.float32(1 / np.sqrt(len(asked[1]) / (2 * _TARGETS)))
        self._query: Floats = np.ascontiguousarray(
            np.concatenate([asked[0] * scale, stored["null.weight"]]).T
        )
        self._query_bias = np.concatenate([asked[1] * scale, stored["null.bias"]])
        self._nearby: Floats = np.ascontiguousarray(stored["distance"].T)

    def read(self, regions: list[Region]) -> Iterator[tuple[Region, Window, Floats]]:
        """Give the log-probabilities of each figure's four pointers.

        A row a pointer (entity's first, entity's last, property's first, last); column 0 is
        "none", column i + 1 the token at row i of the window.
        """
        for strip in _strips(regions, lambda region: len(region.words)):
            states = self._shared_states(strip)
            asked = [
                (region, window, offset)
                for region, offset in zip(strip, states.offsets, strict=True)
                for window in region.windows
            ]
            for some in _strips(asked, lambda one: one[1].high - one[1].low):
                yield from self._point(some, states.rows)

    def _shared_states(self, strip: list[Region]) -> "_States":
        offsets, blank, size = _laid_out([len(region.words) for region in strip], self._gap)
        x = np.zeros((size, self._width), np.float32)
        for region, offset in zip(strip, offsets, strict=True):
            rows = self._words.of(region.words) @ self._enter
            rows += self._place[region.places]
            x[offset : offset + len(rows)] = rows
        np.maximum(x, 0, out=x)
        normalize(x, *self._norm)
        x[blank] = 0
        convolve(x, self._shared, blank)
        return _States(x, offsets)

    def _point(
        self, asked: list[tuple[Region, Window, int]], states: Floats
    ) -> Iterator[tuple[Region, Window, Floats]]:
        lengths = [window.high - window.low for _, window, _ in asked]
        offsets, blank, size = _laid_out(lengths, self._late_gap)
        y = np.zeros((size, self._width), np.float32)
        for (region, window, from_), offset, length in zip(asked, offsets, lengths, strict=True):
            at = slice(offset, offset + length)
            y[at] = states[from_ + window.low : from_ + window.high]
            y[at] += self._distances[_buckets(window.low - window.first, length)]
            marks = np.zeros(len(region.words), np.int64)
            marks[region.numeric] = _OTHER
            marks[window.first : window.end] = _SELF
            y[at] += self._marks[marks[window.low : window.high]]
        normalize(y, *self._late_norm)
        y[blank] = 0
        convolve(y, self._late, blank)
        keys: Floats = y @ self._key
        keys += self._key_bias
        for (region, window, _), offset, length in zip(asked, offsets, lengths, strict=True):
            at = slice(offset, offset + length)
            first, end = window.first - window.low, window.end - window.low
            state = y[at][first:end].mean(0)
            question = state @ self._query + self._query_bias
            yield region, window, self._scores(keys[at], question, first, end)

    def _scores(self, keys: Floats, question: Floats, first: int, end: int) -> Floats:
        pointers = 2 * _TARGETS
        each = (len(question) - pointers) // pointers
        scores = np.empty((pointers, len(keys) + 1), np.float32)
        for pointer in range(pointers):
            part = slice(pointer * each, (pointer + 1) * each)
            scores[pointer, 1:] = keys[:, part] @ question[part]
        scores[:, 1:] += keys[:, pointers * each :].T
        scores[:, 1:] += self._nearby[:, _buckets(-first, len(keys))]
        scores[:, 1 + first : 1 + end] = -np.inf  # the figure is not its own entity
        scores[:, 0] = question[pointers * each :]
        scores -= scores.max(1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(1, keepdims=True))
        return scores


@dataclass(frozen=True, slots=True)
class _States:
    rows: Floats
    offsets: list[int]


def pointed(
    scores: Floats, figures: list[int], sources: list[int] | None = None
) -> tuple[Pointed, Pointed]:
    """The entity and the property: the likeliest two spans that share no token.

    `figures` are the rows of the window that figures stand in, which a span rarely holds, and
    `sources` those of who says so, which an entity rarely holds.
    """
    length = scores.shape[1] - 1
    reach = min(LONGEST_SPAN, length)
    penalty = _penalty(figures, length, reach) * CROSSING
    penalties = [
        penalty + _penalty(sources, length, reach) * SOURCE if sources else penalty,
        penalty,
    ]
    choices = [
        _choices(
            scores[2 * target],
            scores[2 * target + 1],
            penalties[target] + np.array(LENGTHS[target][:reach], np.float32),
        )
        for target in range(_TARGETS)
    ]
    best, chosen = -np.inf, (choices[0][0], choices[1][0])
    for entity in choices[0]:
        for quality in choices[1]:
            both = entity.share * quality.share
            if both > best and not _overlap(entity.span, quality.span):
                best, chosen = both, (entity, quality)
    return chosen


def _penalty(rows: list[int], length: int, reach: int) -> Floats:
    """1 for the spans from token i to token i + k that hold one of some rows, else 0."""
    held = np.zeros(length + reach + 1, np.float32)
    held[1:][rows] = 1
    held = held.cumsum()
    ends = _spread(held[1:], length, reach)
    return (ends > held[:length, None]).astype(np.float32)


def _choices(starts: Floats, ends: Floats, prior: Floats) -> list[Pointed]:
    """The likeliest spans of one target and "none", best first."""
    length, reach = prior.shape
    padded = np.full(length + reach, -np.inf, np.float32)
    padded[:length] = ends[1:]
    # spans[i, k]: from token i to token i + k
    spans = _spread(padded, length, reach) + starts[1:, None]
    belief = np.exp(spans + prior).ravel()
    nothing = float(np.exp(starts[0] + ends[0]))
    total = nothing + float(belief.sum()) + _LEAST
    few = (
        np.argsort(belief)[-_CHOICES:]
        if len(belief) < _CHOICES
        else belief.argpartition(-_CHOICES)[-_CHOICES:]
    )
    found = [Pointed(None, nothing / total)]
    for place in few:
        first, more = divmod(int(place), reach)
        found.append(Pointed((first, first + more + 1), float(belief[place]) / total))
    return sorted(found, key=attrgetter("share"), reverse=True)


def _spread(values: Floats, length: int, reach: int) -> Floats:
    """A row for each of the first `length` values: it and those behind it, `reach` in all.

    NumPy's own sliding_window_view checks so much that it takes ten times as long.
    """
    (step,) = values.strides
    return np.ndarray((length, reach), values.dtype, values, strides=(step, step))


def _overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def _laid_out(lengths: list[int], gap: int) -> tuple[list[int], Ints, int]:
    """Lay pieces out in one strip with blank rows between: offsets, blank rows, size."""
    offsets, at = [], 0
    blank: list[int] = []
    for length in lengths:
        offsets.append(at)
        at += length
        blank += range(at, at + gap)
        at += gap
    return offsets, np.array(blank, np.int64), at


def _strips(items: list[T], length: Callable[[T], int]) -> Iterator[list[T]]:
    """Take items together until they fill a strip."""
    strip: list[T] = []
    size = 0
    for item in items:
        if strip and size + length(item) > _ROWS:
            yield strip
            strip, size = [], 0
        strip.append(item)
        size += length(item)
    if strip:
        yield strip


def _buckets(first: int, length: int) -> Ints:
    """Buckets of the distances first, first + 1, …: the left side's, then the right side's."""
    return _all_buckets()[_FAR + first : _FAR + first + length]  # windows are far shorter than _FAR


@cache
def _all_buckets() -> Ints:
    distance = np.arange(-_FAR, _FAR + 1)
    size = np.minimum(np.abs(distance), _FAR)
    far = (_NEAR + 3 * np.log2(np.maximum(size, _NEAR) / _NEAR)).astype(np.int64)
    size = np.where(size < _NEAR, size, np.minimum(far, _SIDE - 1))
    return np.where(distance < 0, size, _SIDE + size)


@cache
def pointers() -> Pointers:
    """The network with the weights that ship with the package."""
    return Pointers(load_weights(__package__, "weights.npz"))
