"""Figures over HTTP: found by what they measure and how much."""

import pytest
from flask.testing import FlaskClient

from tests.articles import post

TEXT = (
    "The Northern Arc pipeline has a capacity of 12 billion cubic metres. "
    "Storage at the port holds 500 million litres. "
    "Jonas Berg owes $4.5 billion and €300 million. "
    "Tariffs of 25 to 100 percent were imposed. "
    "Two leaders met."
)


def found(client: FlaskClient, query: str) -> list[str]:
    """What the figures of a query say, in the order of the text."""
    items = client.get(f"/v1/figures?{query}").json["items"]
    items.sort(key=lambda item: item["selector"]["start"])
    return [item["text"] for item in items]


@pytest.fixture
def _figures(client: FlaskClient) -> None:
    post(client, text=TEXT)


GAS, LITRES = "12 billion cubic metres", "500 million litres"
DOLLARS, EUROS, TARIFFS = "$4.5 billion", "€300 million", "25 to 100 percent"


@pytest.mark.usefixtures("_figures")
@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", [GAS, LITRES, DOLLARS, EUROS, TARIFFS]),
        ("dimension=volume", [GAS, LITRES]),
        ("unit_code=m3", [GAS]),
        ("unit=cubic+metres", [GAS, LITRES]),
        ("unit_code=l", [LITRES]),
        ("unit=m3&min=10000000000", [GAS]),
        ("unit=m3&max=10000000000", [LITRES]),
        ("unit=litre&min=500000000", [GAS, LITRES]),
        ("unit=litre&min=500000001", [GAS]),
        ("dimension=volume&min=40000000000&unit=m3", []),
        ("dimension=volume&max=500000", [LITRES]),
        ("unit=USD", [DOLLARS]),
        ("unit=USD&min=1000000", [DOLLARS]),
        ("unit=EUR&min=1000000000", []),
        ("unit=%25&min=99", [TARIFFS]),
        ("unit=%25&min=101", []),
        ("unit=%25&max=24", []),
        ("entity=Northern+Arc", [GAS]),
        ("entity=arc", [GAS]),
        ("entity=Nobody", []),
        (
            "publisher=Harbour+Courier&published_from=2026-03-04",
            [GAS, LITRES, DOLLARS, EUROS, TARIFFS],
        ),
        ("published_to=2026-03-04", []),
    ],
)
def test_filters(client: FlaskClient, query: str, texts: list[str]) -> None:
    assert found(client, query) == texts


@pytest.mark.usefixtures("_figures")
def test_counts_that_nobody_would_look_up_are_shown_when_asked_for(client: FlaskClient) -> None:
    assert "Two" in found(client, "salience=all")[-1]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("min=5", "min"),
        ("unit=furlongish", "unit"),
        ("dimension=weather", "dimension"),
        ("dimension=mass&unit=m3", "unit"),
        ("min=NaN&unit=m3", "min"),
        ("max=1e999&unit=m3", "max"),
        ("salience=some", "salience"),
        ("colour=red", "colour"),
        ("unit=m3&unit=l", "unit"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_by_name(
    client: FlaskClient, query: str, parameter: str
) -> None:
    answer = client.get(f"/v1/figures?{query}")
    assert answer.status_code == 422
    assert [fault["parameter"] for fault in answer.json["errors"]] == [parameter]


def test_a_figure_knows_its_measure_and_its_series(client: FlaskClient) -> None:
    first = post(client, url=None, text=TEXT).json["figures"][0]
    second = post(client, url=None, text=TEXT.replace("12", "11.8")).json["figures"][0]
    assert first["measure"]["name"].startswith("Northern Arc")
    assert second["measure"] == first["measure"]


def test_a_figure_in_a_quote_knows_who_stated_it(client: FlaskClient) -> None:
    answer = post(client, text="“We lost 300 ships,” Mara Lindqvist said.").json
    (figure,), (quote,) = answer["figures"], answer["quotes"]
    assert figure["quote_id"] == quote["id"]
    assert figure["stated_by"] == quote["speaker"]


def test_one_figure_is_what_its_article_says(client: FlaskClient) -> None:
    within = post(client, text=TEXT).json["figures"][0]
    alone = client.get(f"/v1/figures/{within['id']}").json
    assert alone | within == alone
