"""Idempotency-Key: what is sent again is done once and answered as the first time."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from api import create_app
from api.config import Settings
from api.models import IdempotencyKey
from api.services import idempotency
from api.services.idempotency import KEPT, LONGEST, Name
from api.store.database import Database
from tests.articles import article, post
from tests.entities import entity, say

KEY = {"Idempotency-Key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}


def count(database: Database) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(IdempotencyKey)) or 0


def age(database: Database, by: dt.timedelta, **values: Any) -> None:
    """Let all that is kept have come so much earlier."""
    with database.session() as session:
        begun_at = dt.datetime.now(dt.UTC) - by - dt.timedelta(seconds=1)
        session.execute(update(IdempotencyKey).values(begun_at=begun_at, **values))
        session.commit()


@pytest.fixture
def worker(store_url: str) -> Iterator[FlaskClient]:
    """Another process that serves the same store."""
    app = create_app(Settings(database_url=store_url))
    yield app.test_client()
    app.extensions["database"].dispose()


def test_it_is_answered_again_by_any_worker(client: FlaskClient, worker: FlaskClient) -> None:
    first = client.post("/v1/articles", json=article(), headers=KEY)
    assert first.status_code == 201
    assert "Idempotency-Replayed" not in first.headers
    bare = {"Idempotency-Key": KEY["Idempotency-Key"].strip('"')}
    for again in (client, worker):
        for headers in (KEY, bare):
            answer = again.post("/v1/articles", json=article(), headers=headers)
            assert (answer.status_code, answer.data) == (201, first.data)
            assert answer.headers["Idempotency-Replayed"] == "true"
            for name in ("ETag", "Location", "Content-Type"):
                assert answer.headers[name] == first.headers[name]


def test_what_would_be_done_twice_is_done_once(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist", "Mayor Olu Adeyemi")
    into, merged = entity(client, "Lindqvist")["id"], entity(client, "Adeyemi")["id"]
    found: Any = post(client).json
    quote = {"article_id": found["id"], "kind": "indirect", "by": "Ana Reyes"}
    added = quote | {"selector": {"exact": "Northern Arc pipeline"}}
    decided = {"type": "quote", "id": found["quotes"][0]["id"], "decision": {"status": "rejected"}}
    for number, (address, body, status) in enumerate(
        [
            (f"/v1/entities/{into}/merge", {"entity": merged}, 200),
            ("/v1/quotes", added, 201),
            ("/v1/decisions", {"items": [decided]}, 200),
            (f"/v1/articles/{found['id']}/extract", None, 200),
        ]
    ):
        sent: Any = {"headers": {"Idempotency-Key": f"key-{number}"}}
        sent |= {"json": body} if body else {}
        answers = [client.post(address, **sent) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [status] * 3, answers[0].text
        assert len({answer.data for answer in answers}) == 1
    history = client.get(f"/v1/quotes/{decided['id']}/history").json["items"]
    assert [entry["action"] for entry in history].count("rejected") == 1


def test_another_request_with_the_key_is_refused(client: FlaskClient) -> None:
    client.post("/v1/articles", json=article(), headers=KEY)
    for address, body in (
        ("/v1/articles", article(title="Another")),
        ("/v1/quotes", article()),
    ):
        refused: Any = client.post(address, json=body, headers=KEY)
        assert refused.status_code == 422
        assert refused.json["errors"][0]["header"] == "Idempotency-Key"
    assert client.get("/v1/articles").json["items"][0]["title"] == "Terminal to open"


def test_while_it_is_being_answered_it_is_a_conflict(
    client: FlaskClient, database: Database
) -> None:
    # As the process that answers it has it.
    client.post("/v1/articles", json=article(), headers=KEY)
    age(database, dt.timedelta(), status=None)
    conflict: Any = client.post("/v1/articles", json=article(), headers=KEY)
    assert conflict.status_code == 409
    assert conflict.headers["Retry-After"] == "1"
    # That process was killed: nothing was written, and the request may come again.
    age(database, LONGEST, status=None)
    assert client.post("/v1/articles", json=article(), headers=KEY).status_code == 200


def test_of_many_at_once_one_is_done(client: FlaskClient, worker: FlaskClient) -> None:
    found: Any = post(client).json
    added = {
        "article_id": found["id"],
        "kind": "indirect",
        "selector": {"exact": "Northern Arc pipeline"},
    }

    def send(number: int) -> Any:
        sender = (client, worker)[number % 2].application.test_client()
        return sender.post("/v1/quotes", json=added, headers=KEY)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(16)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    done = [answer for answer in answers if answer.status_code == 201]
    assert done
    assert len({answer.data for answer in done}) == 1
    assert [answer.headers.get("Idempotency-Replayed") for answer in done].count(None) == 1


def test_what_was_refused_may_be_put_right(client: FlaskClient, database: Database) -> None:
    assert client.post("/v1/articles", json={"text": ""}, headers=KEY).status_code == 422
    assert client.post("/v1/quotes", json={"article_id": 10**15}, headers=KEY).status_code == 422
    missing = {"article_id": 10**15, "kind": "direct", "selector": {"start": 0, "end": 1}}
    assert client.post("/v1/quotes", json=missing, headers=KEY).status_code == 404
    assert count(database) == 0
    assert client.post("/v1/articles", json=article(), headers=KEY).status_code == 201


def test_after_a_day_it_is_forgotten(client: FlaskClient, database: Database) -> None:
    client.post("/v1/articles", json=article(), headers=KEY)
    with database.session() as session:
        for number in range(150):
            idempotency.begin(session, Name("somebody", str(number)), "digest")
        session.commit()
    age(database, KEPT)
    assert client.post("/v1/articles", json=article(), headers=KEY).status_code == 200
    assert 0 < count(database) <= 52  # a request removes a hundred
    client.post("/v1/articles", json=article(), headers={"Idempotency-Key": "other"})
    assert count(database) <= 2


@pytest.mark.parametrize("key", ["", '"', '""', "x" * 256, "a b", '"a\\b"', "é"])
def test_what_is_no_key_is_refused(client: FlaskClient, key: str) -> None:
    refused: Any = client.post(
        "/v1/articles", json=article(), headers={"Idempotency-Key": key.encode().decode("latin-1")}
    )
    assert refused.status_code == 400
    assert refused.json["errors"][0]["header"] == "Idempotency-Key"


def test_reading_and_streams_do_without(client: FlaskClient, database: Database) -> None:
    assert client.post("/v1/extract", json={"text": "He left."}, headers=KEY).status_code == 200
    ndjson = KEY | {"Content-Type": "application/x-ndjson"}
    assert client.post("/v1/articles/bulk", data=b"{}", headers=ndjson).status_code == 200
    assert count(database) == 0
