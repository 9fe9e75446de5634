"""Many articles in one stream."""

import json
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.articles import TEXT, article, post

NDJSON = "application/x-ndjson"


def send(client: FlaskClient, *lines: Any) -> TestResponse:
    """Send lines: bytes as they are, anything else as JSON."""
    body = b"\n".join(
        line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines
    )
    return client.post("/v1/articles/bulk", data=body, content_type=NDJSON)


def results(answer: TestResponse) -> list[dict[str, Any]]:
    assert (answer.status_code, answer.content_type) == (200, NDJSON)
    return [json.loads(line) for line in answer.text.splitlines()]


def test_each_line_is_stored_and_has_its_result(client: FlaskClient) -> None:
    lines = [article(url=f"https://courier.example/{number}") for number in range(120)]
    found = results(send(client, *lines))
    assert [result["line"] for result in found] == list(range(1, 121))
    assert {result["status"] for result in found} == {201}
    stored = client.get(f"/v1/articles/{found[-1]['id']}").json
    assert stored["url"] == "https://courier.example/119"
    assert stored["quotes"][0]["speaker"]["name"] == "Mara Lindqvist"


def test_a_bad_line_spoils_only_itself(client: FlaskClient) -> None:
    known = post(client).json["id"]
    found = results(
        send(
            client,
            article(),
            b"{",
            b"",
            {"text": "", "colour": "red"},
            b'{"text": "caf\xe9"}',
            {"text": "word " * 1_100_000},
            {"text": TEXT},
        )
    )
    statuses = [(result["line"], result["status"]) for result in found]
    assert statuses == [(1, 200), (2, 400), (4, 422), (5, 400), (6, 413), (7, 201)]
    assert found[0]["id"] == known
    assert sorted(fault["pointer"] for fault in found[2]["errors"]) == ["#/colour", "#/text"]


def test_a_stream_may_be_larger_than_a_body(client: FlaskClient) -> None:
    lines = [{"text": f"{number} " + "word " * 150_000} for number in range(10)]
    assert {result["status"] for result in results(send(client, *lines))} == {201}


def test_nothing_in_is_nothing_out(client: FlaskClient) -> None:
    assert results(send(client)) == []


def test_another_media_type_is_refused(client: FlaskClient) -> None:
    answer = client.post("/v1/articles/bulk", json=article())
    assert answer.status_code == 415
    assert NDJSON in answer.json["detail"]
