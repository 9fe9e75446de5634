"""A table of sentences, each with the figures that are in it."""

from pathlib import Path

import pytest

from api.extraction import Figure, document
from api.extraction.figures import find_figures

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("sentences.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "figures"), ROWS, ids=[row[0] for row in ROWS])
def test_sentence_gives_its_figures(text: str, figures: str) -> None:
    found = find_figures(document.read(text))
    assert ("; ".join(map(compact, found)) or "none") == figures


@pytest.mark.parametrize("text", [row[0] for row in ROWS])
def test_span_is_what_the_text_says(text: str) -> None:
    for figure in find_figures(document.read(text)):
        assert text[figure.start : figure.end] == figure.text


def compact(figure: Figure) -> str:
    """Write a figure as the table does."""
    ends = [plain(figure.value)]
    if figure.value_max is not None:
        ends.append(plain(figure.value_max))
    sign = figure.change or ("" if figure.modifier == "=" else figure.modifier)
    unit = "ordinal" if figure.dimension == "ordinal" else figure.unit or "-"
    return " ".join(part for part in (sign, "..".join(ends), unit) if part)


def plain(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
