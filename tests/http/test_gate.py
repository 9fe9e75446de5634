"""Keys, scopes, limits, CORS, request ids and the audit log, ahead of the cache of answers."""

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.config import Settings
from api.http import callers
from api.models import Scope
from api.services import api_keys
from api.services.bounds import Bound
from api.store.database import Database
from tests.articles import article, post
from tests.conftest import empty

Make = Callable[..., FlaskClient]


@pytest.fixture
def make(store_url: str, database: Database) -> Iterator[Make]:
    """Give applications with other settings, on the store of the others."""
    made: list[Flask] = []

    def application(**settings: object) -> FlaskClient:
        app = create_app(Settings(database_url=store_url, **settings))  # type: ignore[arg-type]
        made.append(app)
        return app.test_client()

    yield application
    for app in made:
        app.extensions["callers"].finish()
        app.extensions["database"].dispose()
    empty(database)


@pytest.fixture
def key(database: Database) -> Callable[..., dict[str, str]]:
    """Make keys, given as the header that brings them."""

    def create(*scopes: Scope, name: str = "desk", **options: object) -> dict[str, str]:
        with database.session() as session:
            token = api_keys.create(session, name, scopes, **options)  # type: ignore[arg-type]
            session.commit()
        return {"Authorization": f"Bearer {token}"}

    return create


OUTSIDE = {"bind": "0.0.0.0:8000"}


def test_on_a_loopback_address_anybody_may_do_everything(client: FlaskClient) -> None:
    assert client.post("/v1/articles", json=article()).status_code == 201


@pytest.mark.parametrize(
    "settings", [OUTSIDE, {"bind": "unix:/run/onrecord"}, {"require_keys": True}]
)
def test_elsewhere_nothing_goes_without_a_key(make: Make, settings: dict[str, object]) -> None:
    client = make(**settings)
    for answer in (client.get("/v1/articles"), client.post("/v1/extract", json={"text": "No."})):
        assert answer.status_code == 401
        assert answer.content_type == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="onrecord"'
    assert client.get("/healthz").status_code == 200


def test_a_proxy_on_the_same_machine_opens_nothing(client: FlaskClient) -> None:
    passed_on = {"X-Forwarded-For": "203.0.113.9"}
    assert client.get("/v1/articles", headers=passed_on).status_code == 401


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("desk.localhost", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("news.example", 401),
        ("127.0.0.1.news.example:8000", 401),
        ("localhost.news.example", 401),
    ],
)
def test_a_page_whose_name_leads_to_this_machine_opens_nothing(
    client: FlaskClient, host: str, status: int
) -> None:
    assert client.get("/v1/articles", headers={"Host": host}).status_code == status


def test_reading_can_be_public_while_writing_is_not(make: Make) -> None:
    client = make(**OUTSIDE, public_reads=True)
    assert client.get("/v1/articles").status_code == 200
    assert client.post("/v1/articles", json=article()).status_code == 401


@pytest.mark.parametrize(
    ("scope", "stores", "decides"),
    [
        (Scope.READ, 403, 403),
        (Scope.CURATE, 403, 200),
        (Scope.WRITE, 201, 403),
        (Scope.ADMIN, 201, 200),
    ],
)
def test_a_key_allows_what_its_scopes_say(
    make: Make,
    client: FlaskClient,
    key: Callable[..., dict[str, str]],
    scope: Scope,
    stores: int,
    decides: int,
) -> None:
    quote = post(client).json["quotes"][0]["id"]
    outside, sent = make(**OUTSIDE), key(scope)
    assert outside.get("/v1/articles", headers=sent).status_code == 200
    stored = outside.post("/v1/articles", json=article(url="https://x.example/2"), headers=sent)
    assert stored.status_code == stores
    address = f"/v1/quotes/{quote}"
    decided = outside.patch(address, json={"status": "confirmed"}, headers=sent | {"If-Match": "*"})
    assert decided.status_code == decides
    if decides == 403:
        assert 'error="insufficient_scope"' in decided.headers["WWW-Authenticate"]


def test_a_decision_is_signed_by_the_key(
    make: Make, client: FlaskClient, key: Callable[..., dict[str, str]]
) -> None:
    quote = post(client).json["quotes"][0]["id"]
    sent = key(Scope.CURATE, name="Ana Reyes") | {"If-Match": "*"}
    decision = {"status": "confirmed", "by": "Somebody Else"}
    make(**OUTSIDE).patch(f"/v1/quotes/{quote}", json=decision, headers=sent)
    assert client.get(f"/v1/quotes/{quote}/history").json["items"][-1]["by"] == "Ana Reyes"


@pytest.mark.parametrize(
    "authorization",
    ["Bearer", "Bearer onr_x", "Basic b25yOng=", f"Bearer onr_abcdefgh_{'A' * 43}", "Bearer é"],
)
def test_what_is_no_key_is_refused_even_where_none_is_needed(
    client: FlaskClient, authorization: str
) -> None:
    answer = client.get("/v1/articles", headers={"Authorization": authorization})
    assert answer.status_code == 401


def test_a_wrong_secret_opens_nothing(make: Make, key: Callable[..., dict[str, str]]) -> None:
    token = key(Scope.READ)["Authorization"]
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    answer = make(**OUTSIDE).get("/v1/articles", headers={"Authorization": wrong})
    assert answer.status_code == 401


def test_a_key_opens_nothing_once_it_is_revoked_or_has_expired(
    make: Make,
    database: Database,
    key: Callable[..., dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(callers, "FRESH", 0)
    client = make(**OUTSIDE)
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)
    expiring = key(Scope.READ, name="expiring", expires_at=soon)
    revoked = key(Scope.READ, name="revoked")
    assert client.get("/v1/articles", headers=revoked).status_code == 200
    with database.session() as session:
        api_keys.revoke(session, revoked["Authorization"].split("_")[1])
        session.commit()
    time.sleep(1.1)
    for headers in (revoked, expiring):
        assert client.get("/v1/articles", headers=headers).status_code == 401


def test_when_a_key_was_last_used_is_noted(
    make: Make, database: Database, key: Callable[..., dict[str, str]]
) -> None:
    client, sent = make(**OUTSIDE), key(Scope.READ)
    client.get("/v1/articles", headers=sent)
    client.application.extensions["callers"].finish()
    with database.session() as session:
        (used,) = api_keys.every(session)
        assert used.last_used_at is not None


def test_no_cached_answer_reaches_one_who_may_not_read_it(
    make: Make, client: FlaskClient, key: Callable[..., dict[str, str]]
) -> None:
    address = f"/v1/articles/{post(client).json['id']}"
    outside, sent = make(**OUTSIDE), key(Scope.READ)
    for _ in range(2):
        kept = outside.get(address, headers=sent)
        assert kept.status_code == 200
    for headers in ({}, {"If-None-Match": kept.headers["ETag"]}, {"If-None-Match": "*"}):
        answer = outside.get(address, headers=headers)
        assert answer.status_code == 401
        assert b"terminal" not in answer.data
        assert "ETag" not in answer.headers


def test_a_key_of_one_publisher_writes_its_articles_only(
    make: Make, client: FlaskClient, key: Callable[..., dict[str, str]]
) -> None:
    other = post(client, publisher="Other Paper", url="https://other.example/1").json
    outside, sent = make(**OUTSIDE), key(Scope.WRITE, Scope.CURATE, bound=Bound("Own Paper"))
    own = article(publisher="Own Paper", url="https://own.example/1")
    assert outside.post("/v1/articles", json=own, headers=sent).status_code == 201
    with_version = sent | {"If-Match": "*"}
    foreign = article(publisher="Other Paper", url="https://other.example/2")
    quote, entity = other["quotes"][0]["id"], other["quotes"][0]["speaker"]["id"]
    for answer in (
        outside.post("/v1/articles", json=foreign, headers=sent),
        outside.delete(f"/v1/articles/{other['id']}", headers=with_version),
        outside.patch(f"/v1/quotes/{quote}", json={"status": "rejected"}, headers=with_version),
        outside.patch(f"/v1/entities/{entity}", json={"name": "X Y"}, headers=with_version),
    ):
        assert answer.status_code == 403, answer.text
    lines = "\n".join(json.dumps(each) for each in (own, foreign))
    ndjson = sent | {"Content-Type": "application/x-ndjson"}
    results = outside.post("/v1/articles/bulk", data=lines, headers=ndjson).text.splitlines()
    assert [json.loads(line)["status"] for line in results] == [200, 403]


def test_a_key_of_one_tag_writes_articles_that_have_it(
    make: Make, client: FlaskClient, key: Callable[..., dict[str, str]]
) -> None:
    other = post(client, tags=["ours"], url="https://other.example/1").json
    outside, sent = make(**OUTSIDE), key(Scope.WRITE, Scope.CURATE, bound=Bound(tag="desk"))
    own = article(tags=["desk", "ours"], url="https://own.example/1")
    stored = outside.post("/v1/articles", json=own, headers=sent)
    assert stored.status_code == 201
    with_version, place = sent | {"If-Match": "*"}, stored.headers["Location"]
    entity = other["quotes"][0]["speaker"]["id"]
    for answer in (
        outside.post("/v1/articles", json=own | {"url": None, "tags": []}, headers=sent),
        outside.patch(place, json={"tags": ["ours"]}, headers=with_version),
        outside.delete(f"/v1/articles/{other['id']}", headers=with_version),
        outside.patch(f"/v1/entities/{entity}", json={"name": "X Y"}, headers=with_version),
    ):
        assert answer.status_code == 403, answer.text
        assert "'desk'" in answer.json["detail"]
    assert outside.patch(place, json={"tags": ["desk"]}, headers=with_version).status_code == 200


def test_a_limit_counts_each_key_by_itself(make: Make, key: Callable[..., dict[str, str]]) -> None:
    client = make(**OUTSIDE, rate_limit="3/hour")
    one, other = key(Scope.READ, name="one"), key(Scope.READ, name="other")
    answers = [client.get("/v1/articles", headers=one) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0].headers["RateLimit-Policy"] == '"default";q=3;w=3600'
    assert answers[0].headers["RateLimit"].startswith('"default";r=2;t=')
    assert int(answers[3].headers["Retry-After"]) > 0
    assert client.get("/v1/articles", headers=other).status_code == 200
    assert client.get("/healthz").status_code == 200


def test_guesses_at_keys_are_counted_by_address(make: Make) -> None:
    client = make(**OUTSIDE, rate_limit="3/hour")
    guess = {"Authorization": f"Bearer onr_abcdefgh_{'A' * 43}"}
    statuses = [client.get("/v1/articles", headers=guess).status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]


def test_pages_of_other_origins_may_ask_only_where_they_are_allowed(
    make: Make, client: FlaskClient
) -> None:
    asked = {"Origin": "https://desk.example", "Access-Control-Request-Method": "GET"}
    assert "Access-Control-Allow-Origin" not in client.get("/v1/articles", headers=asked).headers
    allowing = make(cors_origins="https://desk.example")
    before = allowing.options("/v1/articles", headers=asked)
    assert before.status_code == 204
    assert "PATCH" in before.headers["Access-Control-Allow-Methods"]
    answer = allowing.get("/v1/articles", headers=asked)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://desk.example"
    assert "Origin" in answer.headers.getlist("Vary")
    strange = asked | {"Origin": "https://strange.example"}
    assert (
        "Access-Control-Allow-Origin" not in allowing.get("/v1/articles", headers=strange).headers
    )


def test_a_request_keeps_its_id(client: FlaskClient) -> None:
    answer = client.get("/v1/articles", headers={"X-Request-ID": "a-1"})
    assert answer.headers["X-Request-ID"] == "a-1"
    forged = client.get("/v1/articles", headers={"X-Request-ID": "a b"})
    assert forged.headers["X-Request-ID"] not in {"", "a b"}


def test_every_answer_keeps_browsers_from_making_more_of_it(client: FlaskClient) -> None:
    for address in ("/v1/articles", "/v1/articles/99", "/nowhere", "/docs", "/openapi.json"):
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_what_changed_something_stands_in_the_audit_log(
    make: Make, key: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    log = tmp_path / "audit.log"
    client, sent = make(**OUTSIDE, audit_log=str(log)), key(Scope.WRITE, name="importer")
    headers = sent | {"X-Request-ID": "r-1"}
    client.get("/v1/articles", headers=headers)
    client.post("/v1/articles", json={"text": ""}, headers=headers)
    client.post("/v1/articles", json=article(), headers=headers)
    (line,) = log.read_text().splitlines()
    entry = json.loads(line)
    assert entry.pop("at")
    assert entry == {
        "key": "importer",
        "address": "127.0.0.1",
        "method": "POST",
        "path": "/v1/articles",
        "status": 201,
        "request_id": "r-1",
    }
    assert sent["Authorization"].split("_", 2)[2] not in log.read_text()


def test_every_operation_says_which_scope_it_takes(app: Flask) -> None:
    public = {"documents", "monitoring", "static"}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] not in public:
            guarded = rule.rule.startswith("/v1/") or rule.endpoint.startswith("pages_")
            assert guarded, f"{rule.rule} is not guarded"
