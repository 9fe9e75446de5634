"""Gated dilated convolutions over a strip of tokens.

After Strubell et al. 2017, "Fast and accurate entity recognition with iterated dilated
convolutions", and Dauphin et al. 2017 for the gates; every layer adds to what it was given and
normalises the sum.
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
    """One convolution of kernel 3 with its gate, halved: see `layers_of`."""

    dilation: int
    weights: Floats
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
    half = np.float32(0.5)
    return tuple(
        Layer(
            int(dilation),
            np.ascontiguousarray(whole(stored, f"layer{number}").T) * half,
            stored[f"layer{number}.bias"] * half,
            stored[f"norm{number}.weight"],
            stored[f"norm{number}.bias"],
        )
        for number, dilation in enumerate(dilations, first)
    )


def convolve(x: Floats, layers: tuple[Layer, ...], blank: NDArray[np.int64] | None = None) -> None:
    """Run layers over a strip, a row a token, in place; rows `blank` are kept at nought."""
    width = x.shape[1]
    # The same memory serves every layer: asking the system for more costs as much as the work.
    window = np.zeros((len(x), 3 * width), np.float32)
    mixed = np.empty((len(x), 2 * width), np.float32)
    gate = np.empty((len(x), width), np.float32)
    for layer in layers:
        _look_around(window, x, layer.dilation)
        np.matmul(window, layer.weights, out=mixed)
        mixed += layer.bias
        np.tanh(mixed[:, width:], out=gate)
        gate += 1
        gate *= mixed[:, :width]
        x += gate
        normalize(x, layer.scale, layer.shift)
        if blank is not None:
            x[blank] = 0


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


def _look_around(window: Floats, x: Floats, dilation: int) -> None:
    """Write beside each row the rows `dilation` before and after it; zeros past the ends."""
    width = x.shape[1]
    before, after = window[:, :width], window[:, 2 * width :]
    before[:dilation] = 0
    before[dilation:] = x[: len(x) - dilation] if dilation < len(x) else 0
    window[:, width : 2 * width] = x
    after[max(len(x) - dilation, 0) :] = 0
    after[: max(len(x) - dilation, 0)] = x[dilation:]
