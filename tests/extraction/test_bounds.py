"""No text takes more time or memory than a known share of its length."""

import tracemalloc

import pytest

from api.extraction import MOST_FIGURES, TooManyFigures, extract


def test_marks_without_words_take_little_memory() -> None:
    extract("Mara Lindqvist said that 3 ships came.")
    tracemalloc.start()
    try:
        extract('"' * 200_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_more_figures_than_are_read_are_refused_before_most_of_them_are_read() -> None:
    def refused(text: str) -> None:
        with pytest.raises(TooManyFigures, match="more than 20000 figures"):
            extract(text)

    refused("5 cats. " * (MOST_FIGURES + 1000))


def test_figures_among_signs_alone_are_read() -> None:
    assert len(extract("$3-" * 100).figures) == 100
