"""Train the quotes network on gold files.

    python -m api.extraction.training.train GOLD.jsonl … --vectors glove.6B.50d.txt --out DIR

Seeded: the same files, options and machine give the same weights. About a minute an epoch on one
core for four million characters.
"""

import argparse
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .examples import Example, examples, load
from .export import save_tagger, save_vocabulary
from .network import Network
from .vocabulary import Vocabulary, build

BATCH_TOKENS = 4096
WARM_UP = 200  # steps until the learning rate is reached
AVERAGE = 0.999  # the weights kept are a running average with this memory
POINTER_SHARE = 1.0  # weight of the pointer's loss against the labels'
# Weight of every token's label by itself. The CRF alone needs scores that tell outside from inside
# only where a span starts or ends; with this they tell everywhere, which makes decoding fast.
ALONE_SHARE = 0.3

Encoded = tuple[torch.Tensor, Example]


def train(
    gold: list[Path],
    vectors: Path,
    out: Path,
    epochs: int = 20,
    rate: float = 2e-3,
    seed: int = 1,
    common: int = 45_000,
    width: int = 96,
) -> None:
    """Train on gold files; write `vocabulary.npz` and `weights.npz`, which the engine reads."""
    torch.manual_seed(seed)
    random.seed(seed)
    records = [record for path in gold for record in load(path)]
    vocabulary = build([record["text"] for record in records], vectors, common)
    data = [
        (encode(example, vocabulary), example) for record in records for example in examples(record)
    ]
    save_vocabulary(vocabulary, out / "vocabulary.npz")
    network = Network(vocabulary.vectors, len(vocabulary.learnt) + 1, width)
    average = {name: value.clone() for name, value in network.state_dict().items()}
    optimizer = torch.optim.AdamW(
        [p for p in network.parameters() if p.requires_grad], lr=rate, weight_decay=0.01
    )
    total = epochs * len(batches(data))
    step = 0
    for epoch in range(epochs):
        started, losses = time.monotonic(), 0.0
        network.train()
        for batch in batches(data):
            for group in optimizer.param_groups:
                group["lr"] = rate * min((step + 1) / WARM_UP, 1 - 0.98 * step / total)
            loss = batch_loss(network, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            step += 1
            follow(average, network, min(AVERAGE, step / (step + 50)))
            losses += loss.item()
        seconds = time.monotonic() - started
        sys.stderr.write(f"epoch {epoch + 1}: loss {losses:.2f}, {seconds:.0f} s\n")
        save_tagger(average, network.dilations, vocabulary, out / "weights.npz")


def follow(average: dict[str, Tensor], network: Network, memory: float) -> None:
    """Move the average of the weights towards those of now."""
    with torch.no_grad():
        for name, value in network.state_dict().items():
            if value.dtype.is_floating_point and name != "vectors.weight":
                average[name].lerp_(value, 1 - memory)


def encode(example: Example, vocabulary: Vocabulary) -> Tensor:
    """(length, 6) feature numbers."""
    rows = np.array([vocabulary.rows(word) for word in example.words], np.int64)
    return torch.from_numpy(np.concatenate([rows, example.place[:, None]], 1))


def batches(data: list[Encoded]) -> list[list[Encoded]]:
    """Shuffled batches of examples of about the same length."""
    order = list(range(len(data)))
    random.shuffle(order)
    order.sort(key=lambda i: len(data[i][0]) // 24)
    found: list[list[Encoded]] = []
    batch: list[Encoded] = []
    longest = 0
    for i in order:
        longest = max(longest, len(data[i][0]))
        if batch and longest * (len(batch) + 1) > BATCH_TOKENS:
            found.append(batch)
            batch, longest = [], len(data[i][0])
        batch.append(data[i])
    if batch:
        found.append(batch)
    random.shuffle(found)
    return found


def batch_loss(network: Network, batch: list[Encoded]) -> Tensor:
    """Mean loss per example of a batch: both label heads and the pointer."""
    pad = torch.nn.utils.rnn.pad_sequence
    features = pad([encoded for encoded, _ in batch], batch_first=True)
    content = pad([torch.from_numpy(e.content) for _, e in batch], batch_first=True)
    source = pad([torch.from_numpy(e.source) for _, e in batch], batch_first=True)
    mask = pad([torch.ones(len(encoded), dtype=torch.bool) for encoded, _ in batch], True)
    hidden = network.hidden(features, mask)
    to_content, to_source = network.to_content(hidden), network.to_source(hidden)
    loss = network.content.loss(to_content, content, mask)
    loss = loss + network.source.loss(to_source, source, mask)
    for scores, labels in ((to_content, content), (to_source, source)):
        alone = functional.cross_entropy(scores[mask], labels[mask], reduction="sum")
        loss = loss + ALONE_SHARE * alone
    links = torch.tensor(
        [(row, *link) for row, (_, example) in enumerate(batch) for link in example.links]
    ).reshape(-1, 4)
    if len(links) > 0:
        scores = network.point(hidden, features, mask, links)
        wanted = links[:, 3].long() + 1
        loss = loss + POINTER_SHARE * functional.cross_entropy(scores, wanted, reduction="sum")
    return loss / len(batch)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Train the quotes network.")
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--vectors", type=Path, required=True, help="GloVe's text form, or .npz")
    parser.add_argument("--out", type=Path, required=True, help="folder for both files of weights")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    train(
        args.gold,
        args.vectors,
        args.out,
        epochs=args.epochs,
        rate=args.rate,
        seed=args.seed,
        width=args.width,
    )


if __name__ == "__main__":
    main()
