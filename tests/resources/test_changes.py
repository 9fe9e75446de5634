"""The change feed: everything that happens, in order, once, as it is now."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeAlias

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update
from werkzeug.test import TestResponse

from api.http.long_requests import end_when
from api.models import Change, Quote
from api.services import changes
from api.store.database import Database
from tests.articles import TEXT, article, post, post_many
from tests.follower import Follower

Ask: TypeAlias = Callable[[int], Future[TestResponse]]


def address_and_tag(client: FlaskClient, number: int) -> tuple[str, dict[str, str]]:
    address = f"/v1/articles/{number}"
    return address, {"If-Match": client.get(address).headers["ETag"]}


def patch(client: FlaskClient, number: int, **changed: Any) -> None:
    address, tag = address_and_tag(client, number)
    assert client.patch(address, json=changed, headers=tag).status_code == 200


def delete(client: FlaskClient, number: int) -> None:
    address, tag = address_and_tag(client, number)
    assert client.delete(address, headers=tag).status_code == 204


def test_a_new_client_gets_everything_that_is_there(client: FlaskClient) -> None:
    number = post(client).json["id"]
    follower = Follower(client)
    told = follower.catch_up()
    assert {action for *_, action in told} == {"created"}
    assert sorted(kind for kind, *_ in told) == [
        *("article", "entity", "entity", "figure", "measure", "quote")
    ]
    assert follower.has["article", number]["text"] == TEXT
    follower.must_have_what_is_there()


def test_from_now_on(client: FlaskClient) -> None:
    first = post(client).json["id"]
    page: Any = client.get("/v1/changes?since=now&types=article").json
    assert page["items"] == []
    second = post(client, url="https://courier.example/2", text="Six ships came.").json["id"]
    delete(client, first)
    page = client.get(page["next"]).json
    told = [(change["id"], change["action"]) for change in page["items"]]
    assert told == [(second, "created"), (first, "deleted")]
    assert client.get(page["next"]).json["items"] == []
    assert client.get("/v1/changes?since=yesterday").status_code == 422


def test_objects_are_what_their_addresses_show(client: FlaskClient) -> None:
    post(client)
    for change in Follower(client, "quote,figure").page():
        shown = client.get(f"/v1/{change['type']}s/{change['id']}").json
        assert change["object"] == shown


def test_nothing_new_is_an_empty_page_that_leads_on(client: FlaskClient) -> None:
    follower = Follower(client)
    assert follower.page() == []
    post(client)
    assert len(follower.page()) == 6
    assert follower.page() == []


def test_a_change_of_metadata_changes_what_shows_it(client: FlaskClient) -> None:
    number = post(client).json["id"]
    follower = Follower(client)
    follower.catch_up()
    patch(client, number, publisher="Kestria Tribune")
    told = follower.catch_up()
    assert sorted((kind, action) for kind, _, action in told) == [
        ("article", "updated"),
        ("figure", "updated"),
        ("quote", "updated"),
    ]
    follower.must_have_what_is_there()
    patch(client, number, authors=["Ana Reyes", "Ida Holm"])
    assert [(kind, action) for kind, _, action in follower.catch_up()] == [("article", "updated")]


def test_a_new_text_takes_the_place_of_the_old(client: FlaskClient) -> None:
    number = post(client).json["id"]
    follower = Follower(client)
    follower.catch_up()
    patch(client, number, text="Jonas Lindqvist said that the port was full.")
    told = sorted((kind, action) for kind, _, action in follower.catch_up())
    assert ("quote", "deleted") in told
    assert ("quote", "created") in told
    assert ("figure", "deleted") in told
    follower.must_have_what_is_there()


def test_delete_and_store_again(client: FlaskClient) -> None:
    first = post(client).json["id"]
    follower = Follower(client)
    follower.catch_up()
    delete(client, first)
    second = post(client).json["id"]
    told = follower.catch_up()
    assert ("article", first, "deleted") in told
    assert told.index(("article", first, "deleted")) < told.index(("article", second, "created"))
    follower.must_have_what_is_there()


def test_what_is_refused_never_happened(client: FlaskClient) -> None:
    number = post(client).json["id"]
    follower = Follower(client)
    follower.catch_up()
    address = f"/v1/articles/{number}"
    assert client.delete(address, headers={"If-Match": '"v9"'}).status_code == 412
    client.post("/v1/articles", json=article())  # the same once more
    assert follower.catch_up() == []


def test_a_client_that_was_away_for_a_week_gets_each_object_once(client: FlaskClient) -> None:
    post_many(client, 9)
    follower = Follower(client, limit=7)
    follower.catch_up()
    everything = [item["id"] for item in client.get("/v1/articles").json["items"]]
    for title in ("Monday", "Tuesday", "Wednesday"):
        for number in everything[:5]:
            patch(client, number, title=title, publisher=title)
    for number in everything[4:6]:
        delete(client, number)
    post_many(client, 12)
    told = follower.catch_up()
    keys = [key for *key, _ in told]
    assert len(keys) == len({tuple(key) for key in keys})
    follower.must_have_what_is_there()


@pytest.mark.parametrize("limit", [1, 3, 200])
def test_what_changes_after_it_was_met_is_met_again(client: FlaskClient, limit: int) -> None:
    post_many(client, 4)
    follower = Follower(client, limit=limit)
    seen = follower.page()
    first = client.get("/v1/articles").json["items"][-1]["id"]
    patch(client, first, publisher="Kestria Tribune")
    told = [(change["type"], change["id"]) for change in seen]
    told += [(kind, number) for kind, number, _ in follower.catch_up()]
    assert told.count(("article", first)) == 2
    for change in seen:
        key = change["type"], change["id"]
        follower.has.setdefault(key, change["object"])
    follower.must_have_what_is_there()


def test_only_the_types_that_were_asked_for(client: FlaskClient) -> None:
    post_many(client, 3)
    told = Follower(client, "entity,measure").catch_up()
    assert {kind for kind, *_ in told} == {"entity", "measure"}


def test_sql_by_hand_is_a_change_like_any_other(client: FlaskClient, database: Database) -> None:
    post(client)
    follower = Follower(client)
    follower.catch_up()
    with database.writes.begin() as connection:
        connection.execute(text("UPDATE entities SET name = upper(name)"))
        connection.execute(text("UPDATE quotes SET confidence = 0.5"))  # its JSON says the old one
        connection.execute(update(Quote).values(json='{"id": 0}'))
    told = follower.catch_up()
    assert [(kind, action) for kind, _, action in told] == [
        *(("entity", "updated"), ("entity", "updated"), ("quote", "updated"))
    ]


def test_a_transaction_is_told_whole_or_not_at_all(client: FlaskClient, database: Database) -> None:
    post(client)
    follower = Follower(client)
    follower.catch_up()
    with database.writes.connect() as connection:
        connection.execute(text("UPDATE entities SET name = upper(name)"))
        assert follower.page() == []
        connection.rollback()
    assert follower.catch_up() == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("after=garbage", "after"),
        ("types=quote,sentence", "types"),
        ("types=", "types"),
        ("wait=61", "wait"),
        ("limit=0", "limit"),
        ("cursor=x", "cursor"),
    ],
)
def test_what_cannot_be_meant_is_refused(client: FlaskClient, query: str, parameter: str) -> None:
    answer = client.get(f"/v1/changes?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == parameter


def test_a_cursor_is_of_its_types(client: FlaskClient) -> None:
    post(client)
    follower = Follower(client, "quote,figure")
    follower.page()
    assert client.get(follower.at.replace("quote,figure", "quote")).status_code == 422
    assert client.get(follower.at.replace("quote,figure", "figure,quote")).status_code == 200


def test_next_keeps_what_was_asked(client: FlaskClient) -> None:
    following = client.get("/v1/changes?types=quote&limit=9&wait=0").json["next"]
    assert "types=quote&limit=9&wait=0&after=" in following


def forget(database: Database) -> int:
    """Forget deletions, as if they were old; who was away for longer starts afresh."""
    with database.writes.begin() as connection:
        return changes.forget(connection, dt.datetime.now(dt.UTC) + dt.timedelta(seconds=9))


def test_who_missed_them_starts_afresh(client: FlaskClient, database: Database) -> None:
    number = post(client).json["id"]
    follower = Follower(client)
    follower.catch_up()
    delete(client, number)
    assert forget(database) == 3
    answer = client.get(follower.at)
    assert answer.status_code == 410
    assert "Start afresh" in answer.json["detail"]
    assert {kind for kind, *_ in Follower(client).catch_up()} == {"entity", "measure"}


def test_who_knew_of_them_goes_on(client: FlaskClient, database: Database) -> None:
    number = post(client).json["id"]
    post_many(client, 2)
    quotes = Follower(client, "quote")
    measures = Follower(client, "measure")  # nothing happens to them for months
    for follower in (quotes, measures):
        follower.catch_up()
    delete(client, number)
    for follower in (quotes, measures):
        follower.catch_up()
    forget(database)
    post(client)
    assert [action for *_, action in quotes.catch_up()] == ["created"]
    assert measures.catch_up() == []


def test_who_began_later_is_not_disturbed(client: FlaskClient, database: Database) -> None:
    post_many(client, 5)
    delete(client, post(client).json["id"])
    forget(database)
    follower = Follower(client, limit=2)  # its first pages end before what was forgotten
    follower.catch_up()
    follower.must_have_what_is_there()


def test_what_is_not_deleted_is_never_forgotten(client: FlaskClient, database: Database) -> None:
    post(client)
    assert forget(database) == 0
    assert len(Follower(client).catch_up()) == 6


def test_a_store_from_a_backup_is_noticed(client: FlaskClient, database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("a PostgreSQL is not set back in a test")
    post(client)
    follower = Follower(client)
    follower.catch_up()
    with database.writes.begin() as connection:
        connection.execute(text("DELETE FROM changes"))
        connection.execute(text("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'changes'"))
    answer = client.get(follower.at)
    assert answer.status_code == 410
    assert "backup" in answer.json["detail"]


def test_a_store_on_another_server_goes_on(client: FlaskClient, database: Database) -> None:
    """A PostgreSQL counts its transactions from the start: a restored store is ahead of it."""
    if database.is_sqlite:
        pytest.skip("SQLite counts in the file itself")
    post(client)
    follower = Follower(client)
    follower.catch_up()
    with database.writes.begin() as connection:
        connection.execute(update(Change).values(transaction=Change.transaction + 10**9))
        changes.settle(connection)
        changes.settle(connection)
    post(client, url="https://courier.example/after")
    assert "article" in {kind for kind, *_ in follower.catch_up()}
    follower.must_have_what_is_there()


@pytest.fixture
def waiting(app: Flask) -> Iterator[Ask]:
    """Ask in another thread, with what there is known already."""
    follower = Follower(app.test_client())
    follower.catch_up()

    def ask(seconds: int) -> Future[TestResponse]:
        address = f"{follower.at}&wait={seconds}"
        future = threads.submit(lambda: app.test_client().get(address, buffered=True))
        time.sleep(0.2)  # let it begin
        return future

    with ThreadPoolExecutor(3) as threads:
        yield ask


def test_waiting_ends_with_a_change(client: FlaskClient, waiting: Ask) -> None:
    held = waiting(60)
    post(client)
    assert len(held.result(timeout=10).json["items"]) == 6


def test_waiting_ends_with_the_time(waiting: Ask) -> None:
    answer = waiting(1).result(timeout=10)
    assert answer.json["items"] == []
    assert "wait=1" in answer.json["next"]


def test_waiting_ends_with_the_server(app: Flask, waiting: Ask) -> None:
    held = waiting(60)
    end_when(app, lambda: True)
    assert held.result(timeout=10).json["items"] == []
    end_when(app, lambda: False)


def test_what_is_there_is_not_held_back(client: FlaskClient) -> None:
    post(client)
    assert len(client.get("/v1/changes?wait=60").json["items"]) == 6


def test_only_so_many_may_wait(waiting: Ask) -> None:
    held = [waiting(2), waiting(2)]  # half of the threads that a process has
    refused = waiting(2).result(timeout=10)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert [answer.result(timeout=10).status_code for answer in held] == [200, 200]
    assert waiting(1).result(timeout=10).status_code == 200
