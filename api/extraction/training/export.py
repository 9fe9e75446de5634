"""From trained weights to the files that the engine reads.

Everything that depends on a word alone (its vectors, ending, shape, and what the cue tables know of
it) is multiplied with the entering layer once and for all, so that at run time a word is one row
of a table. Tables and layers are stored as int8 with a scale a row.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from .vocabulary import Vocabulary, cue_kind

Floats = NDArray[np.float32]
Stored = dict[str, NDArray[np.generic]]


def save_vocabulary(vocabulary: Vocabulary, out: Path) -> None:
    """Write the words that all networks know."""
    words = "\n".join(words_of(vocabulary)).encode("utf-8")
    np.savez_compressed(out, allow_pickle=False, words=np.frombuffer(words, np.uint8))


def words_of(vocabulary: Vocabulary) -> list[str]:
    """The words in the order of every table."""
    return sorted(set(vocabulary.given) | set(vocabulary.learnt))


def save_words(stored: Stored, state: dict[str, Tensor], vocabulary: Vocabulary) -> None:
    """Put the table of words among what is stored."""
    enter = array(state["enter.weight"]).T
    tables, at = {}, 0
    for name in ("vectors", "known", "suffix", "shape", "cue"):
        table = array(state[f"{name}.weight"])
        tables[name] = table @ enter[at : at + table.shape[1]]
        at += table.shape[1]
    words = words_of(vocabulary)
    given = np.array([vocabulary.given.get(word, 0) for word in words])
    learnt = np.array([vocabulary.learnt.get(word, 0) for word in words])
    cues = np.array([cue_kind(word) for word in words])
    unknown = tables["vectors"][:1] + tables["known"][:1] + tables["cue"][:1]
    known = tables["vectors"][given] + tables["known"][learnt] + tables["cue"][cues]
    quantize(stored, "word", np.concatenate([unknown, known]))
    quantize(stored, "suffix", tables["suffix"])
    stored["shape"] = tables["shape"] + array(state["enter.bias"])


def save_tagger(
    state: dict[str, Tensor], dilations: tuple[int, ...], vocabulary: Vocabulary, out: Path
) -> None:
    """Write the quotes network as a compressed .npz without pickles."""
    stored: Stored = {"dilations": np.array(dilations, np.int64)}
    save_words(stored, state, vocabulary)
    place = array(state["place.weight"])
    stored["place"] = place @ array(state["enter.weight"]).T[-place.shape[1] :]
    save_layers(stored, state, len(dilations))
    stored["norm.weight"], stored["norm.bias"] = (
        array(state["norm.weight"]),
        array(state["norm.bias"]),
    )
    for name in ("to_content", "to_source", "query", "key", "nobody"):
        stored[f"{name}.weight"] = array(state[f"{name}.weight"])
        stored[f"{name}.bias"] = array(state[f"{name}.bias"])
    for name in ("content", "source"):
        stored[f"{name}.steps"] = array(state[f"{name}.steps"] + state[f"{name}.forbidden"])
    stored["distance"] = array(state["distance.weight"])[:, 0]
    stored["step"] = array(state["step.weight"])[:, 0]
    np.savez_compressed(out, allow_pickle=False, **stored)


def save_layers(stored: Stored, state: dict[str, Tensor], count: int) -> None:
    """Put the gated convolutions among what is stored."""
    for number in range(count):
        quantize(stored, f"layer{number}", array(state[f"layers.{number}.weight"]))
        stored[f"layer{number}.bias"] = array(state[f"layers.{number}.bias"])
        stored[f"norm{number}.weight"] = array(state[f"norms.{number}.weight"])
        stored[f"norm{number}.bias"] = array(state[f"norms.{number}.bias"])


def array(tensor: Tensor) -> Floats:
    """Give a tensor as NumPy has it."""
    found: Floats = tensor.detach().float().numpy()
    return found


def quantize(stored: Stored, name: str, table: Floats) -> None:
    """Store a table as int8 with one scale a row."""
    scale = np.maximum(np.abs(table).max(1), 1e-8) / 127
    stored[name] = np.round(table / scale[:, None]).astype(np.int8)
    stored[f"{name}.scale"] = scale.astype(np.float32)
