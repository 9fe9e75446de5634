"""What holds for any text: exact spans, order, finite values, work that grows with the text."""

import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.extraction import document
from api.extraction.figures import find_figures
from api.extraction.units import dimensions, unit
from tests.extraction.work import steps

PIECES = st.sampled_from(
    [
        *("5", "12", "1,204", "3.5", ".5", "²", "½", "٣", "1/2", "10^8", "×10", "-", "–", "−", "±"),
        *("~", "$", "US$", "€", "%", "°", "'", '"', "“", "”", "(", ")", ",", ".", ":", ";", "/"),
        *("\n", " ", "\u00a0", "million", "bn", "m", "k", "dozen", "half", "a", "third", "two"),
        *("hundred", "and", "of", "to", "from", "between", "per", "cent", "percent", "barrels"),
        *("a day", "people", "years", "old", "May", "2012", "rose", "by", "up", "about", "one"),
        *("more than", "Boeing", "th", "s", "e", "\u0000", "\ud83d\ude00", "\u0301", "ſ", "İ"),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join))
VOCABULARY = sorted(
    {
        word
        for line in Path(__file__).with_name("sentences.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
        for word in re.findall(r"\w+|[^\w\s]", line.split("\t")[0])
    }
)
SHUFFLED = st.lists(st.sampled_from(VOCABULARY), max_size=40).map(" ".join)
GLUED = st.lists(PIECES, max_size=60).map("".join)


@settings(max_examples=500, deadline=None)
@given(st.one_of(TEXTS, GLUED, SHUFFLED))
def test_any_text_gives_figures_that_hold_together(text: str) -> None:
    read = document.read(text)
    figures = find_figures(read)
    end = 0
    for figure in figures:
        assert text[figure.start : figure.end] == figure.text
        assert figure.start in read.starts
        assert figure.end in read.ends
        assert end <= figure.start < figure.end
        end = figure.end
        values = (figure.value, figure.value_max, figure.si_value, figure.si_value_max)
        assert all(math.isfinite(value) for value in values if value is not None)
        assert figure.value_max is None or figure.value <= figure.value_max
        assert figure.dimension is None or figure.dimension in dimensions()
        assert figure.unit_code is None or unit(figure.unit_code) is not None
        assert 0 < figure.confidence <= 1


@pytest.mark.parametrize("text", ["9" * 500, "1" + "0" * 30, "5" + " million" * 40, "1e99 km"])
def test_numbers_beyond_measure_are_refused_or_finite(text: str) -> None:
    for figure in find_figures(document.read(f"They saw {text} of them.")):
        assert math.isfinite(figure.value)


ENDLESS: dict[str, Callable[[int], str]] = {
    "digits": lambda size: "7" * size,
    "digits and commas": lambda size: "7," * (size // 2),
    "digits and stops": lambda size: "7." * (size // 2),
    "digits and blanks": lambda size: "7 " * (size // 2),
    "digits and hyphens": lambda size: "7-" * (size // 2),
    "hyphens": lambda size: "-" * size,
    "number words": lambda size: "two hundred and " * (size // 16),
    "scales": lambda size: "5 million " * (size // 10),
    "money": lambda size: "$5 to " * (size // 6),
    "quotation marks": lambda size: "5' \"" * (size // 4),
    "one sentence": lambda size: "the rise of 5% in 2012 and " * (size // 27),
    "of and of": lambda size: "a part of the " * (size // 14) + " 5%",
    "times": lambda size: "in 2012 " * (size // 8) + "it was 5 km",
    "brackets": lambda size: "(5 km " * (size // 6),
    "lists of bare numbers": lambda size: "5, 6 and " * (size // 9) + "7-day",
    "tied lists": lambda size: "5-, " * (size // 4) + "7-day trips",
    "apostrophes": lambda size: "7'777" * (size // 5),
    "per and per": lambda size: "5 per 100 " * (size // 10),
    "of them": lambda size: "5 cats, 6 of them " * (size // 18),
    "or more": lambda size: "5 or more " * (size // 10),
    "colons": lambda size: "Elm: 2, " * (size // 8),
    "feet and inches": lambda size: "5'11\" " * (size // 6),
    "telephones": lambda size: "(555) 555-5555 " * (size // 15),
    "nouns": lambda size: "gas pipe " * (size // 9) + "rose 5%",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_work_grows_with_the_text(name: str) -> None:
    make = ENDLESS[name]
    short, long = (steps(find_figures, document.read(make(size))) for size in (1_000, 4_000))
    assert long < 5 * short + 1_000
