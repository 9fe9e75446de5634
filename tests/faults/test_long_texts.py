"""Texts that take long hold up others for a while, and no longer."""

import pytest
from flask.testing import FlaskClient

from api.services import engine
from tests.articles import article


@pytest.mark.parametrize("path", ["/v1/extract", "/v1/articles"])
def test_a_text_waits_for_others_for_a_while_and_is_then_refused(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    body = {"text": "Ships came."} if path == "/v1/extract" else article()
    monkeypatch.setattr(engine, "PATIENCE", 0.05)
    with engine.TURN:
        answer = client.post(path, json=body)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert client.post(path, json=body).status_code in {200, 201}


@pytest.mark.parametrize("path", ["/v1/extract", "/v1/articles"])
def test_no_text_waits_for_a_long_one(client: FlaskClient, path: str) -> None:
    body = {"text": "Ships came."} if path == "/v1/extract" else article()
    with engine.LONG_TURN:
        assert client.post(path, json=body).status_code in {200, 201}


@pytest.mark.parametrize(
    "text",
    [
        "It was late. The fleet has 5 cats. " * 200,
        "“We came,” said Mara Lindqvist. " * 500,
        "Mara Lindqvist: “We came.”\n" * 500,
    ],
    ids=["figures", "quotes", "interview"],
)
def test_a_text_that_takes_too_long_is_refused_and_nothing_of_it_stored(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(engine, "LONGEST", 0.01)
    for path in ("/v1/extract", "/v1/articles"):
        answer = client.post(path, json={"text": text})
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in answer.json["errors"]] == ["#/text"]
        assert "more than 0.01 seconds" in answer.json["detail"]
    assert client.get("/v1/articles").json["items"] == []


def test_a_line_that_waits_too_long_spoils_only_itself(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 0.05)
    headers = {"Content-Type": "application/x-ndjson"}
    with engine.TURN:
        answer = client.post("/v1/articles/bulk", data='{"text": "Ships came."}\n', headers=headers)
        assert answer.status_code == 200
        assert b'"status":503' in answer.data.replace(b" ", b"")
