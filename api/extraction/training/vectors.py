"""Draw word vectors from a BERT-like encoder and put them beside given ones.

    python -m api.extraction.training.vectors MODEL_DIR --given glove.6B.50d.txt --out vectors.npz

MODEL_DIR holds `model.safetensors` and `tokenizer.json` of a small encoder (all-MiniLM-L6-v2 was
used). Each word is read by itself; the states of some layers, averaged over its pieces, are brought
down to their principal components (after Tulkens and van Dongen 2024, Model2Vec).
"""

import argparse
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from .vocabulary import read_vectors

LAYERS = (0, 2, 4, 6)  # whose states are kept; 0 is what enters the first
MOST_PIECES = 8  # of a word
BATCH = 512
FLATTEN = 0.6  # power of its spread that each component is divided by
FITTED_ON = 20_000  # commonest words
HEAD = 32  # width of an attention head

Floats = NDArray[np.float32]


class Encoder:
    """A BERT-like encoder."""

    def __init__(self, folder: Path) -> None:
        self.weights = _read_safetensors(folder / "model.safetensors")
        tokenizer = json.loads((folder / "tokenizer.json").read_text("utf-8"))
        self.pieces: dict[str, int] = tokenizer["model"]["vocab"]

    def cut(self, word: str) -> list[int]:
        """Cut a word into the encoder's pieces, longest first (WordPiece)."""
        found: list[int] = []
        for part in re.findall(r"[^\W_]+|\S", word):
            start = 0
            while start < len(part):
                end = len(part)
                while end > start and ("##" * bool(start)) + part[start:end] not in self.pieces:
                    end -= 1
                if end == start:
                    found.append(self.pieces["[UNK]"])
                    break
                found.append(self.pieces["##" * bool(start) + part[start:end]])
                start = end
        return found[:MOST_PIECES] or [self.pieces["[UNK]"]]

    def states(self, rows: list[list[int]]) -> Floats:
        """Give the kept layers' states of words with equally many pieces, a row a word."""
        first, last = self.pieces["[CLS]"], self.pieces["[SEP]"]
        numbers = torch.tensor([[first, *row, last] for row in rows])
        x = self.weights["embeddings.word_embeddings.weight"][numbers]
        x = x + self.weights["embeddings.position_embeddings.weight"][: numbers.shape[1]]
        x = x + self.weights["embeddings.token_type_embeddings.weight"][0]
        x = self._norm("embeddings.LayerNorm", x)
        kept = [x] if 0 in LAYERS else []
        for number in range(max(LAYERS)):
            x = self._layer(f"encoder.layer.{number}.", x)
            if number + 1 in LAYERS:
                kept.append(x)
        found: Floats = torch.cat([state[:, 1:-1].mean(1) for state in kept], 1).detach().numpy()
        return found

    def read(self, pieces: Tensor, segment: Tensor, mask: Tensor) -> Tensor:
        """Give the last layer's states of texts, (batch, length) piece numbers."""
        x = functional.embedding(pieces, self.weights["embeddings.word_embeddings.weight"])
        x = x + self.weights["embeddings.position_embeddings.weight"][: pieces.shape[1]]
        x = x + functional.embedding(
            segment, self.weights["embeddings.token_type_embeddings.weight"]
        )
        x = self._norm("embeddings.LayerNorm", x)
        for number in range(max(LAYERS)):
            x = self._layer(f"encoder.layer.{number}.", x, mask[:, None, None])
        return x

    def _layer(self, name: str, x: Tensor, mask: Tensor | None = None) -> Tensor:
        count, length, width = x.shape
        query, key, value = (
            self._linear(f"{name}attention.self.{part}", x)
            .view(count, length, width // HEAD, HEAD)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(count, length, width)
        x = self._norm(
            f"{name}attention.output.LayerNorm",
            x + self._linear(f"{name}attention.output.dense", seen),
        )
        inner = functional.gelu(self._linear(f"{name}intermediate.dense", x))
        return self._norm(f"{name}output.LayerNorm", x + self._linear(f"{name}output.dense", inner))

    def _linear(self, name: str, x: Tensor) -> Tensor:
        return functional.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, name: str, x: Tensor) -> Tensor:
        scale, shift = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return functional.layer_norm(x, (x.shape[-1],), scale, shift, 1e-12)


def draw(encoder: Encoder, words: list[str], components: int) -> Floats:
    """Give each word's principal components, spread one; words come commonest first."""
    rows = [encoder.cut(word) for word in words]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    width = len(encoder.states([rows[0]])[0])
    states = np.zeros((len(words), width), np.float32)
    at = 0
    while at < len(order):
        size = len(rows[order[at]])
        batch = [i for i in order[at : at + BATCH] if len(rows[i]) == size]
        states[batch] = encoder.states([rows[i] for i in batch])
        at += len(batch)
    states -= states.mean(0)
    states /= states.std(0) + 1e-6
    fitted = states[:FITTED_ON].astype(np.float64)
    spread, directions = np.linalg.eigh(fitted.T @ fitted / len(fitted))
    best = np.argsort(-spread)[:components]
    found: Floats = (states @ (directions[:, best] / spread[best] ** (FLATTEN / 2))).astype(
        np.float32
    )
    found /= found.std()
    return found


def _read_safetensors(path: Path) -> dict[str, Tensor]:
    """Read a file of float32 tensors: a length, a JSON header, then the numbers."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header: dict[str, Any] = json.loads(raw[8 : 8 + size])
    found = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            numbers = np.frombuffer(raw[8 + size + start : 8 + size + end], np.float32)
            found[name] = torch.from_numpy(numbers.reshape(entry["shape"]).copy())
    return found


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Draw word vectors from an encoder.")
    parser.add_argument("model", type=Path, metavar="MODEL_DIR")
    parser.add_argument("--given", type=Path, required=True, help="GloVe's text form, or .npz")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--words", type=int, default=45_000)
    parser.add_argument("--components", type=int, default=150)
    args = parser.parse_args()
    torch.set_grad_enabled(False)
    names, given = read_vectors(args.given)
    names, given = names[: args.words], given[: args.words]
    drawn = draw(Encoder(args.model), names, args.components)
    both = np.concatenate([given / given.std(), drawn], 1)
    np.savez(args.out, words=np.array(names), vectors=both)


if __name__ == "__main__":
    main()
