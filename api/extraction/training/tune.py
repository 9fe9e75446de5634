# mypy: disable-error-code="misc"
"""Go on training the quotes network from its weights, on articles that draw the project's line.

    python -m api.extraction.training.tune weights.npz GOLD.jsonl[:4] … --out weights.npz

`:4` takes a file four times an epoch. Of a file whose quotes say whether they are speech, as
PolNeAR's do, only speech is learnt: said, or asked and promised with a verb of speech. Words and
endings stay as they are.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ..network.features import SHAPES, shape
from ..network.layers import whole
from ..network.words import WordRows, vocabulary
from ..quotes.cues import speech_verbs
from .examples import Example, examples, load
from .export import Stored, array, save_layers
from .network import Network
from .train import Encoded, batch_loss, batches

RATE = 5e-4
WARM_UP = 50  # steps until the learning rate is reached
AVERAGE = 0.995
UNKNOWN = "\x00"  # a word that is in no vocabulary, without ending or shape
FORGOTTEN = 0.05  # share of words shown as unknown
KEPT = ("dilations", "word", "word.scale", "suffix", "suffix.scale")
HEADS = ("to_content", "to_source", "query", "key", "nobody")


class Tuned(Network):
    """The network over the rows of words that it ships with: `rows`, the unknown word's first."""

    def __init__(self, stored: dict[str, NDArray[Any]], rows: NDArray[np.float32]) -> None:
        super().__init__(np.zeros((2, 8), np.float32), 2, rows.shape[1])
        for parameter in self.parameters():
            parameter.requires_grad = False
        self.rows = nn.Embedding.from_pretrained(torch.from_numpy(rows), freeze=True)
        self.places = nn.Embedding.from_pretrained(torch.from_numpy(stored["place"]), freeze=False)
        # What the shapes of words tell is learnt on top of the rows, which hold it already.
        self.shapes = nn.Embedding(SHAPES, rows.shape[1])
        nn.init.zeros_(self.shapes.weight)
        self._learn(self.norm.weight, stored["norm.weight"])
        self._learn(self.norm.bias, stored["norm.bias"])
        for number, (layer, norm) in enumerate(zip(self.layers, self.norms, strict=True)):
            self._learn(layer.weight, whole(stored, f"layer{number}"))
            self._learn(layer.bias, stored[f"layer{number}.bias"])
            self._learn(norm.weight, stored[f"norm{number}.weight"])
            self._learn(norm.bias, stored[f"norm{number}.bias"])
        for name in HEADS:
            head = getattr(self, name)
            self._learn(head.weight, stored[f"{name}.weight"])
            self._learn(head.bias, stored[f"{name}.bias"])
        for name in ("content", "source"):
            crf = getattr(self, name)
            self._learn(crf.steps, stored[f"{name}.steps"] - crf.forbidden.numpy())
        self._learn(self.distance.weight, stored["distance"][:, None])
        self._learn(self.step.weight, stored["step"][:, None])

    def _learn(self, parameter: Tensor, value: NDArray[np.float32]) -> None:
        parameter.data.copy_(torch.from_numpy(np.ascontiguousarray(value, np.float32)))
        parameter.requires_grad = True

    def _entering(self, word: Tensor, features: Tensor) -> Tensor:
        found: Tensor = (
            self.rows(word) + self.shapes(features[..., 3]) + self.places(features[..., 5])
        )
        return found

    def hidden(self, features: Tensor, mask: Tensor) -> Tensor:
        """(batch, length, 6) numbers, of which the first is a word's and the last a place's."""
        word = features[..., 0]
        if self.training:
            word = word * (torch.rand(word.shape) >= FORGOTTEN)
        alive = mask[:, :, None].float()
        x: Tensor = self.norm(functional.relu(self._entering(word, features)))
        return self.convolve(x * alive, alive)


def tune(
    weights: Path, gold: Iterable[tuple[Path, int]], out: Path, epochs: int, seed: int
) -> None:
    """Train from `weights` on gold files, each so many times an epoch, and write the new ones."""
    torch.manual_seed(seed)
    random.seed(seed)
    with np.load(weights) as file:
        stored = dict(file)
    numbers: dict[str, int] = {"": 0}
    data: list[Encoded] = []
    for path, times in gold:
        for record in load(path):
            found = [_encoded(one, numbers) for one in examples(_speech_only(record))]
            data += found * times
    rows = WordRows(stored, vocabulary()).of([UNKNOWN, *list(numbers)[1:]])
    network = Tuned(stored, rows)
    learnt = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=RATE, weight_decay=0.01)
    average = {name: value.clone() for name, value in network.state_dict().items()}
    total, step = epochs * len(batches(data)), 0
    for epoch in range(epochs):
        network.train()
        started, losses = time.monotonic(), []
        for batch in batches(data):
            for group in optimizer.param_groups:
                group["lr"] = RATE * max(0.02, min((step + 1) / WARM_UP, 1 - 0.98 * step / total))
            loss = batch_loss(network, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
            nn.utils.clip_grad_norm_(learnt, 5.0)
            optimizer.step()
            step += 1
            losses.append(loss.item())
            memory = min(AVERAGE, step / (step + 20))
            for name, value in network.state_dict().items():
                if value.dtype.is_floating_point and name != "rows.weight":
                    average[name].lerp_(value, 1 - memory)
        seconds = time.monotonic() - started
        sys.stderr.write(f"epoch {epoch + 1}: loss {np.mean(losses):.2f}, {seconds:.0f} s\n")
    _save(average, stored, out)


def _encoded(example: Example, numbers: dict[str, int]) -> Encoded:
    """Feature numbers as `Network` has them: the word first, its place in the text last."""
    features = np.zeros((len(example.words), 6), np.int64)
    features[:, 0] = [numbers.setdefault(word, len(numbers)) for word in example.words]
    features[:, 3] = [shape(word) for word in example.words]
    features[:, 5] = example.place
    return torch.from_numpy(features), example


def _speech_only(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "quotes": [quote for quote in record["quotes"] if _is_said(record, quote)]}


def _is_said(record: dict[str, Any], quote: dict[str, Any]) -> bool:
    if quote.get("speech", True):
        return True
    start, end = quote.get("cue_start"), quote.get("cue_end")
    cue = record["text"][start:end].lower().split() if start is not None else []
    return not speech_verbs().isdisjoint(cue)


def _save(state: dict[str, Tensor], stored: dict[str, NDArray[Any]], out: Path) -> None:
    new: Stored = {name: stored[name] for name in KEPT}
    new["shape"] = stored["shape"] + array(state["shapes.weight"])
    new["place"] = array(state["places.weight"])
    save_layers(new, state, len(stored["dilations"]))
    for name in ("norm", *HEADS):
        new[f"{name}.weight"] = array(state[f"{name}.weight"])
        new[f"{name}.bias"] = array(state[f"{name}.bias"])
    for name in ("content", "source"):
        new[f"{name}.steps"] = array(state[f"{name}.steps"] + state[f"{name}.forbidden"])
    new["distance"] = array(state["distance.weight"])[:, 0]
    new["step"] = array(state["step.weight"])[:, 0]
    np.savez_compressed(out, allow_pickle=False, **new)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Go on training the quotes network.")
    parser.add_argument("weights", type=Path)
    parser.add_argument("gold", nargs="+", help="a file, with :N for N times an epoch")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    gold = [item.partition(":") for item in args.gold]
    files = [(Path(path), int(times or 1)) for path, _, times in gold]
    tune(args.weights, files, args.out, args.epochs, args.seed)


if __name__ == "__main__":
    main()
