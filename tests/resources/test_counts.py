"""Counts over HTTP: who spoke how often, what was measured how often, and when."""

import datetime as dt
import itertools
import re
import time
from collections import Counter
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import literal, select

from api.errors import TooSlow
from api.store.database import Database
from tests.articles import post

TEXTS = {
    "2025-12-31T23:30:00Z": "Mara Lindqvist said that the port was full. "
    "“We never agreed to this,” Jonas Berg told reporters.",
    "2026-01-01T00:30:00Z": "Mara Lindqvist said that the pier was early. "
    "“We lost every ship in May,” Mara Lindqvist told reporters.",
    "2026-01-05T00:00:00Z": "The Northern Arc pipeline cost $4.5 billion. "
    "“We will pay for all of it,” the owner told reporters.",
}


@pytest.fixture
def _stored(client: FlaskClient) -> None:
    for number, (moment, text) in enumerate(TEXTS.items()):
        publisher = "Evening Lamp" if number else "Harbour Courier"
        post(client, url=None, text=text, published_at=moment, publisher=publisher)


def counts(client: FlaskClient, query: str, what: str = "quotes") -> dict[Any, int]:
    items = client.get(f"/v1/{what}/counts?{query}").json["items"]
    return {item.get("name") or item["key"]: item["count"] for item in items}


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("by=speaker", {"Mara Lindqvist": 3, "Jonas Berg": 1, None: 1}),
        ("by=speaker&limit=1", {"Mara Lindqvist": 3}),
        ("by=speaker&kind=direct", {"Jonas Berg": 1, "Mara Lindqvist": 1, None: 1}),
        ("by=kind", {"direct": 3, "indirect": 2}),
        ("by=kind&speaker=Lindqvist", {"indirect": 2, "direct": 1}),
        ("by=kind&q=early", {"indirect": 1}),
        ("by=publisher", {"Evening Lamp": 3, "Harbour Courier": 2}),
        ("by=month", {"2026-01": 3, "2025-12": 2}),
        ("by=year&published_to=2026-01-01", {"2025": 2}),
        ("by=cue", {"told": 3, "said": 2}),
        ("by=status", {"extracted": 5}),
        ("by=kind&speaker=Nobody", {}),
    ],
)
def test_quotes(client: FlaskClient, query: str, found: dict[Any, int]) -> None:
    assert list(counts(client, query).items()) == list(found.items())


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("day", [("2026-01-05", 1), ("2026-01-01", 2), ("2025-12-31", 2)]),
        ("week", [("2026-W02", 1), ("2026-W01", 4)]),
        ("month", [("2026-01", 3), ("2025-12", 2)]),
        ("quarter", [("2026-Q1", 3), ("2025-Q4", 2)]),
        ("year", [("2026", 3), ("2025", 2)]),
    ],
)
@pytest.mark.parametrize("narrowed", ["", "&q=port+OR+early+OR+ship+OR+agreed+OR+pay"])
def test_periods(client: FlaskClient, by: str, keys: list[tuple[str, int]], narrowed: str) -> None:
    found = counts(client, f"by={by}&sort=-key{narrowed}")
    assert list(found.items()) == keys
    assert list(counts(client, f"by={by}&sort=key{narrowed}").items()) == keys[::-1]
    assert list(counts(client, f"by={by}&sort=key&limit=1{narrowed}").items()) == keys[-1:]


@pytest.mark.parametrize("year", [1600, 1999, 2004, 2005, 2008, 2009, 2010, 2020, 2024, 2026, 2100])
def test_a_week_is_that_of_iso_8601(client: FlaskClient, year: int) -> None:
    first = dt.date(year - 1, 12, 27)
    days = [first + dt.timedelta(days=day) for day in range(0, 14, 1)]
    for day in days:
        post(client, url=None, text=f"Ilse Karr said that it was {day}.", published_at=f"{day}")
    wanted = Counter(f"{day.isocalendar().year}-W{day.isocalendar().week:02}" for day in days)
    assert counts(client, "by=week&copies=all&limit=100") == wanted
    wanted = Counter(f"{day.year}-Q{(day.month + 2) // 3}" for day in days)
    assert counts(client, "by=quarter&copies=all") == wanted


@pytest.mark.usefixtures("_stored")
def test_by_two(client: FlaskClient) -> None:
    items = client.get("/v1/quotes/counts?by=speaker,month").json["items"]
    found = [(item["name"], item["second_key"], item["count"]) for item in items]
    assert found[0] == ("Mara Lindqvist", "2026-01", 2)
    assert sorted(found[1:], key=str) == [
        ("Jonas Berg", "2025-12", 1),
        ("Mara Lindqvist", "2025-12", 1),
        (None, "2026-01", 1),
    ]
    items = client.get("/v1/quotes/counts?by=month,speaker&sort=key&kind=indirect").json["items"]
    found = [(item["key"], item["second_name"], item["count"]) for item in items]
    assert found == [("2025-12", "Mara Lindqvist", 1), ("2026-01", "Mara Lindqvist", 1)]
    (item,) = client.get("/v1/figures/counts?by=unit,entity").json["items"]
    del item["second_key"]
    assert item == {"key": "USD", "second_name": "Northern Arc", "count": 1}


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize("by", ["speaker,speaker,kind", "speaker,", "speaker,colour", "", "q"])
def test_what_is_not_counted_by(client: FlaskClient, by: str) -> None:
    answer = client.get(f"/v1/quotes/counts?by={by}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == "by"


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize(
    ("by", "key"),
    [("dimension", "currency"), ("unit", "USD"), ("entity", "Northern Arc"), ("month", "2026-01")],
)
def test_figures(client: FlaskClient, by: str, key: str) -> None:
    assert counts(client, f"by={by}", "figures") == {key: 1}
    assert counts(client, f"by={by}&unit=m3", "figures") == {}


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize(
    "narrowed",
    ["", "&kind=indirect", "&speaker=Lindqvist", "&q=full"],
)
def test_what_was_rejected_counts_where_it_is_asked_for(client: FlaskClient, narrowed: str) -> None:
    (quote,) = client.get("/v1/quotes?q=full").json["items"]
    tag = client.get(f"/v1/quotes/{quote['id']}").headers["ETag"]
    before = counts(client, f"by=speaker{narrowed}")
    decision = {"status": "rejected", "by": "Ana Reyes"}
    client.patch(f"/v1/quotes/{quote['id']}", json=decision, headers={"If-Match": tag})
    less = {**before, "Mara Lindqvist": before["Mara Lindqvist"] - 1}
    assert counts(client, f"by=speaker{narrowed}") == {name: n for name, n in less.items() if n}
    assert counts(client, f"by=speaker&status=all{narrowed}") == before
    assert counts(client, f"by=speaker&status=rejected{narrowed}") == {"Mara Lindqvist": 1}


@pytest.mark.usefixtures("_stored")
def test_a_key_finds_what_was_counted(client: FlaskClient) -> None:
    for item in client.get("/v1/quotes/counts?by=speaker&speaker=Lindqvist").json["items"]:
        assert len(client.get(f"/v1/quotes?speaker={item['key']}").json["items"]) == item["count"]


@pytest.mark.usefixtures("_stored")
def test_people_of_one_surname_are_counted_apart(client: FlaskClient) -> None:
    post(client, url=None, text="Pia Lindqvist said that the pier was full.")
    found = counts(client, "by=speaker&speaker=Lindqvist")
    assert found == {"Mara Lindqvist": 3, "Pia Lindqvist": 1}


def test_every_key_that_is_documented_counts(client: FlaskClient) -> None:
    post(client)
    paths = client.get("/openapi.json").json["paths"]
    for what in ("quotes", "figures"):
        (by,) = (
            re.findall(r"\w+", parameter["schema"]["pattern"].partition(")")[0])
            for parameter in paths[f"/v1/{what}/counts"]["get"]["parameters"]
            if parameter["name"] == "by"
        )
        for key in by:
            assert list(counts(client, f"by={key}", what).values()) == [1], key
            assert list(counts(client, f"by=status,{key}", what).values()) == [1], key


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "by"),
        ("by=colour", "by"),
        ("by=measure", "by"),
        ("by=kind&limit=0", "limit"),
        ("by=kind&limit=10001", "limit"),
        ("by=kind&cursor=x", "cursor"),
        ("by=kind&fields=key", "fields"),
    ],
)
def test_what_makes_no_sense_is_refused(client: FlaskClient, query: str, parameter: str) -> None:
    answer = client.get(f"/v1/quotes/counts?{query}")
    assert answer.status_code == 422
    assert [fault["parameter"] for fault in answer.json["errors"]] == [parameter]


def test_what_takes_too_long_is_stopped_and_nothing_else_is(database: Database) -> None:
    numbers = select(literal(1).label("number")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.number + 1).where(numbers.c.number > 0))
    endless = select(numbers.c.number).where(numbers.c.number < 0)
    for _ in range(3):
        began = time.monotonic()
        with pytest.raises(TooSlow, match=r"longer than 0\.1 seconds"):
            database.read_within(0.1, endless, {})
        assert time.monotonic() - began < 5
        for _ in itertools.repeat(None, 5):
            assert database.read(select(literal(7)), {})[0][0] == 7
