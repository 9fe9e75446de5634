"""A small convolutional network, in plain NumPy, that says where quotes, speakers and cues stand.

A token is one row of a table; five gated convolutions with growing dilation let it see 31 tokens to
either side (after Strubell et al. 2017, "Fast and accurate entity recognition with iterated dilated
convolutions", and Dauphin et al. 2017 for the gates); two heads score labels, and a pointer scores
which token a content's speaker starts at. `api.extraction.training` makes the weights.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import features

Floats = NDArray[np.float32]

REACH = 160  # tokens to either side of a content that its speaker is looked for in
_REMEMBERED = 60_000  # words whose rows are kept between texts
_FLAT = 1e-5  # of layer normalisation, as in training


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of a run of tokens: a row a token."""

    hidden: Floats
    content: Floats  # 3 labels: outside, first, later
    source: Floats  # 5 labels: outside, speaker first and later, cue first and later


class Tagger:
    """The network with its weights. Its answers depend on nothing but the tokens."""

    def __init__(self, stored: dict[str, NDArray[Any]]) -> None:
        self._word = _table(stored, "word")
        self._suffix = _table(stored, "suffix")
        self._shape: Floats = stored["shape"] + stored["enter.bias"]
        self._cue: Floats = stored["cue"]
        self._place: Floats = stored["place"]
        words = stored["words"].tobytes().decode("utf-8").split("\n")
        self._numbers = {word: number + 1 for number, word in enumerate(words)}
        self.dilations = [int(dilation) for dilation in stored["dilations"]]
        self._width = len(stored["enter.bias"])
        self._norm = stored["norm.weight"], stored["norm.bias"]
        # The logistic gate is taken by way of tanh, which has no overflow: v / (1 + exp(-g)) is
        # v / 2 * (1 + tanh(g / 2)), and both halves are put into the layer.
        self._layers = [
            (
                np.ascontiguousarray(_whole(stored, f"layer{i}").T) * np.float32(0.5),
                stored[f"layer{i}.bias"] * np.float32(0.5),
                stored[f"norm{i}.weight"],
                stored[f"norm{i}.bias"],
            )
            for i in range(len(self.dilations))
        ]
        self._heads: Floats = np.concatenate(
            [stored["to_content.weight"], stored["to_source.weight"]]
        ).T.astype(np.float32)
        self._heads_bias = np.concatenate([stored["to_content.bias"], stored["to_source.bias"]])
        self.content_steps: Floats = stored["content.steps"]
        self.source_steps: Floats = stored["source.steps"]
        self._query: Floats = stored["query.weight"].T * np.float32(1 / 7)
        self._query_bias: Floats = stored["query.bias"] * np.float32(1 / 7)
        self._key, self._key_bias = stored["key.weight"].T, stored["key.bias"]
        self._nobody = stored["nobody.weight"][0]
        self._nobody_bias = float(stored["nobody.bias"][0])
        self._nearby = _by_distance(stored["distance"])
        self._step: Floats = stored["step"]
        self._growing = Lock()
        self._known: dict[str, int] = {}
        self._rows = np.zeros((4096, self._width), np.float32)

    def read(self, words: list[str], places: bytes | bytearray) -> Scores:
        """Score a run of tokens."""
        x = self._rows_of(words)
        x += self._place[np.frombuffer(places, np.uint8)]
        np.maximum(x, 0, out=x)
        _normalize(x, *self._norm)
        width = self._width
        # The same memory serves every layer: asking the system for more costs as much as the work.
        window = np.zeros((len(x), 3 * width), np.float32)
        mixed = np.empty((len(x), 2 * width), np.float32)
        gate = np.empty((len(x), width), np.float32)
        for dilation, (layer, bias, scale, shift) in zip(self.dilations, self._layers, strict=True):
            _look_around(window, x, dilation)
            np.matmul(window, layer, out=mixed)
            mixed += bias
            np.tanh(mixed[:, width:], out=gate)
            gate += 1
            gate *= mixed[:, :width]
            x += gate
            _normalize(x, scale, shift)
        scores: Floats = x @ self._heads
        scores += self._heads_bias
        return Scores(x, scores[:, :3], scores[:, 3:])

    def keys(self, scores: Scores) -> Floats:
        """Give what the pointer compares with, a row a token."""
        keys: Floats = scores.hidden @ self._key
        keys += self._key_bias
        return keys

    def point(
        self, scores: Scores, keys: Floats, paragraph: NDArray[np.int64], first: int, last: int
    ) -> tuple[int, Floats, float]:
        """Score the tokens around a content as its speaker's first.

        Gives the number of the first token scored, a score a token, and the score of nobody.
        """
        low, high = max(0, first - REACH), min(len(keys), last + REACH + 1)
        ends = np.concatenate([scores.hidden[first], scores.hidden[last]])
        found: Floats = keys[low:high] @ (ends @ self._query + self._query_bias)
        left, right = self._nearby
        found[: first - low] += left[first - low : 0 : -1]
        found[first - low : last + 1 - low] += left[0]
        found[last + 1 - low :] += right[1 : high - last]
        if paragraph[low] == paragraph[high - 1]:
            found += self._step[3]
        else:
            found += self._step.take(paragraph[low:high] - (paragraph[first] - 3), mode="clip")
        return low, found, float(ends @ self._nobody + self._nobody_bias)

    def _rows_of(self, words: list[str]) -> Floats:
        """Give the rows of words; the table of rows grows as words are met, by one thread only."""
        with self._growing:
            known = self._known
            if len(known) > _REMEMBERED:
                known.clear()
            missing = [word for word in dict.fromkeys(words) if word not in known]
            if missing:
                self._learn(missing)
            numbers = [known[word] for word in words]
            found: Floats = self._rows[numbers]
            return found

    def _learn(self, words: list[str]) -> None:
        """Make the rows of words not met before."""
        at = [self._numbers.get(features.normal(word), 0) for word in words]
        ending = [features.suffix(word) for word in words]
        rows = self._word[0][at] * self._word[1][at, None]
        rows += self._suffix[0][ending] * self._suffix[1][ending, None]
        rows += self._shape[[features.shape(word) for word in words]]
        rows += self._cue[[features.cue_kind(word) for word in words]]
        start = len(self._known)
        while start + len(words) > len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[start : start + len(words)] = rows
        self._known.update(zip(words, range(start, start + len(words)), strict=True))


@cache
def tagger() -> Tagger:
    """Give the network with the weights that ship with the package."""
    source = resources.files(__package__).joinpath("weights.npz")
    with resources.as_file(source) as path, np.load(path, allow_pickle=False) as stored:
        return Tagger({name: stored[name] for name in stored.files})


def _table(stored: dict[str, NDArray[Any]], name: str) -> tuple[NDArray[np.int8], Floats]:
    return stored[name], stored[f"{name}.scale"]


def _whole(stored: dict[str, NDArray[Any]], name: str) -> Floats:
    whole: Floats = stored[name] * stored[f"{name}.scale"][:, None]
    return whole


def _look_around(window: Floats, x: Floats, dilation: int) -> None:
    """Write beside each row the rows `dilation` before and after it; zeros past the ends."""
    width = x.shape[1]
    before, after = window[:, :width], window[:, 2 * width :]
    before[:dilation] = 0
    before[dilation:] = x[: len(x) - dilation] if dilation < len(x) else 0
    window[:, width : 2 * width] = x
    after[max(len(x) - dilation, 0) :] = 0
    after[: max(len(x) - dilation, 0)] = x[dilation:]


def _normalize(x: Floats, scale: Floats, shift: Floats) -> None:
    width = x.shape[1]
    x -= (x @ np.full(width, 1 / width, np.float32))[:, None]  # a fifth of the time of x.mean
    spread = np.einsum("ij,ij->i", x, x)
    spread /= width
    spread += _FLAT
    x *= (1 / np.sqrt(spread))[:, None]
    x *= scale
    x += shift


def _by_distance(learnt: Floats) -> tuple[Floats, Floats]:
    """Scores by distance to the left (0 is inside) and to the right; 20 buckets each."""
    far = np.arange(REACH + 1)
    bucket = np.where(far < 6, far, (6 + 2 * np.log2(np.maximum(far, 6) / 6)).astype(int))  # noqa: PLR2004
    bucket = np.minimum(bucket, 19)
    return learnt[bucket], learnt[20 + bucket]
