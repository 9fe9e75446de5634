"""Fit the weights of a quote's confidence on gold that the network was not trained on.

    python -m api.extraction.training.calibrate GOLD.jsonl:WEIGHTS.npz …

Each gold file goes with the weights of a network that has not seen it: one pair a fold, or a whole
file of the development part. Prints the table for `lexicons/quote_confidence.txt` and, every tenth
article told by a fit on the others, how often quotes of each confidence are right.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import document
from ..quotes import read_quotes
from ..quotes.confidence import traits
from ..quotes.tagger import Tagger
from .examples import load

PARTS = 10  # of the articles, each told by a fit on the others
SAME = 0.8  # least share of tokens in common, of all tokens of both
STIFFNESS = 1.0  # of the ridge that keeps weights small
BANDS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)

Floats = NDArray[np.float64]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Fit the confidence of quotes.")
    parser.add_argument("pairs", nargs="+", metavar="GOLD:WEIGHTS")
    args = parser.parse_args()
    cases: list[tuple[int, list[float], bool]] = []
    for pair in args.pairs:
        gold, _, weights = pair.partition(":")
        with np.load(weights) as stored:
            network = Tagger(dict(stored))
        cases += [
            (number % PARTS, list(seen.values()), right)
            for number, record in enumerate(load(Path(gold)))
            for seen, right in judged(record, network)
        ]
    part = np.array([number for number, _, _ in cases])
    x = np.array([seen for _, seen, _ in cases], np.float64)
    y = np.array([right for _, _, right in cases], np.float64)
    names = list(traits_of_nothing())
    told = np.zeros(len(y))
    for number in range(PARTS):
        told[part == number] = belief(x[part == number], fit(x[part != number], y[part != number]))
    out = sys.stdout.write
    for name, weight in zip(names, fit(x, y), strict=True):
        out(f"{name} {weight:.4f}\n")
    for low, high in pairwise(BANDS):
        inside = (told >= low) & (told < high)
        if inside.any():
            out(
                f"# {low:.2f}-{high:.2f}: {inside.sum()} quotes, "
                f"mean confidence {told[inside].mean():.3f}, right {y[inside].mean():.3f}\n"
            )
    out(f"# Brier score {np.mean((told - y) ** 2):.4f}, always the mean {y.var():.4f}\n")


def traits_of_nothing() -> list[str]:
    """Name the traits in their order."""
    read = document.read("“We open in May,” said Ann Lee.")
    kind, parts = next(iter(read_quotes(read)))
    return list(traits(kind, parts))


def judged(record: dict[str, Any], network: Tagger) -> Iterator[tuple[dict[str, float], bool]]:
    """Give the traits of every quote found in a gold text, and whether it is right."""
    read = document.read(record["text"])
    starts, ends = np.array(read.starts), np.array(read.ends)

    def under(start: int, end: int) -> set[int]:
        low, high = np.searchsorted(ends, start, "right"), np.searchsorted(starts, end)
        return {int(t) for t in range(low, high) if read.words[t][0].isalnum()}

    gold = [
        (under(start, end), under(quote["speaker_start"] or 0, quote["speaker_end"] or 0))
        for quote in record["quotes"]
        if quote.get("speech", True)
        for start, end in quote.get("parts") or [[quote["start"], quote["end"]]]
    ]
    for kind, parts in read_quotes(read, network=network):
        speaker = parts[0].speaker
        mention = set(range(speaker[0], speaker[1] + 1)) if speaker else set()
        right = all(
            any(
                _alike(set(range(part.content[0], part.content[1] + 1)), content, read.words)
                and (bool(mention & wanted) or mention == wanted)
                for content, wanted in gold
            )
            for part in parts
        )
        yield traits(kind, parts), right


def _alike(found: set[int], content: set[int], words: list[str]) -> bool:
    found = {token for token in found if words[token][0].isalnum()}
    union = len(found | content)
    return bool(union) and len(found & content) >= SAME * union


def fit(x: Floats, y: Floats) -> Floats:
    """Fit a logistic regression by Newton's method."""
    weights = np.zeros(x.shape[1])
    for _ in range(25):
        told = belief(x, weights)
        slope = x.T @ (y - told) - STIFFNESS * weights
        bend = (x * (told * (1 - told))[:, None]).T @ x + STIFFNESS * np.eye(x.shape[1])
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def belief(x: Floats, weights: Floats) -> Floats:
    """Give the probability of each row."""
    told: Floats = 1 / (1 + np.exp(-(x @ weights)))
    return told


if __name__ == "__main__":
    main()
