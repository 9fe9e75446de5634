"""Fit the confidence of measures on gold that the network was not trained on.

    python -m api.extraction.training.calibrate_measures GOLD.jsonl:WEIGHTS.npz …

Each gold file goes with the weights of a network that has not seen it: one pair a fold. Prints the
table for `lexicons/measure_confidence.txt` and, each fold told by a fit on the others, how precise
and how many the measures are that are given from each confidence on.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .. import document
from ..figures.build import read_figures
from ..figures.measured.confidence import traits
from ..figures.measured.entities import Entities
from ..figures.measured.measures import evidence_of, name_of, read_pointings
from ..figures.measured.pointers import Pointers
from ..people.names import Names
from ..plurals import singular
from ..quotes import find_quotes
from .calibrate import belief, fit
from .examples import load

LEVELS = (0.0, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)

Case = tuple[dict[str, float], bool]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Fit the confidence of measures.")
    parser.add_argument("pairs", nargs="+", metavar="GOLD:WEIGHTS")
    args = parser.parse_args()
    cases: list[tuple[int, dict[str, float], bool]] = []
    rows = 0
    for number, pair in enumerate(args.pairs):
        gold, _, weights = pair.partition(":")
        with np.load(weights) as stored:
            network = Pointers(dict(stored))
        for record in load(Path(gold)):
            cases += [(number, told, right) for told, right in judged(record, network)]
            rows += sum(_has_row(figure) for figure in record["figures"])
    fold = np.array([number for number, _, _ in cases])
    x = np.array([list(told.values()) for _, told, _ in cases])
    y = np.array([right for _, _, right in cases], np.float64)
    told = np.zeros(len(y))
    for number in range(len(args.pairs)):
        told[fold == number] = belief(x[fold == number], fit(x[fold != number], y[fold != number]))
    out = sys.stdout.write
    for name, weight in zip(cases[0][1], fit(x, y), strict=True):
        out(f"{name} {weight:.4f}\n")
    for least in LEVELS:
        given = told >= least
        right = y[given].sum()
        out(f"# from {least}: precision {right / given.sum():.3f}, recall {right / rows:.3f}\n")
    out(f"# Brier score {np.mean((told - y) ** 2):.4f}, always the mean {y.var():.4f}\n")


def judged(record: dict[str, Any], network: Pointers) -> Iterator[Case]:
    """Give the traits of every measure in a gold text, and whether it is right."""
    text = record["text"]
    read = document.read(text)
    names = Names(read)
    entities = Entities(read, names, find_quotes(read, names))
    found = [one for one in read_figures(read) if one[0].dimension != "ordinal"]
    tokens = [at for _, at in found]
    for one in read_pointings(read, tokens, network):
        figure, _ = found[one.number]
        entity = entities.at(*one.entity) if one.entity is not None else None
        name = name_of(read, one)
        counted = figure.unit if figure.dimension in (None, "count") else None
        for gold in record["figures"]:
            if entity and (name or counted) and not gold.get("low") and _same(gold, figure):
                right = _names_it(entity.name, gold, text) and _means_it(
                    name or counted, gold, text
                )
                yield traits(evidence_of(one, entity, name, read, tokens)), right
                break


def _same(gold: dict[str, Any], figure: Any) -> bool:
    return bool(figure.start < gold["end"] and gold["start"] < figure.end)


def _has_row(gold: dict[str, Any]) -> bool:
    named = gold.get("entity_name") or gold.get("entity_start") is not None
    return bool(named and gold.get("property_start") is not None and not gold.get("low"))


def _names_it(name: str, gold: dict[str, Any], text: str) -> bool:
    """Whether two names are one but for articles, with the same last word."""
    start, end = gold.get("entity_start"), gold.get("entity_end")
    surfaces = [gold.get("entity_name") or "", text[start:end] if start is not None else ""]
    return any(_alike(_words(name), _words(surface)) for surface in surfaces)


def _means_it(name: str | None, gold: dict[str, Any], text: str) -> bool:
    start, end = gold.get("property_start"), gold.get("property_end")
    wanted = _words(text[start:end]) if start is not None else []
    told = _words(name or "")
    return bool(wanted and told) and (told[-1] in wanted or wanted[-1] in told)


def _words(text: str) -> list[str]:
    """The words of a name as they are compared."""
    words = document.read(text).lower if text else []
    return [
        singular(word) for word in words if word[0].isalnum() and word not in ("the", "a", "an")
    ]


def _alike(one: list[str], other: list[str]) -> bool:
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    head = one[-1] == other[-1] or 2 * len(shorter) >= len(longer)
    return set(shorter) <= set(longer) and head


if __name__ == "__main__":
    main()
