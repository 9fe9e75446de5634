"""What a measure's readings come to, period by period: least, median, greatest, and how many."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.articles import post


def reading(client: FlaskClient, day: str, said: str, what: str = "Northern Arc") -> int:
    """Store an article; the measure of its first figure."""
    text = f"The {what} has a capacity of {said}."
    figure = post(client, url=None, text=text, published_at=day).json["figures"][0]
    return int(figure["measure"]["id"])


@pytest.fixture
def measure(client: FlaskClient) -> int:
    reading(client, "2025-12-31", "10 billion cubic metres a year")
    reading(client, "2026-01-01", "12 billion cubic metres a year")
    reading(client, "2026-01-02", "about 424 billion cubic feet a year")
    reading(client, "2026-03-04", "11 to 15 bcm a year")
    return reading(client, "2026-03-05", "8 bcm a year")


def periods(client: FlaskClient, measure: int, query: str) -> list[tuple[Any, ...]]:
    answer = client.get(f"/v1/measures/{measure}/series?limit=1&{query}")
    assert answer.status_code == 200, answer.text
    return [
        (one["period"], one["readings"], one["least"], one["median"], one["greatest"])
        for one in answer.json["periods"]
    ]


def approximately(rows: list[tuple[Any, ...]]) -> Any:
    return [(*row[:2], *(pytest.approx(value, rel=1e-3) for value in row[2:])) for row in rows]


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("year", [("2026", 4, 8, 12.003, 15), ("2025", 1, 10, 10, 10)]),
        (
            "quarter",
            [("2026-Q1", 4, 8, 12.003, 15), ("2025-Q4", 1, 10, 10, 10)],
        ),
        (
            "month",
            [
                ("2026-03", 2, 8, 10.5, 15),
                ("2026-01", 2, 12, 12.003, 12.006),
                ("2025-12", 1, 10, 10, 10),
            ],
        ),
        ("week", [("2026-W10", 2, 8, 10.5, 15), ("2026-W01", 3, 10, 12, 12.006)]),
    ],
)
def test_periods_in_one_unit(
    client: FlaskClient, measure: int, by: str, rows: list[tuple[Any, ...]]
) -> None:
    assert periods(client, measure, f"by={by}&unit=bcm") == approximately(rows)
    assert len(periods(client, measure, "by=day")) == 5


def test_a_value_is_given_as_it_was_said(client: FlaskClient, measure: int) -> None:
    """Whatever the common unit of its dimension would make of it."""
    (newest, *_) = periods(client, measure, "by=day")
    assert newest == ("2026-03-05", 1, 8_000_000_000, 8_000_000_000, 8_000_000_000)


def test_filters_hold(client: FlaskClient, measure: int) -> None:
    found = periods(client, measure, "by=year&unit=bcm&from=2026-03-01&to=2026-03-05")
    assert found == [("2026", 1, 11, 13, 15)]
    (figure,) = client.get(f"/v1/measures/{measure}/series?limit=1").json["items"]
    address = f"/v1/figures/{figure['id']}"
    client.patch(address, json={"status": "rejected"}, headers={"If-Match": "*"})
    assert periods(client, measure, "by=month&unit=bcm")[0] == ("2026-03", 1, 11, 13, 15)


def test_periods_are_those_of_all_pages(client: FlaskClient, measure: int) -> None:
    first: Any = client.get(f"/v1/measures/{measure}/series?limit=2&by=year").json
    second: Any = client.get(first["next"]).json
    assert second["periods"] == first["periods"]
    assert first["unit"] == second["unit"]
    plain: Any = client.get(f"/v1/measures/{measure}/series").json
    assert "periods" not in plain


def test_a_quantity_counts_as_so_much_a_year(client: FlaskClient, measure: int) -> None:
    plain = reading(client, "2026-03-06", "9 billion cubic metres")
    other = {"measure": plain}
    assert client.post(f"/v1/measures/{measure}/merge", json=other).status_code == 200
    assert periods(client, measure, "by=month&unit=bcm")[0] == ("2026-03", 3, 8, 9, 15)


def test_money_is_in_its_own_unit(client: FlaskClient) -> None:
    figure: Any = None
    for day, said in enumerate(["$3 million", "$5 million", "€9 million", "$4 million"], 1):
        text = f"The Northern Arc cost {said}."
        figure = post(client, url=None, text=text, published_at=f"2026-03-{day:02}").json["figures"]
        measure = figure[0]["measure"]["id"]
    assert periods(client, measure, "by=month") == [("2026-03", 3, 3e6, 4e6, 5e6)]
    assert periods(client, measure, "by=month&unit=EUR") == [("2026-03", 1, 9e6, 9e6, 9e6)]


def test_several_measures_at_once(client: FlaskClient, measure: int) -> None:
    other = reading(client, "2026-02-01", "5 bcm a year", "Southern Arc")
    answer = client.get(f"/v1/measures/series?ids={other},{measure},{other}&by=year&unit=bcm")
    assert answer.status_code == 200, answer.text
    first, second = answer.json["items"]
    assert first["measure"]["id"] == other
    assert first["periods"] == [
        {"period": "2026", "readings": 1, "least": 5, "median": 5, "greatest": 5}
    ]
    alone: Any = client.get(f"/v1/measures/{measure}/series?by=year&unit=bcm").json
    assert second["periods"] == alone["periods"]
    client.post(f"/v1/measures/{measure}/merge", json={"measure": other})
    merged: Any = client.get(f"/v1/measures/series?ids={other},{measure}").json["items"]
    assert [item["measure"]["id"] for item in merged] == [measure]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("ids=1,x", 422),
        ("ids=0", 422),
        (f"ids={','.join(['1'] * 51)}", 422),
        ("ids=999999", 404),
        ("ids={measure}&unit=kg", 422),
        ("ids={measure}&by=decade", 422),
    ],
)
def test_what_is_refused(client: FlaskClient, measure: int, query: str, status: int) -> None:
    answer = client.get(f"/v1/measures/series?{query.format(measure=measure)}")
    assert answer.status_code == status, answer.text


def test_a_measure_without_readings(client: FlaskClient, measure: int) -> None:
    found: Any = client.get(f"/v1/measures/{measure}/series?by=month&from=2030-01-01").json
    assert (found["items"], found["periods"], found["unit"]) == ([], [], None)
