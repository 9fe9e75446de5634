"""The change feed from a moment on, and of what matches the filters of the lists."""

import datetime as dt
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from api.models import Change
from api.queries import changes
from api.store.database import Database
from tests.articles import post
from tests.follower import Follower

PORT = "Port director Mara Lindqvist said that the terminal would open in May."
MAYOR = "Mayor Olu Adeyemi said that the pier would close. The pier holds 40 tonnes of gravel."


@pytest.fixture
def _stored(client: FlaskClient) -> None:
    post(client, url="https://courier.example/1", text=PORT)
    post(client, url="https://lamp.example/2", text=MAYOR, publisher="Evening Lamp")


def told(client: FlaskClient, address: str) -> list[tuple[str, str, Any]]:
    """Type, action and object of all changes from an address on."""
    found: list[tuple[str, str, Any]] = []
    while True:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        page: Any = answer.json
        found += [(one["type"], one["action"], one["object"]) for one in page["items"]]
        if not page["more"]:
            return found
        address = page["next"]


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("publisher=Harbour+Courier", ["article", "quote"]),
        ("publisher!=Harbour+Courier", ["article", "figure", "quote"]),
        ("publisher=Evening+Lamp&types=figure", ["figure"]),
        ("speaker=Lindqvist", ["quote"]),
        ("speaker=Lindqvist,Adeyemi&kind=indirect", ["quote", "quote"]),
        ("unit=kg&min=1000", ["figure"]),
        ("unit=kg&max=1000", []),
        ("entity=none", ["figure"]),
        ("entity!=none", []),
        ("language=en", ["article", "article"]),
        ("published_to=2020-01-01", []),
        ("status=confirmed", []),
    ],
)
def test_filters(client: FlaskClient, query: str, types: list[str]) -> None:
    assert sorted(kind for kind, *_ in told(client, f"/v1/changes?{query}")) == types
    one_by_one = told(client, f"/v1/changes?limit=1&{query}")
    assert sorted(kind for kind, *_ in one_by_one) == types


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("speaker=Lindqvist&types=quote,figure", "speaker"),
        ("speaker=Lindqvist&entity=1", "speaker"),
        ("publisher=A&types=entity", "publisher"),
        ("min=3", "min"),
        ("q=terminal", "q"),
        ("since=soon", "since"),
    ],
)
def test_filters_that_nothing_has(client: FlaskClient, query: str, parameter: str) -> None:
    answer = client.get(f"/v1/changes?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == parameter


@pytest.mark.usefixtures("_stored")
def test_what_no_longer_matches_is_deleted(client: FlaskClient) -> None:
    follower = Follower(client)
    follower.at = "/v1/changes?speaker=Lindqvist"
    follower.catch_up()
    ((kind, number),) = follower.has
    change = {"speaker": {"name": "Jonas Brandt"}}
    client.patch(f"/v1/{kind}s/{number}", json=change, headers={"If-Match": "*"})
    post(client, url="https://courier.example/3", text=PORT + " She left.")
    assert (kind, number, "deleted") in follower.catch_up()
    assert [each["article_id"] for each in follower.has.values()] == [
        item["article_id"] for item in client.get("/v1/quotes?speaker=Lindqvist").json["items"]
    ]


@pytest.mark.usefixtures("_stored")
def test_a_new_client_is_told_of_nothing_that_never_matched(client: FlaskClient) -> None:
    quotes = client.get("/v1/quotes").json["items"]
    for quote in quotes:
        address = f"/v1/quotes/{quote['id']}"
        client.patch(address, json={"status": "confirmed"}, headers={"If-Match": "*"})
    found = told(client, "/v1/changes?speaker=Adeyemi&limit=1")
    assert [(kind, action) for kind, action, _ in found] == [("quote", "updated")]


def test_a_page_of_few_is_not_the_last(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        post(client, url=f"https://courier.example/{number}", text=f"{PORT} Day {number}.")
    post(client, url="https://lamp.example/2", text=MAYOR)
    monkeypatch.setattr(changes, "LOOKED_AT", 2)
    monkeypatch.setattr(changes, "_LONGEST", -1.0)
    first: Any = client.get("/v1/changes?speaker=Adeyemi").json
    assert (first["items"], first["more"]) == ([], True)
    assert len(told(client, "/v1/changes?speaker=Adeyemi")) == 1


@pytest.mark.parametrize("days", range(-1, 8))
def test_since_a_moment(client: FlaskClient, database: Database, days: int) -> None:
    """Changes of six days, two each; those of the third were noted in the other order."""
    first = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    for number in range(6):
        post(client, url=f"https://courier.example/{number}", text=f"Day {number}.")
        post(client, url=f"https://lamp.example/{number}", text=f"Night {number}.")
    with database.writes.begin() as connection:
        places = connection.scalars(select(Change.position).order_by(Change.position)).all()
        for at, position in enumerate(places):
            moment = first + dt.timedelta(days=at // 2, seconds=30 * (at % 2 == 0))
            change = update(Change).where(Change.position == position)
            connection.execute(change.values(at=moment))
    since = f"{first + dt.timedelta(days=days):%Y-%m-%d}"
    assert len(told(client, f"/v1/changes?since={since}&limit=1")) == 12 - 2 * min(max(days, 0), 6)
    half = f"{first + dt.timedelta(days=days, seconds=20):%Y-%m-%dT%H:%M:%SZ}"
    later = told(client, f"/v1/changes?since={half}")
    assert len(later) == (12 if days < 0 else max(12 - 2 * days, 0))


@pytest.mark.usefixtures("_stored")
def test_since_then_is_followed_to_the_end(client: FlaskClient) -> None:
    page: Any = client.get("/v1/changes?since=2999-01-01&types=article").json
    assert (page["items"], page["more"]) == ([], False)
    post(client, url="https://courier.example/9", text="Six ships came.")
    assert len(client.get(page["next"]).json["items"]) == 1
    begun = f"{dt.datetime.now(dt.UTC) - dt.timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    assert len(told(client, f"/v1/changes?since={begun}&types=article&publisher!=none")) == 3
