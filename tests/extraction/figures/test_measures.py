"""What a figure is a reading of, the time it holds for, and how much it matters."""

from pathlib import Path

import pytest

from api.extraction import extract

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("measures.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(
    ("text", "surface", "measured", "entity", "period", "outlook", "salience"),
    ROWS,
    ids=[f"{row[1]} in {row[0]}" for row in ROWS],
)
def test_figure_knows_what_it_measures(
    text: str, surface: str, measured: str, entity: str, period: str, outlook: str, salience: str
) -> None:
    figure = next(found for found in extract(text).figures if found.text == surface)
    assert (figure.property or "-", figure.entity or "-") == (measured, entity)
    assert (figure.period or "-", figure.outlook or "-") == (period, outlook)
    assert figure.salience == salience
