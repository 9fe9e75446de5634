"""Samples of lists: the same for one seed, each item as likely as any other."""

import json
from collections import Counter
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, literal, select, text

from api.models import Quote
from api.store.database import Database
from tests.articles import post, post_many


def ids(client: FlaskClient, address: str) -> list[int]:
    answer: Any = client.get(f"/v1/{address}")
    assert answer.status_code == 200, answer.text
    assert answer.json["next"] is None
    return [item["id"] for item in answer.json["items"]]


@pytest.fixture
def _many(client: FlaskClient, database: Database) -> None:
    """Twenty thousand quotes, of which every second is of another article."""
    stored: Any = post(client).json
    other: Any = post(client, url="https://courier.example/2", publisher="Gull Post").json
    columns = [c for c in Quote.__table__.columns if c.name not in {"id", "json"}]
    number = literal(1).label("number")
    rows = select(number).cte("numbers", recursive=True)
    rows = rows.union_all(select(rows.c.number + 1).where(rows.c.number < 10_000))
    with database.writes.begin() as connection:
        for article in (stored, other):
            one = select(*columns, Quote.json).where(Quote.id == article["quotes"][0]["id"])
            many = one.join(rows, literal(value=True)).with_only_columns(*columns, Quote.json)
            names = [*(column.name for column in columns), "json"]
            connection.execute(insert(Quote).from_select(names, many))
        if not database.is_sqlite:  # within a minute it would itself see how many there are now
            connection.execute(text("ANALYZE quotes"))


@pytest.mark.parametrize("name", ["articles", "quotes", "figures"])
def test_a_seed_has_one_sample(client: FlaskClient, name: str) -> None:
    post_many(client, 20)
    listed = ids(client, f"{name}?limit=200")
    one = ids(client, f"{name}?sample=5&seed=7")
    assert ids(client, f"{name}?sample=5&seed=7") == one
    assert one == [number for number in listed if number in one]
    assert len(set(one)) == 5
    assert {tuple(ids(client, f"{name}?sample=5&seed={seed}")) for seed in range(5)} != {tuple(one)}
    assert sorted(ids(client, f"{name}?sample=1000")) == sorted(listed)
    with_total: Any = client.get(f"/v1/{name}?sample=5&total=true&fields=id").json
    assert with_total["total"]["value"] == 20
    assert all(item.keys() == {"id"} for item in with_total["items"])


def test_a_sample_is_of_what_the_filters_leave(client: FlaskClient) -> None:
    post_many(client, 6)
    for number in range(6):
        post(client, url=f"https://gull.example/{number}", publisher="Gull Post", tags=["x"])
    left = set(ids(client, "quotes?publisher=Gull Post"))
    for query in ("publisher=Gull Post", "tag=x", "q=terminal&publisher=Gull Post"):
        found = ids(client, f"quotes?{query}&sample=4")
        assert len(found) == 4
        assert set(found) <= left
    assert ids(client, "quotes?publisher=Nobody&sample=4") == []


def test_each_is_as_likely(client: FlaskClient) -> None:
    post_many(client, 10)
    drawn = Counter(n for seed in range(200) for n in ids(client, f"quotes?sample=3&seed={seed}"))
    assert len(drawn) == 10
    # Chi-squared with nine degrees of freedom: below 33.7 but once in ten thousand.
    assert sum((count - 60) ** 2 / 60 for count in drawn.values()) < 33.7


@pytest.mark.usefixtures("_many")
def test_of_many_some_are_drawn(client: FlaskClient) -> None:
    found = ids(client, "quotes?sample=1000&seed=3&fields=id")
    assert len(set(found)) == 1000
    assert ids(client, "quotes?sample=1000&seed=3&fields=id") == found
    least, size = min(found), max(found) - min(found) + 1
    fourths = Counter((number - least) * 4 // size for number in found)
    assert all(180 < fourths[at] < 320 for at in range(4))
    some: Any = client.get("/v1/quotes?sample=200&publisher=Gull Post&fields=id,publisher").json
    assert {item["publisher"] for item in some["items"]} == {"Gull Post"}
    assert len(some["items"]) == 200


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        *(("sample=0", "sample"), ("sample=1001", "sample"), ("sample=x", "sample")),
        *(("seed=7", "seed"), ("sample=3&seed=-1", "seed"), ("sample=3&sort=oldest", "sort")),
    ],
)
def test_what_is_no_sample_is_refused(client: FlaskClient, query: str, parameter: str) -> None:
    refused: Any = client.get(f"/v1/quotes?{query}")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["parameter"] == parameter


def test_a_search_is_sampled_over_all_types(client: FlaskClient) -> None:
    post_many(client, 12)
    found: Any = client.get("/v1/search?q=terminal&copies=all&limit=200").json["items"]
    address = "/v1/search?q=terminal&copies=all&sample=6&seed=3"
    one: Any = client.get(address).json
    assert client.get(address).json == one
    assert one["next"] is None
    assert one["items"] == [item for item in found if item in one["items"]]
    assert len(one["items"]) == 6
    every = address.replace("sample=6", "sample=1000")
    assert client.get(every).json["items"] == found


def test_finds_of_each_type_are_as_likely(client: FlaskClient) -> None:
    post_many(client, 12)
    address = "/v1/search?q=terminal OR arc&copies=all"
    found = Counter(item["type"] for item in client.get(f"{address}&limit=200").json["items"])
    drawn: Counter[str] = Counter()
    for seed in range(60):
        some: Any = client.get(f"{address}&sample=6&seed={seed}").json["items"]
        drawn.update(item["type"] for item in some)
    assert found == {"article": 12, "quote": 12, "figure": 12}
    assert all(90 < drawn[name] < 150 for name in found)


@pytest.mark.parametrize("name", ["articles", "quotes", "figures"])
def test_an_export_of_a_sample_has_its_items(client: FlaskClient, name: str) -> None:
    post_many(client, 30)
    for query in ("sample=25&seed=7", "sample=5&q=terminal OR arc", "sample=5&publisher=Nobody"):
        listed = ids(client, f"{name}?{query}")
        text = client.get(f"/v1/export/{name}.ndjson?{query}").text
        assert [json.loads(line)["id"] for line in text.splitlines()] == listed
    csv = client.get(f"/v1/export/{name}.csv?sample=25&seed=7&limit=3&fields=id").text
    assert len(csv.splitlines()) == 4
