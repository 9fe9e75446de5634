# mypy: disable-error-code="misc"
"""Train the network that points from a figure to its entity and its property.

    python -m api.extraction.training.measures GOLD.jsonl[:4] … --texts TEXTS.jsonl[:0.5] …
        --answers ANSWERS --vectors vectors.npz --out weights.npz [--start STATE.pt]

`--answers` are a teacher's (`api.extraction.training.teacher`), over the gold that it was tuned on
and over unlabelled TEXTS; gold without answers is learnt by itself. `:4` takes a file four times an
epoch, `:0.5` a half of it. `--start` goes on from a state that was kept with `--keep`. `--vectors`
are those of `api.extraction.training.vectors`.
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
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from ..figures.measured.windows import PLACES, Region, Window
from ..network import features
from ..network.words import vocabulary
from .examples import load
from .export import Stored, array, quantize, save_layers
from .figures import OF_THINGS, UNKNOWN, Ask, Example, examples
from .pointing import BUCKETS, Pointers, distances, loss_of_answers, rate_at, shuffled
from .teacher import Answer, Key, key_of, with_figures
from .vocabulary import read_vectors

ROW = 96  # width of what is known of a word by itself
WIDTH = 112
SHARED, LATE = (1, 2, 4, 8), (1, 2, 4)  # dilations before the figure is marked, and after
KEY = 48
BATCH = 24  # figures, about
POOL = 120  # regions sorted by length together
WARM_UP = 100  # steps
AVERAGE = 0.995  # the weights kept are a running average with this memory
FORGOTTEN = 0.05  # share of words shown as unknown
# Of names more: who is named often in the training data is no likelier an entity elsewhere.
NAMES_FORGOTTEN = 0.35
LAST_CAPITAL = 3  # shapes from 1 to this one have a capital
ALIKE = 0.5  # weight of the teacher's states


@dataclass(frozen=True, slots=True)
class Seen:
    """An example as the network sees it, with the teacher's answers."""

    example: Example
    words: Tensor  # (length, 3) numbers: of the word, its ending, its shape
    answers: tuple[Answer | None, ...]
    labelled: bool


class Network(nn.Module):
    """Word rows to pointers: shared convolutions, the mark, late convolutions."""

    def __init__(self, vectors: NDArray[np.float32], states: int, drop: float = 0.15) -> None:
        super().__init__()
        nobody = np.zeros((1, vectors.shape[1]), np.float32)
        table = torch.from_numpy(np.concatenate([nobody, vectors]))
        self.vectors = nn.Embedding.from_pretrained(table, freeze=True)
        self.word = nn.Linear(vectors.shape[1], ROW)
        self.suffix = nn.Embedding(features.SUFFIXES, ROW)
        self.shape = nn.Embedding(features.SHAPES, ROW)
        self.enter = nn.Linear(ROW, WIDTH)
        self.place = nn.Embedding(PLACES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.mark = nn.Embedding(3, WIDTH)  # no figure, the figure itself, another one
        self.far = nn.Embedding(BUCKETS, WIDTH)
        self.latenorm = nn.LayerNorm(WIDTH)
        dilations = (*SHARED, *LATE)
        self.layers = nn.ModuleList(nn.Linear(3 * WIDTH, 2 * WIDTH) for _ in dilations)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in dilations)
        self.pointers = Pointers(WIDTH, KEY)
        self.states = nn.Linear(WIDTH, states)
        self.drop = nn.Dropout(drop)
        nn.init.normal_(self.suffix.weight, 0, 0.1)
        nn.init.normal_(self.shape.weight, 0, 0.3)
        nn.init.normal_(self.place.weight, 0, 0.1)
        nn.init.normal_(self.mark.weight, 0, 0.3)
        nn.init.normal_(self.far.weight, 0, 0.1)

    def forward(self, batch: list[Seen]) -> tuple[Tensor, Tensor, Tensor]:
        """Log-probabilities of the pointers of all figures, their tokens' states, and a mask."""
        words = pad_sequence([seen.words for seen in batch], batch_first=True)
        regions = [seen.example.region for seen in batch]
        place = pad_sequence([torch.tensor(r.places) for r in regions], batch_first=True)
        alive = pad_sequence([torch.ones(len(r.words)) for r in regions], True)[:, :, None]
        word, suffix, shape = words.unbind(-1)
        if self.training:
            named = (shape >= 1) & (shape <= LAST_CAPITAL)
            least = torch.where(named, NAMES_FORGOTTEN, FORGOTTEN)
            known = torch.rand(word.shape) >= least
            word, suffix = word * known, suffix * (known | ~named)
        x = self.word(self.vectors(word)) + self.suffix(suffix) + self.shape(shape)
        x = self.enter(self.drop(x)) + self.place(place)
        x = self.norm(functional.relu(x)) * alive
        for number, dilation in enumerate(SHARED):
            x = self._convolve(x, number, dilation, alive)
        asked = [(row, ask.window) for row, s in enumerate(batch) for ask in s.example.asks]
        index, figure, seen, mark = _windows(regions, asked)
        x = x[torch.tensor([row for row, _ in asked])[:, None], index]
        x = x + self.mark(mark) + self.far(distances(figure))
        alive = seen[:, :, None].float()
        x = self.latenorm(x) * alive
        for number, dilation in enumerate(LATE, len(SHARED)):
            x = self._convolve(x, number, dilation, alive)
        x = self.drop(x)
        return self.pointers(x, figure, seen), x, seen

    def _convolve(self, x: Tensor, number: int, dilation: int, alive: Tensor) -> Tensor:
        padded = functional.pad(self.drop(x), (0, 0, dilation, dilation))
        length = x.shape[1]
        around = [padded[:, at : at + length] for at in (0, dilation, 2 * dilation)]
        value, gate = self.layers[number](torch.cat(around, -1)).chunk(2, -1)
        found: Tensor = self.norms[number](x + value * torch.sigmoid(gate)) * alive
        return found


def _windows(
    regions: list[Region], asked: list[tuple[int, Window]]
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """For each figure its window's rows in its region, its own tokens, what it sees, all marks."""
    longest = max(window.high - window.low for _, window in asked)
    at = torch.arange(longest)[None]
    low, high, first, end = (
        torch.tensor([getattr(window, name) for _, window in asked])[:, None]
        for name in ("low", "high", "first", "end")
    )
    seen = at < high - low
    figure = (at >= first - low) & (at < end - low)
    index = (low + at).clamp(max=max(len(region.words) for region in regions) - 1)
    mark = torch.zeros(len(asked), longest, dtype=torch.long)
    for row, (number, window) in enumerate(asked):
        for numeric in regions[number].numeric:
            if window.low <= numeric < window.high:
                mark[row, numeric - window.low] = 2
    mark[figure] = 1
    return index, figure, seen, mark


def loss_of(network: Network, batch: list[Seen], beside_gold: float) -> Tensor:
    """What the gold says, what the teacher says, and how the teacher sees the tokens."""
    told, states, seen = network(batch)
    asks = [(ask, s.labelled) for s in batch for ask in s.example.asks]
    answers = [ask.answers if labelled else (UNKNOWN,) * 4 for ask, labelled in asks]
    loss = loss_of_answers(told, answers, [bool(ask.gold.get("doubtful")) for ask, _ in asks])
    taught = [answer for s in batch for answer in s.answers]
    have = [number for number, answer in enumerate(taught) if answer is not None]
    if not have:
        return loss
    wanted = torch.zeros(len(have), *told.shape[1:])
    alike = torch.zeros(len(have), states.shape[1], network.states.out_features)
    for row, number in enumerate(have):
        answer = taught[number]
        if answer is not None:
            said, state = (torch.from_numpy(part.astype(np.float32)) for part in answer)
            wanted[row, :, : said.shape[1]] = said.exp()
            alike[row, : len(state)] = state
    weights = torch.tensor([beside_gold if asks[number][1] else 1.0 for number in have])
    loss = loss - ((wanted * told[have]).sum((1, 2)) * weights).sum() / len(asks)
    mask = seen[have]
    near = functional.mse_loss(network.states(states[have])[mask].float(), alike[mask])
    return loss + ALIKE * near


def train(
    network: Network, data: list[Seen], epochs: int, rate: float, beside_gold: float = 0.5
) -> dict[str, Tensor]:
    """Train, and give the running average of the weights.

    `beside_gold` is the weight of the teacher's answer where the gold says too.
    """
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01)
    average = {name: value.clone() for name, value in network.state_dict().items()}
    total, step = epochs * len(list(batches(data))), 0
    for epoch in range(epochs):
        network.train()
        started, losses = time.monotonic(), []
        for batch in batches(data):
            for group in optimizer.param_groups:
                group["lr"] = rate * rate_at(step, total, WARM_UP)
            with torch.autocast("cpu", torch.bfloat16):
                loss = loss_of(network, batch, beside_gold)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            losses.append(loss.item())
            memory = min(AVERAGE, step / (step + 20))
            for name, value in network.state_dict().items():
                if name != "vectors.weight":
                    average[name].lerp_(value, 1 - memory)
        seconds = time.monotonic() - started
        sys.stderr.write(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}, {seconds:.0f} s\n")
    return average


def batches(data: list[Seen]) -> Iterator[list[Seen]]:
    """Batches of regions of about the same length."""
    batch: list[Seen] = []
    count = 0
    for seen in shuffled(data, [len(seen.words) for seen in data], POOL):
        batch.append(seen)
        count += len(seen.example.asks)
        if count >= BATCH:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def seen_of(example: Example, answers: dict[Key, Answer], *, labelled: bool) -> Seen:
    """Put a region's word rows and the teacher's answers beside it."""
    numbers = vocabulary()
    words = [
        (numbers.get(features.normal(word), 0), features.suffix(word), features.shape(word))
        for word in example.region.words
    ]
    taught = tuple(
        None if labelled and _leads_back(example, ask) else answers.get(key_of(example, ask))
        for ask in example.asks
    )
    return Seen(example, torch.tensor(words), taught, labelled)


def _leads_back(example: Example, ask: Ask) -> bool:
    """Whether the gold has "it" for an entity: there the name is learnt, and not the pronoun."""
    start, end = ask.gold.get("entity_start"), ask.gold.get("entity_end")
    return start is not None and example.text[start:end].lower() in OF_THINGS


def vectors_of_words(path: Path) -> NDArray[np.float32]:
    """The vectors of the vocabulary's words, in its order; noughts where there is none."""
    names, table = read_vectors(path)
    rows = {name: row for row, name in enumerate(names)}
    found = np.zeros((len(vocabulary()), table.shape[1]), np.float32)
    for number, word in enumerate(vocabulary()):
        if word in rows:
            found[number] = table[rows[word]]
    return found


def save(state: dict[str, Tensor], out: Path) -> None:
    """Write the weights as the engine reads them."""
    stored: Stored = {"shared": np.array(SHARED, np.int64), "late": np.array(LATE, np.int64)}
    save_layers(stored, state, len(SHARED) + len(LATE))
    rows = array(state["vectors.weight"]) @ array(state["word.weight"]).T
    quantize(stored, "word", rows + array(state["word.bias"]))
    quantize(stored, "suffix", array(state["suffix.weight"]))
    stored["shape"] = array(state["shape.weight"])
    for name in ("enter", "pointers.query", "pointers.key"):
        short = name.removeprefix("pointers.")
        quantize(stored, short, array(state[f"{name}.weight"]))
        stored[f"{short}.bias"] = array(state[f"{name}.bias"])
    for name in ("norm", "latenorm", "pointers.alone", "pointers.null"):
        for part in ("weight", "bias"):
            stored[f"{name.removeprefix('pointers.')}.{part}"] = array(state[f"{name}.{part}"])
    for name in ("place", "mark", "far", "pointers.distance"):
        stored[name.removeprefix("pointers.")] = array(state[f"{name}.weight"])
    np.savez_compressed(out, allow_pickle=False, **stored)


def _given(item: str) -> tuple[list[dict[str, Any]], float]:
    path, _, times = item.partition(":")
    return load(Path(path)), float(times or 1)


def _times(data: list[Seen], times: float) -> list[Seen]:
    """Data so many times over, a broken time by a random part of it."""
    whole = int(times)
    return data * whole + random.sample(data, int((times - whole) * len(data)))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Train what figures measure.")
    parser.add_argument("gold", nargs="+", help="a file, with :N for N times an epoch")
    parser.add_argument("--texts", nargs="*", default=[], help="likewise")
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--drop", type=float, default=0.15)
    parser.add_argument("--beside-gold", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    with args.answers.open("rb") as file:
        answers = pickle.load(file)  # noqa: S301  (our own, from `teacher`)
    data: list[Seen] = []
    for item in args.gold:
        records, times = _given(item)
        found = [seen_of(e, answers, labelled=True) for r in records for e in examples(r)]
        data += _times(found, times)
    for item in args.texts:
        records, times = _given(item)
        of_texts = [example for r in records for example in examples(with_figures(r))]
        data += _times([seen_of(one, answers, labelled=False) for one in of_texts], times)
    states = next(iter(answers.values()))[1].shape[1]
    network = Network(vectors_of_words(args.vectors), states, args.drop)
    if args.start:
        network.load_state_dict(torch.load(args.start))
    average = train(network, data, args.epochs, args.rate, args.beside_gold)
    if args.keep:
        torch.save(average, args.keep)
    save(average, args.out)


if __name__ == "__main__":
    main()
