"""Counts over HTTP: who spoke how often, what was measured how often, and when."""

import itertools
import time
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
    ("by", "key"),
    [("dimension", "currency"), ("unit", "USD"), ("entity", "Northern Arc"), ("month", "2026-01")],
)
def test_figures(client: FlaskClient, by: str, key: str) -> None:
    assert counts(client, f"by={by}", "figures") == {key: 1}
    assert counts(client, f"by={by}&unit=m3", "figures") == {}


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize("narrowed", ["", "&kind=indirect", "&speaker=Lindqvist", "&q=full"])
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
            parameter["schema"]["enum"]
            for parameter in paths[f"/v1/{what}/counts"]["get"]["parameters"]
            if parameter["name"] == "by"
        )
        for key in by:
            assert list(counts(client, f"by={key}", what).values()) == [1], key


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "by"),
        ("by=colour", "by"),
        ("by=measure", "by"),
        ("by=kind&limit=0", "limit"),
        ("by=kind&limit=1001", "limit"),
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
