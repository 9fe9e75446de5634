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


@pytest.mark.parametrize(("text", "figures", "_surfaces"), ROWS, ids=[row[0] for row in ROWS])
def test_sentence_gives_its_figures(text: str, figures: str, _surfaces: str) -> None:
    found = find_figures(document.read(text))
    assert ("; ".join(map(compact, found)) or "none") == figures


@pytest.mark.parametrize(("text", "_figures", "surfaces"), ROWS, ids=[row[0] for row in ROWS])
def test_span_is_the_surface_of_its_figure(text: str, _figures: str, surfaces: str) -> None:
    found = find_figures(document.read(text))
    assert [text[one.start : one.end] for one in found] == expected(surfaces)
    end = 0
    for one, surface in zip(found, expected(surfaces), strict=True):
        assert one.text == surface
        assert one.start == whole_words(text, surface, end)
        end = one.end


def expected(surfaces: str) -> list[str]:
    """Take the surfaces of a row apart."""
    return [] if surfaces == "-" else surfaces.split(" | ")


def whole_words(text: str, surface: str, start: int) -> int:
    """Find where a surface next stands in a text, not as a part of longer digits."""
    at = text.index(surface, start)
    while text[at - 1 : at].isdecimal() and surface[0].isdecimal():
        at = text.index(surface, at + 1)
    return at


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
