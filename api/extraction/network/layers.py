"""Gated dilated convolutions over a strip of tokens.

After Strubell et al. 2017, "Fast and accurate entity recognition with iterated dilated
convolutions", and Dauphin et al. 2017 for the gates; every layer adds to what it was given and
normalises the sum. Two rows at a time are worked out by four products instead of six: F(2, 3) of
Lavin and Gray 2016, "Fast algorithms for convolutional neural networks".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_FLAT = 1e-5  # of layer normalisation, as in training


@dataclass(frozen=True, slots=True)
class Layer:
    """One convolution of kernel 3 with its gate, halved: see `layers_of`.

    Of what it takes of the row before, of the row itself and of the row after, `added` is half the
    sum of all, and `subtracted` the same less what it takes of the row itself.
    """

    dilation: int
    before: Floats
    added: Floats
    subtracted: Floats
    after: Floats
    bias: Floats
    scale: Floats
    shift: Floats


def layers_of(
    stored: dict[str, NDArray[Any]], dilations: Iterable[int], first: int = 0
) -> tuple[Layer, ...]:
    """Take layers out of a weights file, counted from `first`.

    The logistic gate is taken by way of tanh, which has no overflow: v / (1 + exp(-g)) is
    v / 2 * (1 + tanh(g / 2)), and both halves are put into the layer.
    """
    return tuple(
        _layer(stored, number, int(dilation)) for number, dilation in enumerate(dilations, first)
    )


def _layer(stored: dict[str, NDArray[Any]], number: int, dilation: int) -> Layer:
    half = np.float32(0.5)
    weights = np.ascontiguousarray(whole(stored, f"layer{number}").T) * half
    before, own, after = weights.reshape(3, -1, weights.shape[1])
    return Layer(
        dilation,
        before,
        (before + own + after) * half,
        (before - own + after) * half,
        after,
        stored[f"layer{number}.bias"] * half,
        stored[f"norm{number}.weight"],
        stored[f"norm{number}.bias"],
    )


def convolve(x: Floats, layers: tuple[Layer, ...], blank: NDArray[np.int64] | None = None) -> None:
    """Run layers over a strip, a row a token, in place; rows `blank` are kept at nought."""
    strip = _Strip(x, max(layer.dilation for layer in layers))
    for layer in layers:
        strip.add(layer)
        normalize(strip.rows, layer.scale, layer.shift)
        if blank is not None:
            strip.rows[blank] = 0
    x[:] = strip.rows


class _Strip:
    """Rows with noughts around them, to be convolved.

    The same memory serves every layer: asking the system for more costs as much as the work.
    """

    def __init__(self, x: Floats, longest: int) -> None:
        """Take rows, and the longest dilation that they will be convolved with."""
        length, width = x.shape
        self._start, self._end = 2 * longest, 2 * longest + length
        self._padded = np.zeros((self._end + 2 * self._start, width), np.float32)
        self.rows: Floats = self._padded[self._start : self._end]
        self.rows[:] = x
        half = length // 2 + self._start
        self._seen = np.empty((half, width), np.float32)
        self._mixed = np.empty((3, half, 2 * width), np.float32)

    def add(self, layer: Layer) -> None:
        """Add to each row what a layer makes of it and of the rows a dilation before and after."""
        step = layer.dilation
        count = -(-len(self.rows) // (2 * step))
        # Rows in pairs, a dilation apart; `before` are the second ones of the pairs before.
        low, high = self._start - 2 * step, self._start + 2 * step * (count + 1)
        pairs = self._padded[low:high].reshape(count + 2, 2, step, -1)
        before, one, two, after = pairs[:-2, 1], pairs[1:-1, 0], pairs[1:-1, 1], pairs[2:, 0]
        seen = self._seen[: count * step]
        each = seen.reshape(one.shape)
        first, second, part = self._mixed[:, : count * step]
        np.add(one, two, out=each)
        np.matmul(seen, layer.added, out=second)
        second += layer.bias
        np.subtract(two, one, out=each)
        np.matmul(seen, layer.subtracted, out=part)
        np.subtract(before, two, out=each)
        np.matmul(seen, layer.before, out=first)
        first += second
        first += part
        second -= part
        np.subtract(one, after, out=each)
        np.matmul(seen, layer.after, out=part)
        second -= part
        one += _gated(first, seen).reshape(one.shape)
        two += _gated(second, seen).reshape(two.shape)
        self._padded[self._end :] = 0


def _gated(mixed: Floats, out: Floats) -> Floats:
    """What comes through the gates, which are the second half of each row."""
    width = out.shape[1]
    np.tanh(mixed[:, width:], out=out)
    out += 1
    out *= mixed[:, :width]
    return out


def normalize(x: Floats, scale: Floats, shift: Floats) -> None:
    """Normalise each row, in place."""
    width = x.shape[1]
    x -= (x @ np.full(width, 1 / width, np.float32))[:, None]  # a fifth of the time of x.mean
    spread = np.einsum("ij,ij->i", x, x)
    spread /= width
    spread += _FLAT
    x *= (1 / np.sqrt(spread))[:, None]
    x *= scale
    x += shift


def whole(stored: dict[str, NDArray[Any]], name: str) -> Floats:
    """Give a table that is stored as int8 with a scale a row."""
    table: Floats = stored[name] * stored[f"{name}.scale"][:, None]
    return table
