"""Measures over HTTP: one quantity over articles, in one unit, and where readings disagree."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api.store.database import Database
from tests.articles import post
from tests.services.test_kept_json import must_be_true

COURIER, LAMP, GULF = "Harbour Courier", "Evening Lamp", "Gulf Gas Reporter"
LOST = "“We lost 300 ships,” Mayor Mara Lindqvist said."


def reading(client: FlaskClient, text: str, day: int = 4, publisher: str = COURIER) -> Any:
    """Store an article; its first figure."""
    when = f"2026-03-{day:02}T08:00:00Z"
    answer = post(client, url=None, text=text, publisher=publisher, published_at=when).json
    return answer["figures"][0]


def capacity(client: FlaskClient, said: str, day: int = 4, publisher: str = COURIER) -> Any:
    return reading(client, f"The Northern Arc has a capacity of {said}.", day, publisher)


def series(client: FlaskClient, measure: int, query: str = "") -> Any:
    answer = client.get(f"/v1/measures/{measure}/series?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.fixture
def measure(client: FlaskClient) -> int:
    """One capacity, as three publishers give it; and something said."""
    reading(client, LOST)
    capacity(client, "12 billion cubic metres a year", 1)
    capacity(client, "424 billion cubic feet a year", 2, GULF)
    figure = capacity(client, "about 11.8 bcm a year", 3, LAMP)
    return int(figure["measure"]["id"])


def test_a_measure_tells_what_is_measured_of_what(client: FlaskClient, measure: int) -> None:
    found = client.get(f"/v1/measures/{measure}").json
    assert client.get("/v1/measures?entity=arc&property=capacity").json["items"] == [found]
    assert client.get("/v1/measures?dimension=mass").json["items"] == []
    assert (found["name"], found["dimension"]) == ("Northern Arc: capacity", "volume_flow")
    assert (found["figures"], found["first_seen"][:10]) == (3, "2026-03-01")


@pytest.mark.parametrize(
    ("unit", "values"),
    [
        ("bcm", [11.8, 12.006, 12]),  # of a flow, so much a year
        ("bcf", [416.713, 424, 423.776]),
        ("m3/s", [373.9, 380.5, 380.3]),
        ("", [11.8e9, 12.006e9, 12e9]),  # the newest reading's
    ],
)
def test_a_series_is_in_one_unit(
    client: FlaskClient, measure: int, unit: str, values: list[float]
) -> None:
    items = series(client, measure, f"unit={unit}" if unit else "")["items"]
    shown = [item["converted"]["value"] for item in items]
    assert shown == pytest.approx(values, rel=1e-3)
    assert [item["publisher"] for item in items] == [LAMP, GULF, COURIER]


def test_a_series_sums_up_its_publishers(client: FlaskClient, measure: int) -> None:
    capacity(client, "13 bcm a year", 5)
    (courier, *_) = series(client, measure, "unit=bcm")["publishers"]
    assert (courier["publisher"], courier["readings"]) == (COURIER, 2)
    assert (courier["least"], courier["greatest"]) == pytest.approx((12, 13))
    assert courier["last"][:10] == "2026-03-05"


def test_a_series_is_cut_and_paged(client: FlaskClient, measure: int) -> None:
    assert len(series(client, measure, "from=2026-03-02&to=2026-03-03")["items"]) == 1
    first = series(client, measure, "limit=2")
    assert len(client.get(first["next"]).json["items"]) == 1


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        ("38 bcm", "50 bcm", True),
        ("38 bcm", "38.4 bcm", False),  # as good as its last digit
        ("38.0 bcm", "38.4 bcm", True),
        ("about 38 bcm", "40 bcm", False),
        ("more than 40 bcm", "50 bcm", False),
        ("more than 40 bcm", "38 bcm", True),
        ("up to 40 bcm", "38 bcm", False),
        ("up to 40 bcm", "50 bcm", True),
        ("30 to 40 bcm", "38 bcm", False),
        ("30 to 40 bcm", "45 to 50 bcm", True),
        ("12 billion cubic metres", "424 billion cubic feet", False),
        ("38 bcm in 2024", "50 bcm in 2025", False),
        ("38 bcm in 2024", "50 bcm in 2024", True),
    ],
)
def test_readings_that_cannot_both_be_true(
    client: FlaskClient, one: str, other: str, disagree: bool
) -> None:
    figures = [capacity(client, one), capacity(client, other, publisher=LAMP)]
    found = series(client, figures[0]["measure"]["id"])["disagreements"]
    at_odds = [sorted(each["figures"]) for each in found]
    assert at_odds == ([sorted(figure["id"] for figure in figures)] if disagree else [])


def test_readings_of_other_days_and_of_one_article_do_not_disagree(client: FlaskClient) -> None:
    text = "The Northern Arc has a capacity of 38 bcm. The Northern Arc has a capacity of 40 bcm."
    figure = reading(client, text, 1)
    capacity(client, "50 bcm", 2)
    assert series(client, figure["measure"]["id"])["disagreements"] == []


def test_money_is_not_converted(client: FlaskClient) -> None:
    figure = reading(client, "The Northern Arc has a budget of $3 billion.")
    reading(client, "The Northern Arc has a budget of €2 billion.", 5)
    found = series(client, figure["measure"]["id"], "unit=USD")
    assert [item["converted"] and item["converted"]["value"] for item in found["items"]] == [
        None,
        3_000_000_000,
    ]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("unit=furlongish", "unit"), ("unit=kg", "unit"), ("from=x", "from"), ("limit=1001", "limit")],
)
def test_what_makes_no_sense_is_refused(
    client: FlaskClient, measure: int, query: str, parameter: str
) -> None:
    answer = client.get(f"/v1/measures/{measure}/series?{query}")
    assert answer.status_code == 422
    assert [fault["parameter"] for fault in answer.json["errors"]] == [parameter]


def test_a_quantity_and_so_much_a_year_are_united_by_hand(
    client: FlaskClient, database: Database, measure: int
) -> None:
    plain = capacity(client, "50 billion cubic metres")["measure"]["id"]
    assert plain != measure
    united = client.post(f"/v1/measures/{measure}/merge", json={"measure": plain})
    (merge,) = united.json["merges"]
    assert united.json["figures"] == 4
    assert series(client, measure, "unit=bcm")["items"][0]["converted"]["value"] == 50
    must_be_true(database)
    led = client.get(f"/v1/measures/{plain}/series?unit=bcm")
    assert led.status_code == 308
    assert led.headers["Location"] == f"/v1/measures/{measure}/series?unit=bcm"
    assert len(client.get(f"/v1/figures?measure={plain}").json["items"]) == 4
    parted = client.delete(f"/v1/measures/{measure}/merges/{merge['id']}")
    assert parted.status_code == 204
    assert client.get(f"/v1/measures/{plain}").json["figures"] == 1
    must_be_true(database)


def test_readings_to_come_go_where_their_measure_went(client: FlaskClient, measure: int) -> None:
    plain = capacity(client, "50 billion cubic metres")["measure"]["id"]
    client.post(f"/v1/measures/{measure}/merge", json={"measure": plain})
    assert capacity(client, "51 bcm", 6)["measure"]["id"] == measure


def test_measures_that_cannot_be_compared_are_not_merged(client: FlaskClient, measure: int) -> None:
    length = reading(client, "The Northern Arc has a length of 9 km.")["measure"]["id"]
    refused = client.post(f"/v1/measures/{measure}/merge", json={"measure": length})
    assert refused.status_code == 409
    assert "volume_flow" in refused.json["detail"]


def test_readings_of_something_else_are_split_off(
    client: FlaskClient, database: Database, measure: int
) -> None:
    planned = capacity(client, "24 bcm a year")
    body = {"property": "planned capacity", "figures": [planned["id"]]}
    parted = client.post(f"/v1/measures/{measure}/split", json=body)
    assert parted.status_code == 201
    assert parted.json["name"] == "Northern Arc: planned capacity"
    assert [parted.json["figures"], client.get(f"/v1/measures/{measure}").json["figures"]] == [1, 3]
    must_be_true(database)
    assert client.post(f"/v1/measures/{measure}/split", json=body).status_code == 409
    back = client.post(f"/v1/measures/{measure}/merge", json={"measure": parted.json["id"]})
    assert back.json["figures"] == 4
    must_be_true(database)


def test_figures_are_filtered_by_measure_property_and_who_stated_them(
    client: FlaskClient, measure: int
) -> None:
    said = reading(client, LOST)  # the one that is there already
    for query, count in [
        (f"measure={measure}", 3),
        ("property=Capacity", 3),
        ("property=length", 0),
        ("stated_by=Lindqvist", 1),
        (f"stated_by={said['stated_by']['id']}", 1),
        ("stated_by=Nobody", 0),
    ]:
        assert len(client.get(f"/v1/figures?{query}").json["items"]) == count, query


@pytest.mark.usefixtures("measure")
def test_figures_are_shown_in_another_unit(client: FlaskClient) -> None:
    items = client.get("/v1/figures?property=capacity&convert_to=m3/s").json["items"]
    assert items[-1]["converted"]["value"] == pytest.approx(380.3, rel=1e-3)
    assert client.get("/v1/figures?convert_to=kg").json["items"][0]["converted"] is None
    assert client.get("/v1/figures?convert_to=x").status_code == 422


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        (
            "Hurricane Orla killed 30 people in Varland.",
            "Hurricane Orla struck Varland on Sunday, killing 44 people.",
            "Hurricane Orla: killed",
        ),
        (
            "Norvik raised $40 million in May.",
            "Norvik will raise $60 million next year.",
            "Norvik: raised",
        ),
        ("Mara Lind, 41, won the race.", "Mara Lind is 42 years old.", "Mara Lind: age"),
    ],
)
def test_what_is_worded_in_another_way_is_a_reading_of_one_measure(
    client: FlaskClient, first: str, second: str, name: str
) -> None:
    one, other = reading(client, first)["measure"], reading(client, second)["measure"]
    assert one == other
    assert one["name"] == name


def test_a_count_that_nobody_would_look_up_makes_no_measure(client: FlaskClient) -> None:
    assert reading(client, "Norvik has two plants in Elm.")["measure"] is None
    assert reading(client, "Norvik has 640 plants in Elm.")["measure"]["name"] == "Norvik: plant"
