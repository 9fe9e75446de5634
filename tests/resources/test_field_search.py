"""Words that are looked for in one field: the title or the authors of articles."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.articles import post

GAS = "The gas terminal opened. Port director Mara Lindqvist said that gas would flow in May."
OIL = "Lena Brandt said that the terminal had no gas left."


@pytest.fixture(autouse=True)
def _stored(client: FlaskClient) -> None:
    shared = {"published_at": "2026-03-04"}
    one, two = "https://courier.example/1", "https://courier.example/2"
    post(client, **shared, url=one, title="Terminal to open", authors=["Lena Brandt"], text=GAS)
    names = ["Olu Ades", "Brandt Lena, Jr."]
    post(client, **shared, url=two, title="Gas runs out", authors=names, text=OIL)


def urls(client: FlaskClient, query: str) -> str:
    answer: Any = client.get(f"/v1/articles?sort=oldest&{query}")
    assert answer.status_code == 200, answer.text
    return "".join(item["url"][-1] for item in answer.json["items"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=gas", "12"),
        ("q=title:gas", "2"),
        ("q=title:GAS -author:Lena", ""),
        ("q=title:terminal gas", "1"),
        ("q=gas -title:gas", "1"),
        ('q=author:"Lena Brandt"', "1"),
        ("q=author:bran*", "12"),
        ("q=author:mara", ""),
        ("q=brandt", "2"),
        ("author=Lena Brandt", "1"),
        ("author=brandt", "12"),
        ("author=Ades Brandt", ""),
        ("author=Olu Ades,Lena Brandt", "12"),
        (r"author=Brandt Lena\, Jr.", "2"),
        ("author=brandt&title=gas runs", "2"),
        ("title=to open&publisher=Harbour Courier&q=flow", "1"),
        ("title=open to", ""),
    ],
)
def test_articles(client: FlaskClient, query: str, found: str) -> None:
    assert urls(client, query) == found


def test_what_changes_is_found_as_it_is_now(client: FlaskClient) -> None:
    found: Any = client.get("/v1/articles?author=Lena Brandt").json["items"]
    address = f"/v1/articles/{found[0]['id']}"
    headers = {"If-Match": client.get(address).headers["ETag"]}
    client.patch(address, json={"authors": ["Ivo Marsh"], "title": None}, headers=headers)
    assert urls(client, "author=Lena Brandt") == ""
    assert urls(client, "q=author:marsh -title:open") == "1"


def test_the_title_is_marked_where_it_alone_has_it(client: FlaskClient) -> None:
    found: Any = client.get("/v1/articles?q=title:runs").json["items"]
    assert found[0]["highlight"] == "Gas <mark>runs</mark> out"


def test_search_finds_articles_by_them(client: FlaskClient) -> None:
    found: Any = client.get("/v1/search?q=title:gas OR author:lena").json["items"]
    assert [item["type"] for item in found] == ["article", "article"]
    assert len(client.get("/v1/search?q=author:brandt&sort=rank").json["items"]) == 2
    answer: Any = client.get("/v1/search?q=title:gas&types=quote").json
    assert answer["errors"][0]["detail"] == "title: is a field of articles; types leaves them out."


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("articles?q=mood:dark", "mood: at character 1 is not a field to search in; known here:"),
        ("quotes?q=title:gas", "title: at character 1 is not a field to search in; none is known"),
        ("articles?author=—", "A value has no word"),
        ("articles?author!=Brandt", "Unknown field."),
    ],
)
def test_what_is_no_field_is_refused(client: FlaskClient, address: str, fault: str) -> None:
    answer: Any = client.get(f"/v1/{address}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["detail"].startswith(fault)


def test_exports_take_them_too(client: FlaskClient) -> None:
    rows = client.get("/v1/export/articles.ndjson?title=gas").text.splitlines()
    assert len(rows) == 1
