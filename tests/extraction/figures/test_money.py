"""Whose money a shared name is, across the sentences of an article."""

import pytest

from api.extraction import document
from api.extraction.figures import find_figures


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The road runs through Chile. It cost 40 million pesos.", "CLP"),
        ("The road runs from Chile to Mexico. It cost 40 million pesos.", "{peso}"),
        ("The road cost 40 million pesos.", "{peso}"),
        ("Oslo is dear. A room costs 900 crowns a night.", "NOK/{night}"),
        ("Brightwater of Toronto owes US$9m. It earns $7m.", "CAD"),
        ("Brightwater of Toronto earns $7m.", "CAD"),
        ("Brightwater of Toronto and its American rival earn $7m.", "USD"),
        ("Brightwater sold C$9m of syrup in Toronto. It wants $1m.", "USD"),
        ("Brightwater of Toronto buys oil at $71 a barrel.", "USD/[bbl_us]"),
        ("Cairo will spend 3 million pounds on cats.", "EGP"),
        ("Cairo will spend £3 million on cats.", "GBP"),
        ("Kigali paid 3 million francs, or 40 thousand Swiss francs.", "CHF"),
    ],
)
def test_place_settles_whose_money_it_is(text: str, code: str) -> None:
    assert find_figures(document.read(text))[-1].unit_code == code
