"""What a network knows of a word by itself: a row of numbers.

All networks have one vocabulary, and each its table of rows.
"""

from functools import cache
from importlib import resources
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import features
from .layers import Floats

_REMEMBERED = 20_000  # words whose rows are kept between texts


class WordRows:
    """The rows of words: of the vocabulary, of the ending and of the shape, added up."""

    def __init__(self, stored: dict[str, NDArray[Any]], numbers: dict[str, int]) -> None:
        self._numbers = numbers
        self._word = _table(stored, "word")
        self._suffix = _table(stored, "suffix")
        self._shape: Floats = stored["shape"]
        self._growing = Lock()
        self._known: dict[str, int] = {}
        self._rows = np.zeros((4096, self._shape.shape[1]), np.float32)

    def of(self, words: list[str]) -> Floats:
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
        first = len(self._known)
        if first + len(words) > len(self._rows):
            size = max(2 * len(self._rows), first + len(words))
            grown = np.zeros((size, self._rows.shape[1]), np.float32)
            grown[:first] = self._rows[:first]
            self._rows = grown
        self._rows[first : first + len(words)] = rows
        self._known.update(zip(words, range(first, first + len(words)), strict=True))


@cache
def vocabulary() -> dict[str, int]:
    """The number of each word that is known, from 1 on; 0 is for all others."""
    stored = load_weights(__package__, "vocabulary.npz")
    words = stored["words"].tobytes().decode("utf-8").split("\n")
    return {word: number + 1 for number, word in enumerate(words)}


def load_weights(package: str, name: str) -> dict[str, NDArray[Any]]:
    """Read the arrays of a package's weights file; nothing in it is executed."""
    with (
        resources.files(package).joinpath(name).open("rb") as file,
        np.load(file, allow_pickle=False) as stored,
    ):
        return {name: stored[name] for name in stored.files if name != "allow_pickle"}


def _table(stored: dict[str, NDArray[Any]], name: str) -> tuple[NDArray[np.int8], Floats]:
    return stored[name], stored[f"{name}.scale"]
