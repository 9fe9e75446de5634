"""Tags on articles: given, shown, and found by wherever there is a list."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.store.database import Database
from tests.articles import post
from tests.conftest import Statement
from tests.contract.test_plans import faults_of_plan

TAGS: list[list[str]] = [["harbour", "energy"], ["harbour"], ["a, b"], []]


def store(client: FlaskClient) -> None:
    for day, tags in enumerate(TAGS, 1):
        text = f"Director Mara Lindqvist said on day {day} that 4{day} tonnes of ships were late."
        url, at = f"https://courier.example/{day}", f"2026-03-0{day}"
        assert post(client, url=url, text=text, published_at=at, tags=tags).status_code == 201


def days(client: FlaskClient, query: str, name: str = "quotes") -> list[int]:
    answer: Any = client.get(f"/v1/{name}?{query}")
    assert answer.status_code == 200, answer.text
    items = [each.get("quote", each) for each in answer.json["items"]]
    return [int((each["published_at"])[9]) for each in items]


def test_a_tag_is_kept_once_with_single_blanks(client: FlaskClient) -> None:
    found: Any = post(client, tags=["  North   Sea ", "caf\u0065\u0301", "North Sea"]).json
    assert found["tags"] == ["North Sea", "café"]
    assert client.get(f"/v1/articles/{found['id']}").json["tags"] == ["North Sea", "café"]
    assert client.get("/v1/articles").json["items"][0]["tags"] == ["North Sea", "café"]
    assert post(client, url="https://courier.example/2").json["tags"] == []


@pytest.mark.parametrize(
    ("tags", "pointer"),
    [
        ([" "], "#/tags/0"),
        (["a", "x" * 101], "#/tags/1"),
        ([f"tag {at}" for at in range(51)], "#/tags"),
        (["a\0"], "#/tags/0"),
        ("a", "#/tags"),
    ],
)
def test_bad_tags_are_refused_by_place(client: FlaskClient, tags: Any, pointer: str) -> None:
    answer: Any = post(client, tags=tags)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


@pytest.mark.parametrize("name", ["quotes", "figures", "articles"])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tag=harbour", [2, 1]),
        ("tag=energy", [1]),
        ("tag=harbour,energy", [2, 1]),
        (r"tag=energy,a\, b", [3, 1]),
        ("tag!=harbour", [4, 3]),
        ("tag!=harbour,energy", [4, 3]),
        ("tag=none", [4]),
        ("tag!=none", [3, 2, 1]),
        ("tag=unknown", []),
        ("tag=harbour&publisher=Harbour Courier", [2, 1]),
        ("tag=harbour&published_to=2026-03-02", [1]),
        ("tag=harbour&published_from=2026-03-02", [2]),
        ("tag=harbour&sort=oldest", [1, 2]),
    ],
)
def test_lists(client: FlaskClient, name: str, query: str, found: list[int]) -> None:
    store(client)
    assert days(client, query, name) == found


def test_with_the_filters_of_quotes_and_figures(client: FlaskClient) -> None:
    store(client)
    speaker = client.get("/v1/entities?name=Lindqvist").json["items"][0]["id"]
    assert days(client, f"tag=harbour&speaker={speaker}") == [2, 1]
    assert days(client, "tag=harbour&speaker=Lindqvist&kind=indirect,direct") == [2, 1]
    assert days(client, f"tag=harbour&stated_by={speaker}", "figures") == [2, 1]
    assert days(client, "tag=harbour&unit=t&min=41", "figures") == [2, 1]
    assert days(client, "tag=harbour&unit=t&min=42", "figures") == [2]


def test_search(client: FlaskClient) -> None:
    store(client)
    assert days(client, "q=ships&tag=harbour&types=quote", "search") == [2, 1]
    assert days(client, "q=ships&tag!=harbour") == [4, 3]
    assert days(client, "q=ships&tag=harbour,energy", "articles") == [2, 1]
    assert client.get("/v1/quotes?q=ships&tag=harbour&total=true").json["total"]["value"] == 2


def test_totals_and_counts(client: FlaskClient) -> None:
    store(client)
    assert client.get("/v1/quotes?tag=harbour&total=true").json["total"]["value"] == 2
    assert client.get("/v1/articles?tag!=harbour&total=true").json["total"]["value"] == 2
    for name in ("quotes", "figures"):
        counted = client.get(f"/v1/{name}/counts?by=tag").json["items"]
        assert [(each["key"], each["count"]) for each in counted] == [
            *(("harbour", 2), ("a, b", 1), ("energy", 1), (None, 1))
        ]
    counted = client.get("/v1/quotes/counts?by=year,tag&tag=energy").json["items"]
    assert {each["second_key"]: each["count"] for each in counted} == {"energy": 1, "harbour": 1}
    counted = client.get("/v1/quotes/counts?by=tag&q=ships&tag=energy").json["items"]
    assert [(each["key"], each["count"]) for each in counted] == [("energy", 1), ("harbour", 1)]


def test_exports(client: FlaskClient) -> None:
    store(client)
    lines = client.get("/v1/export/quotes.ndjson?tag=harbour").text.splitlines()
    assert [json.loads(line)["published_at"][9] for line in lines] == ["2", "1"]
    rows = client.get("/v1/export/articles.csv?tag=energy&fields=id,tags").text.splitlines()
    assert rows[0] == "id,tags"
    assert rows[1].endswith('"[""harbour"", ""energy""]"')


def test_pages_of_a_tag_have_no_gap_and_no_repeat(client: FlaskClient) -> None:
    for day in range(1, 8):
        text = f"Mara Lindqvist said it was day {day}. " * 3
        at = f"2026-03-0{(day + 1) // 2}"
        tags = [["x"], ["y"], ["x", "y"]][day % 3]
        post(client, url=f"https://courier.example/{day}", text=text, published_at=at, tags=tags)
    for query in ("tag=x", "tag=x,y", "tag=y&sort=oldest"):
        for name in ("quotes", "articles"):
            whole = client.get(f"/v1/{name}?limit=200&{query}").json["items"]
            found: list[Any] = []
            address = f"/v1/{name}?limit=2&{query}"
            while address:
                page = client.get(address).json
                found, address = found + page["items"], page["next"]
            assert [each["id"] for each in found] == [each["id"] for each in whole]
            assert len(whole) == len({each["id"] for each in whole})


def test_tags_change_by_themselves(client: FlaskClient) -> None:
    store(client)
    article: Any = client.get("/v1/articles?tag=energy").json["items"][0]
    place = f"/v1/articles/{article['id']}"
    since = client.get("/v1/changes?since=now").json["next"]
    changed: Any = client.patch(place, json={"tags": ["ships"]}, headers={"If-Match": "*"})
    assert changed.json["tags"] == ["ships"]
    assert changed.json["version"] == article["version"] + 1
    assert days(client, "tag=ships") == [1]
    assert days(client, "tag=energy") == []
    # Nothing that quotes and figures show has changed.
    assert [each["type"] for each in client.get(since).json["items"]] == ["article"]
    again = client.patch(place, json={"tags": ["ships"]}, headers={"If-Match": "*"})
    assert again.json["version"] == changed.json["version"]
    client.patch(place, json={"published_at": "2026-03-09"}, headers={"If-Match": "*"})
    assert days(client, "tag=ships,harbour") == [9, 2]
    client.patch(place, json={"text": "Olu Adeyemi said no."}, headers={"If-Match": "*"})
    assert days(client, "tag=ships") == [9]
    assert client.delete(place, headers={"If-Match": "*"}).status_code == 204
    assert days(client, "tag=ships", "articles") == []


def test_a_new_revision_keeps_tags_that_are_not_given(client: FlaskClient) -> None:
    post(client, tags=["a"])
    assert post(client, text="Mara Lindqvist said no.").json["tags"] == ["a"]
    assert post(client, text="Mara Lindqvist said yes.", tags=["b"]).json["tags"] == ["b"]
    assert len(client.get("/v1/quotes?tag=b").json["items"]) == 1


def test_linked_data_has_them_as_keywords(client: FlaskClient) -> None:
    store(client)
    found = client.get("/v1/articles?tag=energy", headers={"Accept": "application/ld+json"})
    assert json.loads(found.text)["itemListElement"][0]["keywords"] == ["harbour", "energy"]


@pytest.mark.parametrize("name", ["quotes", "figures", "articles"])
def test_a_page_of_a_tag_walks_its_articles(
    client: FlaskClient, database: Database, statements: list[Statement], name: str
) -> None:
    store(client)
    for query in ("tag=harbour", "tag=harbour,energy&publisher=Harbour Courier", "tag!=harbour"):
        statements.clear()
        page: Any = client.get(f"/v1/{name}?limit=1&{query}")
        client.get(page.json["next"])
        for statement, parameters in list(statements):
            growing = ("articles", "article_tags", "quotes", "figures")
            assert not faults_of_plan(database, statement, parameters, growing)
