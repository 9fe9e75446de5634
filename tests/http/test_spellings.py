"""One thing has one spelling: numbers, moments, urls and publishers, on both stores."""

import json

import pytest
from flask.testing import FlaskClient

from api.services import publishers, respelling
from api.store.database import Database
from tests.articles import post

FIGURE = {"selector": {"exact": "Northern Arc"}, "modifier": "=", "unit": "m3"}


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("-0.0", "0"),
        ("0.1", "0.1"),
        ("0.00001", "1e-05"),
        ("1e15", "1000000000000000"),
        ("1234567890123456.5", "1234567890123456.5"),
        ("9007199254740992", "9007199254740992"),
        ("-9223372036854775808", "-9223372036854776000"),
        ("1e23", "100000000000000000000000"),
        ("9.3e18", "9300000000000000000"),
        ("1.7976931348623157e308", "17976931348623157" + "0" * 292),
    ],
)
def test_a_number_is_written_in_one_way(client: FlaskClient, sent: str, written: str) -> None:
    body = json.dumps(FIGURE | {"article_id": post(client).json["id"]})
    body = f'{body[:-1]}, "value": {sent}, "value_max": {sent}}}'
    added = client.post("/v1/figures", data=body, content_type="application/json")
    assert added.status_code == 201
    stored = client.get(f"/v1/figures/{added.json['id']}?fields=value,value_max")
    assert (
        stored.text
        == f'{{"value":{written},"value_max":{written}}}'.replace(":", " : ").replace(",", ", ")
        or stored.text.replace(" ", "") == f'{{"value":{written},"value_max":{written}}}'
    )
    assert float(stored.json["value"]) == float(sent)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z"),
        ("1990-12-31T15:59:60-08:00", "1990-12-31T23:59:59.999999Z"),
        ("2015-07-01t01:59:60.5+02:00", "2015-06-30T23:59:59.999999Z"),
    ],
)
def test_a_leap_second_is_the_last_moment_of_its_day(
    client: FlaskClient, written: str, kept: str
) -> None:
    assert post(client, published_at=written).json["published_at"] == kept
    bound = written.replace("+", "%2B")
    assert len(client.get(f"/v1/articles?published_from={bound}").json["items"]) == 1
    assert client.get(f"/v1/articles?published_to={bound}").json["items"] == []


@pytest.mark.parametrize(
    "moment", ["2016-12-31T23:58:60Z", "2016-12-30T23:59:60Z", "2016-12-31T23:59:61Z"]
)
def test_no_other_minute_has_one(client: FlaskClient, moment: str) -> None:
    answer = post(client, published_at=moment)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "#/published_at"


SAME = [
    ("https://x3.example", "https://x3.example/"),
    ("https://x7.example:443/a", "https://x7.example/a"),
    ("HTTPS://X2.example/Path", "https://x2.example/Path"),
    ("http://x.example/%7Eana/%e2%82%ac", "http://x.example:80/~ana/€"),
    ("https://x.example/a/./b/../c?q=%7e", "https://x.example/a/c?q=~"),
]
OTHER = [
    ("https://x.example/a", "https://x.example/A"),
    ("https://x.example/a", "http://x.example/a"),
    ("https://x.example/a", "https://x.example/a/"),
    ("https://x.example/a%2Fb", "https://x.example/a/b"),
    ("https://x.example/a?", "https://x.example/a"),
    ("https://x.example:8443/", "https://x.example/"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_urls_that_are_the_same_are_one_article(client: FlaskClient, one: str, other: str) -> None:
    first = post(client, url=one)
    again = post(client, url=other)
    assert (again.status_code, again.json["id"]) == (200, first.json["id"])
    assert again.json["url"] == one
    for url in (one, other):
        found = client.get("/v1/articles", query_string={"url": url}).json["items"]
        assert [article["id"] for article in found] == [first.json["id"]]


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_urls_that_differ_are_two(client: FlaskClient, one: str, other: str) -> None:
    post(client, url=one)
    assert post(client, url=other).status_code == 201
    found = client.get("/v1/articles", query_string={"url": one}).json["items"]
    assert [article["url"] for article in found] == [one]


def test_a_publisher_is_one_however_it_is_typed(client: FlaskClient) -> None:
    typed = ["Ellingvåg Post", " Ellingva\u030ag \u00a0Post ", "Ellingvåg\tPost"]
    for number, publisher in enumerate(typed):
        post(client, url=f"https://a.example/{number}", publisher=publisher)
    for publisher in typed:
        found = client.get("/v1/articles", query_string={"publisher": publisher}).json["items"]
        assert len(found) == len(typed)
    counted = client.get("/v1/quotes/counts?by=publisher&copies=all").json["items"]
    assert counted == [{"key": "Ellingvåg Post", "count": len(typed)}]


def test_a_unit_means_the_same_with_a_bound_and_without(client: FlaskClient) -> None:
    text = "The Halvik terminal has a capacity of 12 million tonnes, Ana Reyes said."
    post(client, text=text)
    for query in ("unit=kg", "unit=kg&min=0", "unit=kg&max=1e30", "unit=t", "unit_code=t"):
        assert len(client.get(f"/v1/figures?{query}").json["items"]) == 1, query
    assert client.get("/v1/figures?unit_code=kg").json["items"] == []
    for query in ("unit=kg", "unit=kg&min=0"):
        counted = client.get(f"/v1/figures/counts?by=publisher&{query}").json["items"]
        assert [row["count"] for row in counted] == [1]


def test_to_spell_a_publisher_another_way_changes_all_its_articles(client: FlaskClient) -> None:
    first, second = (
        post(client, url=f"https://a.example/{at}", publisher="harbour courier").json["id"]
        for at in range(2)
    )
    post(client, url="https://a.example/other", publisher="Gull Post")
    address = f"/v1/articles/{first}"
    for spelling in ("Harbour Courier", "HARBOUR COURIER"):
        answer = client.patch(address, json={"publisher": spelling}, headers={"If-Match": "*"})
        assert answer.json["publisher"] == spelling
        found = client.get("/v1/articles?publisher=harbour Courier").json["items"]
        assert {one["id"]: one["publisher"] for one in found} == {first: spelling, second: spelling}
        quotes = client.get("/v1/quotes?publisher=harbour Courier").json["items"]
        assert {one["publisher"] for one in quotes} == {spelling}
    again = client.patch(address, json={"publisher": spelling}, headers={"If-Match": "*"})
    assert again.headers["ETag"] == answer.headers["ETag"]


def test_too_many_articles_are_spelled_another_way_by_the_command(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishers, "MOST_RESPELLED", 1)
    for at in range(3):
        stored = post(client, url=f"https://a.example/{at}", publisher="harbour courier").json
    address = f"/v1/articles/{stored['id']}"
    change = {"publisher": "Harbour Courier"}
    refused = client.patch(address, json=change, headers={"If-Match": "*"})
    assert refused.status_code == 409
    assert "onrecord respell 'Harbour Courier'" in refused.json["detail"]
    assert sum(respelling.respell(database, "Harbour Courier")) == 3
    found = client.get("/v1/articles?publisher=harbour courier").json["items"]
    assert [one["publisher"] for one in found] == ["Harbour Courier"] * 3
