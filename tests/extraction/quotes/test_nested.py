"""What somebody is reported to have said that somebody else said: two quotes, one in the other."""

import pytest

from api.extraction import extract

GAZETTE = "According to the Velm Gazette, harbour master Rita Sorn said the crane was not oiled."


def test_a_source_and_whom_it_cites_are_two_quotes() -> None:
    outer, inner = extract(GAZETTE).quotes
    assert (outer.speaker_name, inner.speaker_name) == ("Velm Gazette", "Rita Sorn")
    assert outer.parts[0].text == "harbour master Rita Sorn said the crane was not oiled"
    assert inner.parts[0].text == "the crane was not oiled"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "The striker said he was leaving in May, according to the club.",
            ["the club", "The striker"],
        ),
        (
            "According to court papers, the defendant told detectives he had borrowed the tractor.",
            ["court papers", "the defendant"],
        ),
        ("According to her, the road was closed and the bus was late.", ["her"]),
        ("Ines Calder said the road was closed.", ["Ines Calder"]),
    ],
)
def test_only_a_clause_of_saying_makes_a_second_quote(text: str, speakers: list[str]) -> None:
    assert [quote.speaker and quote.speaker.text for quote in extract(text).quotes] == speakers


def test_a_figure_belongs_to_the_innermost_quote() -> None:
    found = extract("The baker said 40 loaves were burnt, according to the Velm Gazette.")
    (figure,) = found.figures
    assert figure.quote == 1
    assert found.quotes[1].parts[0].text == "40 loaves were burnt"
