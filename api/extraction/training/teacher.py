# mypy: disable-error-code="misc"
"""Tune a pretrained encoder to point from a figure to its entity and property, and let it answer.

    python -m api.extraction.training.teacher MODEL_DIR GOLD.jsonl … --answer TEXTS … --out FILE

MODEL_DIR holds `model.safetensors` and `tokenizer.json` of a BERT-like encoder (all-MiniLM-L6-v2
was used). The figure's pieces carry the second segment's embedding. The answers, log-probabilities
of every pointer and the encoder's states brought down to their principal components, are what
`api.extraction.training.measures` teaches the engine's own network. TEXTS may hold gold, the
same as trained on or other, and unlabelled texts, whose figures are those that the engine finds.
"""

import argparse
import pickle
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from .. import document
from ..figures.build import read_figures
from ..network.features import BREAK
from .examples import load
from .figures import Ask, Example, examples
from .pointing import Pointers, loss_of_answers, rate_at, shuffled
from .vectors import Encoder

KEY = 64  # width of the pointers' questions
BATCH = 16  # figures
STATES = 64  # components of the states that are kept
FITTED_ON = 200  # figures whose states the components are taken from
MOST_PIECES = 6  # of a word

Key = tuple[str, int, int]  # a text, and where its figure starts and ends
Answer = tuple[NDArray[np.float16], NDArray[np.float16]]


@dataclass(frozen=True, slots=True)
class Unit:
    """One figure in its window, in word pieces; `first` is where each token's pieces start."""

    key: Key
    pieces: list[int]
    segment: list[int]
    first: list[int]
    figure: tuple[int, int]
    answers: tuple[int, int, int, int]
    doubtful: bool


class Teacher(nn.Module):
    """The encoder, all of it tuned, and pointers over the first piece of each token."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        names = {name: name.replace(".", "/") for name in encoder.weights}
        self.tensors = nn.ParameterDict(
            {names[name]: nn.Parameter(value) for name, value in encoder.weights.items()}
        )
        encoder.weights = _Named(self.tensors)  # type: ignore[assignment]
        self.encoder = encoder
        width = encoder.weights["embeddings.LayerNorm.weight"].shape[0]
        self.pointers = Pointers(width, KEY)
        self.drop = nn.Dropout(0.1)

    def forward(self, batch: list[Unit]) -> tuple[Tensor, Tensor]:
        """Log-probabilities of the pointers, and the tokens' states."""
        pieces = pad_sequence([torch.tensor(unit.pieces) for unit in batch], batch_first=True)
        segment = pad_sequence([torch.tensor(unit.segment) for unit in batch], batch_first=True)
        mask = pad_sequence([torch.ones(len(u.pieces), dtype=torch.bool) for u in batch], True)
        first = pad_sequence([torch.tensor(unit.first) for unit in batch], batch_first=True)
        seen = pad_sequence([torch.ones(len(u.first), dtype=torch.bool) for u in batch], True)
        figure = torch.zeros_like(seen)
        for row, unit in enumerate(batch):
            figure[row, unit.figure[0] : unit.figure[1]] = True
        with torch.autocast("cpu", torch.bfloat16):
            states = self.encoder.read(pieces, segment, mask)
        states = states.float()
        states = states.gather(1, first[:, :, None].expand(-1, -1, states.shape[2]))
        return self.pointers(self.drop(states), figure, seen), states


class _Named:
    """The encoder's weights by their own names, which no module's parameter may have."""

    def __init__(self, tensors: nn.ParameterDict) -> None:
        self._tensors = tensors

    def __getitem__(self, name: str) -> Tensor:
        found: Tensor = self._tensors[name.replace(".", "/")]
        return found


def units(example: Example, encoder: Encoder) -> Iterator[Unit]:
    """The figures of an example as the encoder reads them."""
    opens, closes = encoder.pieces["[CLS]"], encoder.pieces["[SEP]"]
    region = example.region
    for ask in example.asks:
        window = ask.window
        pieces, segment, first = [opens], [0], []
        for row in range(window.low, window.high):
            first.append(len(pieces))
            word = region.words[row]
            cut = encoder.cut("." if word == BREAK else word.lower())[:MOST_PIECES]
            pieces += cut
            segment += [int(window.first <= row < window.end)] * len(cut)
        pieces.append(closes)
        segment.append(0)
        figure = window.first - window.low, window.end - window.low
        doubtful = bool(ask.gold.get("doubtful"))
        yield Unit(key_of(example, ask), pieces, segment, first, figure, ask.answers, doubtful)


def key_of(example: Example, ask: Ask) -> Key:
    """What a figure's answer is kept under."""
    return example.text, ask.gold["start"], ask.gold["end"]


def train(teacher: Teacher, data: list[Unit], epochs: int, rate: float = 8e-5) -> None:
    """Tune on gold; the pointers, which start from nothing, learn faster."""
    pointers = list(teacher.pointers.parameters())
    groups = [
        {"params": list(teacher.tensors.parameters()), "base": rate},
        {"params": pointers, "base": 1e-3},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01)
    total = epochs * (len(data) // BATCH + 1)
    step = 0
    for epoch in range(epochs):
        teacher.train()
        started, losses = time.monotonic(), 0.0
        order = shuffled(data, [len(unit.pieces) for unit in data], 8 * BATCH)
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * rate_at(step, total, total // 10 + 1)
            told, _ = teacher(batch)
            loss = loss_of_answers(
                told, [unit.answers for unit in batch], [unit.doubtful for unit in batch]
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            step += 1
            losses += loss.item() * len(batch)
        seconds = time.monotonic() - started
        sys.stderr.write(f"epoch {epoch + 1}: loss {losses / len(data):.3f}, {seconds:.0f} s\n")


def answers(teacher: Teacher, data: list[Unit]) -> dict[Key, Answer]:
    """What the teacher says of each figure."""
    teacher.eval()
    torch.set_grad_enabled(False)
    some = random.sample(data, min(FITTED_ON, len(data)))
    states = np.concatenate([_told(teacher, [unit])[0][1] for unit in some])
    middle = states.mean(0)
    _, _, directions = np.linalg.svd(states - middle, full_matrices=False)
    components = directions[:STATES].T
    spread = float(((states - middle) @ components).std())
    found: dict[Key, Answer] = {}
    order = sorted(data, key=lambda unit: len(unit.pieces))
    for at in range(0, len(order), BATCH):
        batch = order[at : at + BATCH]
        for unit, (told, state) in zip(batch, _told(teacher, batch), strict=True):
            drawn = (state - middle) @ components / spread
            found[unit.key] = told.astype(np.float16), drawn.astype(np.float16)
    return found


def _told(
    teacher: Teacher, batch: list[Unit]
) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    told, states = teacher(batch)
    return [
        (told[row, :, : len(unit.first) + 1].numpy(), states[row, : len(unit.first)].numpy())
        for row, unit in enumerate(batch)
    ]


def with_figures(record: dict[str, Any]) -> dict[str, Any]:
    """An unlabelled text with the figures that the engine finds."""
    if "figures" in record:
        return record
    found = read_figures(document.read(record["text"]))
    figures = [{"start": one.start, "end": one.end} for one, _ in found]
    return {**record, "figures": figures}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Tune an encoder to point, and let it answer.")
    parser.add_argument("model", type=Path, metavar="MODEL_DIR")
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--answer", type=Path, nargs="+", required=True, metavar="TEXTS")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    encoder = Encoder(args.model)
    teacher = Teacher(encoder)

    def read(paths: list[Path]) -> list[Unit]:
        records = [with_figures(record) for path in paths for record in load(path)]
        return [u for record in records for e in examples(record) for u in units(e, encoder)]

    train(teacher, read(args.gold), args.epochs)
    with args.out.open("wb") as out:
        pickle.dump(answers(teacher, read(args.answer)), out)


if __name__ == "__main__":
    main()
