"""From trained weights to the file that the engine reads.

Everything that depends on a word alone (its vectors, its ending, its shape) is multiplied with the
entering layer once and for all, so that at run time a word is one row of a table. Tables and layers
are stored as int8 with a scale per row or column.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from .vocabulary import Vocabulary

Floats = NDArray[np.float32]


def save(
    state: dict[str, Tensor], dilations: tuple[int, ...], vocabulary: Vocabulary, out: Path
) -> None:
    """Write the weights as a compressed .npz without pickles."""
    weights: dict[str, Floats] = {
        name: value.detach().float().numpy() for name, value in state.items()
    }
    enter = weights["enter.weight"].T
    stored: dict[str, NDArray[np.generic]] = {"dilations": np.array(dilations, np.int64)}
    tables, at = {}, 0
    for name in ("vectors", "known", "suffix", "shape", "cue", "place"):
        table = weights[f"{name}.weight"]
        tables[name] = table @ enter[at : at + table.shape[1]]
        at += table.shape[1]
    words = sorted(set(vocabulary.given) | set(vocabulary.learnt))
    given = np.array([vocabulary.given.get(word, 0) for word in words])
    learnt = np.array([vocabulary.learnt.get(word, 0) for word in words])
    unknown = tables["vectors"][:1] + tables["known"][:1]
    word_rows = np.concatenate([unknown, tables["vectors"][given] + tables["known"][learnt]])
    stored["words"] = np.frombuffer("\n".join(words).encode("utf-8"), np.uint8)
    _quantize(stored, "word", word_rows)
    _quantize(stored, "suffix", tables["suffix"])
    for name in ("shape", "cue", "place"):
        stored[name] = tables[name].astype(np.float32)
    stored["enter.bias"] = weights["enter.bias"]
    for number in range(len(dilations)):
        _quantize(stored, f"layer{number}", weights[f"layers.{number}.weight"])
        stored[f"layer{number}.bias"] = weights[f"layers.{number}.bias"]
        stored[f"norm{number}.weight"] = weights[f"norms.{number}.weight"]
        stored[f"norm{number}.bias"] = weights[f"norms.{number}.bias"]
    stored["norm.weight"], stored["norm.bias"] = weights["norm.weight"], weights["norm.bias"]
    for name in ("to_content", "to_source", "query", "key", "nobody"):
        stored[f"{name}.weight"] = weights[f"{name}.weight"]
        stored[f"{name}.bias"] = weights[f"{name}.bias"]
    for name in ("content", "source"):
        stored[f"{name}.steps"] = weights[f"{name}.steps"] + weights[f"{name}.forbidden"]
    stored["distance"] = weights["distance.weight"][:, 0]
    stored["step"] = weights["step.weight"][:, 0]
    np.savez_compressed(out, allow_pickle=False, **stored)


def _quantize(stored: dict[str, NDArray[np.generic]], name: str, table: Floats) -> None:
    """Store a table as int8 with one scale a row."""
    scale = np.maximum(np.abs(table).max(1), 1e-8) / 127
    stored[name] = np.round(table / scale[:, None]).astype(np.int8)
    stored[f"{name}.scale"] = scale.astype(np.float32)
