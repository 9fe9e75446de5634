"""What is wrong is refused with its fault and its place, and changes nothing."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.articles import TEXT, article, post

PROBLEM = "application/problem+json"
POSTS = ("/v1/articles", "/v1/extract")


def send(
    client: FlaskClient, path: str, body: bytes, kind: str = "application/json"
) -> TestResponse:
    answer = client.post(path, data=body, content_type=kind)
    assert answer.content_type == PROBLEM
    assert client.get("/v1/articles").json["items"] == []
    return answer


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "line 1, column 1"),
        (b'{"text": "Caf\xe9"}', "byte 13 is 0xe9"),
        (b'{"text": "cut sho', "line 1, column 10"),
        (b'{"text": "a"} trailing', "line 1, column 15"),
        (b'{"text": NaN}', "NaN is not a number"),
        (b'{"text": 1e999}', "1e999"),
        (b'{"text": ' + b"9" * 5000 + b"}", "too many digits"),
        (b'{"text": "a", "text": "b"}', "'text' twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b"\xff\xfe{\x00}\x00", "byte 0"),
        (json.dumps({f"k{n}": 1 for n in range(100_000)}).encode(), "100000 members"),
        (json.dumps({"text": [{f"k{n}": 1 for n in range(1_001)}]}).encode(), "1001 members"),
    ],
)
def test_what_is_no_json(client: FlaskClient, path: str, body: bytes, says: str) -> None:
    answer = send(client, path, body)
    assert answer.status_code == 400
    assert says in answer.json["detail"]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("kind", ["text/csv", "application/xml", "multipart/form-data", ""])
def test_what_is_not_sent_as_json(client: FlaskClient, path: str, kind: str) -> None:
    assert send(client, path, b'{"text": "a"}', kind).status_code == 415


@pytest.mark.parametrize("path", POSTS)
def test_what_is_too_large(client: FlaskClient, path: str) -> None:
    answer = send(client, path, json.dumps({"text": "word " * 2_000_000}).encode())
    assert answer.status_code == 413
    assert "5000000 bytes" in answer.json["detail"]


@pytest.mark.parametrize(
    ("fields", "pointers"),
    [
        ({"text": ""}, ["#/text"]),
        ({"text": " \n\t"}, ["#/text"]),
        ({"text": "a " * 500_001}, ["#/text"]),
        ({"text": None}, ["#/text"]),
        ({"text": 7}, ["#/text"]),
        ({"text": "a\0b"}, ["#/text"]),
        ({"text": "half \ud83d of a ship"}, ["#/text"]),
        ({"title": "half \udea2"}, ["#/title"]),
        ({"published_at": "2026-02-30T00:00:00Z"}, ["#/published_at"]),
        ({"published_at": "2026-03-04T08:30:00"}, ["#/published_at"]),
        ({"published_at": "yesterday"}, ["#/published_at"]),
        ({"published_at": "0001-01-01T00:00:00+14:00"}, ["#/published_at"]),
        ({"published_at": 20260304}, ["#/published_at"]),
        ({"url": "no url"}, ["#/url"]),
        ({"url": "ftp://courier.example/1"}, ["#/url"]),
        ({"url": "https://"}, ["#/url"]),
        ({"url": "https://[::1"}, ["#/url"]),
        ({"url": "https://courier.example:99999/"}, ["#/url"]),
        ({"url": "https://courier.example/ a"}, ["#/url"]),
        ({"authors": "Ana Reyes"}, ["#/authors"]),
        ({"authors": ["Ana Reyes", 7]}, ["#/authors/1"]),
        ({"language": "English, please"}, ["#/language"]),
        ({"colour": "red"}, ["#/colour"]),
        ({"a/b~c": 1}, ["#/a~1b~0c"]),
        ({"text": "", "url": "no", "colour": 1}, ["#/colour", "#/text", "#/url"]),
    ],
)
def test_every_fault_is_named_at_once(
    client: FlaskClient, fields: dict[str, Any], pointers: list[str]
) -> None:
    answer = send(client, "/v1/articles", json.dumps(article(**fields)).encode())
    assert answer.status_code == 422
    assert sorted(fault["pointer"] for fault in answer.json["errors"]) == pointers
    assert all(fault["detail"] for fault in answer.json["errors"])


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"7", b"null"])
def test_a_body_that_is_no_object(client: FlaskClient, body: bytes) -> None:
    assert send(client, "/v1/articles", body).status_code == 422


def test_a_body_cut_short(client: FlaskClient) -> None:
    answer = client.post(
        "/v1/articles",
        data=b'{"text": "a"}',
        content_type="application/json",
        environ_overrides={"CONTENT_LENGTH": "1000"},
    )
    assert answer.status_code == 400
    assert answer.content_type == PROBLEM


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/v1/articles/0", 404),
        ("GET", "/v1/articles/7", 404),
        ("GET", "/v1/articles/99999999999999999999", 404),
        ("GET", "/v1/articles/x", 404),
        ("GET", "/v1/quotes/7", 404),
        ("GET", "/v1/figures/7", 404),
        ("GET", "/v1/entities/7", 404),
        ("DELETE", "/v1/entities/7/merges/7", 404),
        ("GET", "/v1/measures/7", 404),
        ("GET", "/v1/measures/7/series", 404),
        ("DELETE", "/v1/articles/7", 404),
        ("PUT", "/v1/articles/7", 405),
        ("PUT", "/v1/quotes", 405),
        ("GET", "/v1/articles/7?x=1", 422),
        ("POST", "/v1/extract?x=1", 415),
        ("GET", "/v1/quotes?speaker=%00", 422),
        ("GET", "/v1/quotes?speaker=%ff", 400),
        ("GET", "/v1/articles?published_from=2026-13-01", 422),
    ],
)
def test_wrong_addresses(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    if status >= 400:
        assert answer.content_type == PROBLEM
        assert answer.json["status"] == status


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    assert "GET" in client.put("/v1/articles/7").headers["Allow"]


def test_a_failed_write_leaves_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    client.application.testing = False
    monkeypatch.setattr("api.queries.articles.written", fail)
    answer = post(client, text=TEXT)
    client.application.testing = True
    assert (answer.status_code, answer.content_type) == (500, PROBLEM)
    assert "disk" not in answer.text
    assert client.get("/v1/articles").json["items"] == []
    assert client.get("/v1/quotes").json["items"] == []


def test_of_countless_faults_a_hundred_are_listed(client: FlaskClient) -> None:
    fields = {f"unknown{number}": 1 for number in range(300)}
    answer = send(client, "/v1/articles", json.dumps(article(**fields)).encode())
    assert (answer.status_code, len(answer.json["errors"])) == (422, 100)
    assert "300 faults" in answer.json["detail"]


@pytest.mark.usefixtures("fewer_figures")
@pytest.mark.parametrize("path", POSTS)
def test_a_text_of_more_figures_than_are_read(client: FlaskClient, path: str) -> None:
    answer = send(client, path, json.dumps({"text": "5 cats " * 201}).encode())
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["#/text"]
    assert "more than 200 figures" in answer.json["detail"]


@pytest.mark.usefixtures("fewer_figures")
def test_a_line_of_more_figures_than_are_read_spoils_only_itself(client: FlaskClient) -> None:
    lines = [{"text": "5 cats " * 201}, {"text": TEXT}]
    answer = client.post(
        "/v1/articles/bulk",
        data="\n".join(map(json.dumps, lines)),
        content_type="application/x-ndjson",
    )
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["status"] for line in found] == [422, 201]


def test_a_list_without_end_is_measured_before_it_is_read(client: FlaskClient) -> None:
    answer = send(client, "/v1/articles", json.dumps(article(authors=[1] * 1_000_000)).encode())
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["#/authors"]
