"""Answers that are kept are true: none is older than the last write before the question."""

import threading
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.config import Settings
from api.http.observing import RECEIVED
from api.serving.worker import requests
from api.store.database import Database
from tests.articles import post, post_many
from tests.conftest import Statement


@pytest.fixture(autouse=True)
def one_request_id(client: FlaskClient) -> None:
    """Send the same id each time: of two answers it is all that may differ."""
    client.environ_base["HTTP_X_REQUEST_ID"] = "one"


ADDRESSES = ("/v1/articles/{id}", "/v1/articles", "/v1/quotes", "/v1/figures?unit=m3")


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_was_asked_before_is_answered_without_a_read(
    client: FlaskClient, statements: list[Statement], address: str
) -> None:
    address = address.format(id=post(client).json["id"])
    first = client.get(address)
    statements.clear()
    again = client.get(address)
    assert (again.data, again.headers) == (first.data, first.headers)
    assert not statements


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("known", ["{tag}", "W/{tag}", '"x", {tag}', "*"])
def test_a_client_that_knows_it_gets_no_body(client: FlaskClient, address: str, known: str) -> None:
    address = address.format(id=post(client).json["id"])
    tag = client.get(address).headers["ETag"]
    for _ in range(2):
        answer = client.get(address, headers={"If-None-Match": known.format(tag=tag)})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == tag
    answer = client.get(address, headers={"If-None-Match": '"another"'})
    assert answer.status_code == 200


def test_every_write_is_seen_by_the_next_question(client: FlaskClient) -> None:
    number = post(client).json["id"]
    address = f"/v1/articles/{number}"
    for title in ("One", "Two", "Three"):
        tag = client.get(address).headers["ETag"]
        client.patch(address, json={"title": title}, headers={"If-Match": tag})
        assert client.get(address).json["title"] == title
        assert client.get("/v1/articles").json["items"][0]["title"] == title
    tag = client.get(address).headers["ETag"]
    client.delete(address, headers={"If-Match": tag})
    assert client.get(address).status_code == 404
    assert client.get("/v1/quotes").json["items"] == []


def test_a_write_by_another_process_is_seen(client: FlaskClient, app: Flask) -> None:
    assert client.get("/v1/articles").json["items"] == []
    url = app.extensions["database"].url.render_as_string(hide_password=False)
    other = create_app(Settings(database_url=url))
    post(other.test_client())
    other.extensions["database"].dispose()
    assert len(client.get("/v1/articles").json["items"]) == 1


def test_one_look_is_good_for_all_that_came_before_it(
    client: FlaskClient, database: Database
) -> None:
    came = time.monotonic()
    looks = {database.version(came), database.version(came)}
    post(client)
    assert database.version(time.monotonic()) not in looks


@pytest.mark.parametrize("server_says_when", [False, True])
def test_who_reads_what_they_wrote_finds_it_whoever_else_writes(
    app: Flask, server_says_when: bool
) -> None:
    lost: list[str] = []

    def write_and_read(name: str) -> None:
        client = app.test_client()
        for number in range(12):
            url = f"https://{name}.example/{number}"
            post(client, url=url, text=f"{name} {number}")
            came = {RECEIVED: time.monotonic()} if server_says_when else {}
            found = client.get(f"/v1/articles?url={url}", environ_overrides=came)
            if not found.json["items"]:
                lost.append(url)
            client.get("/v1/articles")

    threads = [threading.Thread(target=write_and_read, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not lost


def test_the_next_page_is_at_the_host_that_was_asked(client: FlaskClient) -> None:
    post_many(client, 2)
    for host in ("one.localhost", "two.localhost"):
        answer = client.get("/v1/articles?limit=1", headers={"Host": host})
        assert answer.json["next"].startswith(f"http://{host}/")


def test_each_form_is_kept_by_itself(client: FlaskClient) -> None:
    address = f"/v1/articles/{post(client).json['id']}"
    forms = [{}, {"Accept": "application/ld+json"}, {"Accept-Encoding": "gzip"}]
    answers = [client.get(address, headers=form) for form in forms]
    assert len({answer.headers["ETag"] for answer in answers}) == len(forms)
    for form, answer in zip(forms, answers, strict=True):
        again = client.get(address, headers=form)
        assert (again.data, again.headers) == (answer.data, answer.headers)
        known = {**form, "If-None-Match": answer.headers["ETag"]}
        assert client.get(address, headers=known).status_code == 304


@pytest.mark.usefixtures("app")
def test_it_stays_within_its_size(store_url: str) -> None:
    small = create_app(Settings(database_url=store_url, cache=20_000))
    client = small.test_client()
    numbers = [post(client, url=f"https://a.example/{n}").json["id"] for n in range(12)]
    for number in numbers * 2:
        assert client.get(f"/v1/articles/{number}").json["id"] == number
    kept = small.wsgi_app._app._app._app._kept  # type: ignore[attr-defined]  # noqa: SLF001
    assert 0 < sum(len(answer.body) for answer in kept.answers.values()) <= 20_000
    small.extensions["database"].dispose()


def test_the_server_says_when_a_request_came_under_the_name_that_the_cache_reads() -> None:
    assert requests.RECEIVED == RECEIVED
