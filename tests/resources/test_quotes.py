"""Quotes over HTTP: found by who, how, where and when."""

import pytest
from flask.testing import FlaskClient

from tests.articles import post

PORT = "Port director Mara Lindqvist said that the terminal would open in May."
MAYOR = "“We never agreed to this,” Mayor Olu Adeyemi-Štěpán told reporters."


@pytest.fixture
def _quotes(client: FlaskClient) -> None:
    post(client, url="https://courier.example/1", text=PORT)
    post(
        client,
        url="https://lamp.example/2",
        text=MAYOR,
        publisher="Evening Lamp",
        published_at="2026-04-01T00:00:00Z",
    )


@pytest.mark.usefixtures("_quotes")
@pytest.mark.parametrize(
    ("query", "speakers"),
    [
        ("", ["Olu Adeyemi-Štěpán", "Mara Lindqvist"]),
        ("speaker=Lindqvist", ["Mara Lindqvist"]),
        ("speaker=mara+LINDQVIST", ["Mara Lindqvist"]),
        ("speaker=Lind", []),
        ("speaker=adeyemi+stepan", ["Olu Adeyemi-Štěpán"]),
        ("speaker=999999", []),
        ("speaker=%25", []),
        ("kind=direct", ["Olu Adeyemi-Štěpán"]),
        ("kind=indirect", ["Mara Lindqvist"]),
        ("publisher=Evening+Lamp", ["Olu Adeyemi-Štěpán"]),
        ("published_from=2026-04-01", ["Olu Adeyemi-Štěpán"]),
        ("published_to=2026-04-01", ["Mara Lindqvist"]),
        ("min_confidence=0", ["Olu Adeyemi-Štěpán", "Mara Lindqvist"]),
        ("speaker=Lindqvist&kind=direct", []),
    ],
)
def test_filters(client: FlaskClient, query: str, speakers: list[str]) -> None:
    items = client.get(f"/v1/quotes?{query}").json["items"]
    assert [item["speaker"]["name"] for item in items] == speakers


def test_a_speaker_by_id_and_an_article_by_id(client: FlaskClient) -> None:
    found = post(client, text=PORT).json
    speaker = found["quotes"][0]["speaker"]["id"]
    for query in (f"speaker={speaker}", f"article={found['id']}"):
        assert len(client.get(f"/v1/quotes?{query}").json["items"]) == 1


def test_one_quote_is_what_its_article_says(client: FlaskClient) -> None:
    found = post(client, text=PORT).json
    (within,) = found["quotes"]
    alone = client.get(f"/v1/quotes/{within['id']}")
    assert alone.json | within == alone.json
    assert alone.json["article_id"] == found["id"]
    tag = alone.headers["ETag"]
    known = client.get(f"/v1/quotes/{within['id']}", headers={"If-None-Match": tag})
    assert known.status_code == 304


def test_two_people_of_one_surname_are_both_found(client: FlaskClient) -> None:
    post(client, url=None, text=PORT)
    post(client, url=None, text=PORT.replace("Mara", "Jonas"))
    assert len(client.get("/v1/quotes?speaker=Lindqvist").json["items"]) == 2


def test_the_same_name_in_two_articles_is_one_speaker(client: FlaskClient) -> None:
    one = post(client, url=None, text=PORT).json["quotes"][0]["speaker"]
    two = post(client, url=None, text=PORT + " She left.").json["quotes"][0]["speaker"]
    assert one == two
