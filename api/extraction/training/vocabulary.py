"""Which words the network knows, and the vectors it starts from."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .. import document
from ..network import features
from ..quotes import cues

CUE_KINDS = 4
SEEN_IN = 4  # documents that a word must stand in to be learnt, so that no text can be read back


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Rows of words in the table of given vectors and in the table of learnt ones; 0 is neither."""

    vectors: NDArray[np.float32]
    given: dict[str, int]
    learnt: dict[str, int]

    def rows(self, word: str) -> tuple[int, int, int, int, int]:
        """Give the feature numbers of a word."""
        name = features.normal(word)
        return (
            self.given.get(name, 0),
            self.learnt.get(name, 0),
            features.suffix(word),
            features.shape(word),
            cue_kind(word),
        )


def cue_kind(word: str) -> int:
    """Look a word up in the cue tables: 0 nothing, 1 speech, 2 attitude, 3 a noun of speech."""
    return _cue_kinds().get(features.normal(word), 0)


@cache
def _cue_kinds() -> dict[str, int]:
    kinds = dict.fromkeys(cues.speech_nouns(), 3)
    kinds.update(dict.fromkeys(cues.attitude_verbs(), 2))
    kinds.update(dict.fromkeys(cues.speech_verbs(), 1))
    return kinds


def build(texts: list[str], vectors: Path, most: int) -> Vocabulary:
    """Take the `most` commonest words of a vector file, and those seen in several texts.

    `vectors` holds a word and its numbers a line, commonest first (GloVe's text form), or is an
    .npz with `words` and `vectors`.
    """
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update({features.normal(word) for word in document.read(text).words})
    learnt = sorted(word for word, texts_with in seen.items() if texts_with >= SEEN_IN)
    learnt.append(features.BREAK)
    names, table = read_vectors(vectors)
    wanted = set(learnt)
    kept = [i for i, name in enumerate(names) if i < most or name in wanted]
    chosen = np.zeros((len(kept) + 1, table.shape[1]), np.float32)
    chosen[1:] = table[kept]
    chosen /= chosen.std()
    given = {names[i]: row + 1 for row, i in enumerate(kept)}
    return Vocabulary(chosen, given, {word: row + 1 for row, word in enumerate(learnt)})


def read_vectors(path: Path) -> tuple[list[str], NDArray[np.float32]]:
    """Read words and their vectors: GloVe's text form, or an .npz with `words` and `vectors`."""
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as stored:
            return [str(word) for word in stored["words"]], stored["vectors"].astype(np.float32)
    names: list[str] = []
    rows: list[NDArray[np.float32]] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            name, _, numbers = line.rstrip().partition(" ")
            names.append(name)
            rows.append(np.array(numbers.split(), np.float32))
    return names, np.stack(rows)
