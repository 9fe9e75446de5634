"""The network that says where quotes, speakers and cues stand.

A token is one row of a table; five gated convolutions with growing dilation let it see 31 tokens to
either side; two heads score labels, and a pointer scores which token a content's speaker starts at.
`api.extraction.training` makes the weights.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..network.layers import Floats, convolve, layers_of, normalize
from ..network.words import WordRows, load_weights, vocabulary

REACH = 160  # tokens to either side of a content that its speaker is looked for in


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of a run of tokens: a row a token."""

    hidden: Floats
    content: Floats  # 3 labels: outside, first, later
    source: Floats  # 5 labels: outside, speaker first and later, cue first and later


class Tagger:
    """The network with its weights. Its answers depend on nothing but the tokens."""

    def __init__(self, stored: dict[str, NDArray[Any]]) -> None:
        self._words = WordRows(stored, vocabulary())
        self._place: Floats = stored["place"]
        self._norm = stored["norm.weight"], stored["norm.bias"]
        self._layers = layers_of(stored, stored["dilations"])
        self.reach = sum(layer.dilation for layer in self._layers)
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

    def read(self, words: list[str], places: bytes | bytearray) -> Scores:
        """Score a run of tokens."""
        x = self._words.of(words)
        x += self._place[np.frombuffer(places, np.uint8)]
        np.maximum(x, 0, out=x)
        normalize(x, *self._norm)
        convolve(x, self._layers)
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


@cache
def tagger() -> Tagger:
    """Give the network with the weights that ship with the package."""
    return Tagger(load_weights(__package__, "weights.npz"))


def _by_distance(learnt: Floats) -> tuple[Floats, Floats]:
    """Scores by distance to the left (0 is inside) and to the right; 20 buckets each."""
    far = np.arange(REACH + 1)
    bucket = np.where(far < 6, far, (6 + 2 * np.log2(np.maximum(far, 6) / 6)).astype(int))  # noqa: PLR2004
    bucket = np.minimum(bucket, 19)
    return learnt[bucket], learnt[20 + bucket]
