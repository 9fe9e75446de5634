"""Entity tags: weak and strong, lists, `*`, and what is none (RFC 9110, 8.8.3 and 13)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.config import Settings
from tests.articles import post


def patch(client: FlaskClient, tags: str, **headers: str) -> int:
    """Change an article at its first version."""
    number = post(client).json["id"]
    sent = {"If-Match": tags, **headers}
    answer = client.patch(f"/v1/articles/{number}", json={"title": "New"}, headers=sent)
    if answer.status_code >= 400:
        assert answer.content_type == "application/problem+json"
    return answer.status_code


@pytest.mark.parametrize(
    "tags", ['"v1"', '"", "v1"', '"v9" , "v1"', ',"v1",', "*", '"a,b","v1"', '"v1-ld"']
)
def test_a_list_that_has_the_version_matches(client: FlaskClient, tags: str) -> None:
    assert patch(client, tags) == 200


@pytest.mark.parametrize("tags", ['""', '"x", ""', '"v10"', 'W/"v1"', 'W/"v1", "x"', '"*"'])
def test_what_has_it_not_does_not(client: FlaskClient, tags: str) -> None:
    assert patch(client, tags) == 412


@pytest.mark.parametrize("tags", ["v1", '"v1', "v1, *", '"v1" "v2"', "*, *"])
def test_what_is_no_list_is_refused(client: FlaskClient, tags: str) -> None:
    assert patch(client, tags) == 400


def test_a_weak_tag_is_told_apart_from_an_old_one(client: FlaskClient) -> None:
    article = post(client).json
    (quote,), number = article["quotes"], article["id"]
    tag = client.get(f"/v1/quotes/{quote['id']}").headers["ETag"]
    weak = {f"/v1/articles/{number}": '"v1"', f"/v1/quotes/{quote['id']}": tag}
    for address, strong in weak.items():
        answer = client.delete(address, headers={"If-Match": f"W/{strong}"})
        assert answer.status_code == 412
        assert strong in answer.json["detail"]
        assert "read it again" not in answer.json["detail"]


@pytest.mark.parametrize(("unwanted", "status"), [('"v1"', 412), ('W/"v1"', 412), ('"v2"', 200)])
def test_a_write_may_name_what_it_is_not_meant_for(
    client: FlaskClient, unwanted: str, status: int
) -> None:
    assert patch(client, "*", **{"If-None-Match": unwanted}) == status


@pytest.mark.parametrize("cache", [0, 1_000_000])
@pytest.mark.parametrize(
    ("known", "status"),
    [
        *(('"v1"', 304), ('W/"v1"', 304), ('"x", "v1"', 304), ("*", 304)),
        *(('"v2"', 200), ('""', 200), ("v1", 200), ('"v1-gzip"', 200)),
    ],
)
@pytest.mark.usefixtures("app")
def test_what_is_known_is_left_out_with_and_without_a_cache(
    store_url: str, cache: int, known: str, status: int
) -> None:
    app = create_app(Settings(database_url=store_url, cache=cache))
    client = app.test_client()
    address = f"/v1/articles/{post(client).json['id']}"
    headers = {"If-None-Match": known}
    for method in (client.get, client.head):
        answer = method(address, headers=headers)
        assert (answer.status_code, answer.headers["ETag"]) == (status, '"v1"')
        assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    app.extensions["database"].dispose()


def test_what_nobody_knows_is_not_left_out(app: Flask) -> None:
    answer = app.test_client().get("/v1/articles/1", headers={"If-None-Match": "*"})
    assert answer.status_code == 404


def test_a_change_that_changes_nothing_is_none(client: FlaskClient) -> None:
    stored = post(client).json
    address = f"/v1/articles/{stored['id']}"
    changes = client.get("/v1/changes").json["next"]
    for same in ({"title": stored["title"]}, {"text": stored["text"], "authors": ["Ana Reyes"]}):
        answer = client.patch(address, json=same, headers={"If-Match": '"v1"'})
        assert (answer.status_code, answer.headers["ETag"]) == (200, '"v1"')
        assert answer.json == stored
    assert client.get(changes).json["items"] == []


def test_a_change_that_names_nothing_is_refused(client: FlaskClient) -> None:
    stored = post(client).json
    entity = stored["quotes"][0]["speaker"]["id"]
    for address in (f"/v1/articles/{stored['id']}", f"/v1/entities/{entity}"):
        answer = client.patch(address, json={}, headers={"If-Match": "*"})
        assert answer.status_code == 422


def test_what_is_created_says_where_it_is(client: FlaskClient) -> None:
    created = post(client)
    number = created.json["id"]
    assert created.headers["Location"] == f"/v1/articles/{number}"
    assert "Location" not in post(client).headers
    text = client.get(created.headers["Location"]).json["text"]
    body = {"article_id": number, "kind": "indirect", "selector": {"exact": text[:10]}}
    quote = client.post("/v1/quotes", json=body)
    assert client.get(quote.headers["Location"]).json == quote.json
    body = {"article_id": number, "value": 5, "selector": {"exact": text[:10]}}
    figure = client.post("/v1/figures", json=body)
    assert client.get(figure.headers["Location"]).json == figure.json
    (read,) = client.get("/v1/figures?unit=m3").json["items"]
    split = {"property": "design capacity", "figures": [read["id"]]}
    part = client.post(f"/v1/measures/{read['measure']['id']}/split", json=split)
    assert client.get(part.headers["Location"]).json == part.json
