"""A server of PostgreSQL that freezes, goes, is full, damaged or locked, and comes back."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.config import Settings
from api.services import upkeep
from api.store import pulse
from tests import postgresql
from tests.articles import post
from tests.faults.disks import fill, small_disk
from tests.service import wait_for

LATER = (503, "5")
NUMBERS = count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[postgresql.Server]:
    with postgresql.started(postgresql.KILLABLE) as one:
        yield one


@pytest.fixture(scope="module")
def application(server: postgresql.Server) -> Iterator[Flask]:
    app = create_app(Settings(database_url=server.url))
    upkeep.upgrade(app.extensions["database"])
    yield app
    app.extensions["database"].dispose()


@pytest.fixture
def client(application: Flask) -> FlaskClient:
    return application.test_client()


@pytest.fixture
def address(client: FlaskClient) -> str:
    """Store an article, and give where it is."""
    return f"/v1/articles/{post(client).json['id']}"


def execute(server: postgresql.Server, statement: str) -> Any:
    with psycopg.connect(
        server.url.replace("+psycopg", ""),
        autocommit=True,
        options="-c default_transaction_read_only=off",
    ) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone() if cursor.description else None


def post_new(client: FlaskClient) -> TestResponse:
    return post(client, url=f"https://courier.example/{next(NUMBERS)}")


def told(client: FlaskClient, address: str) -> list[tuple[int, str | None]]:
    """What reading, writing and the check of both answer."""
    answers = [client.get(address), post_new(client), client.get("/readyz")]
    return [(answer.status_code, answer.headers.get("Retry-After")) for answer in answers]


def works(client: FlaskClient, address: str) -> bool:
    return (
        client.get(address).status_code == 200
        and post_new(client).status_code == 201
        and client.get("/readyz").status_code == 200
    )


def test_a_frozen_server_is_waited_for_a_moment_and_found_again(
    server: postgresql.Server, client: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What asks first waits until it is known; then all but the health check is refused at once."""
    monkeypatch.setattr(pulse, "PATIENCE", 0.5)
    with server.frozen():
        assert told(client, address) == [LATER] * 3
        assert "frozen or gone" in client.get("/readyz").json["detail"]
        assert client.get("/healthz").status_code == 200
    wait_for(lambda: works(client, address))


def test_a_server_that_is_frozen_from_the_start_is_waited_for_once(
    server: postgresql.Server, client: FlaskClient, address: str
) -> None:
    app = create_app(Settings(database_url=server.url))
    fresh = app.test_client()
    with server.frozen():
        assert fresh.get(address).status_code == 503
        assert "frozen or gone" in fresh.get(address).json["detail"]
    wait_for(lambda: works(fresh, address))
    app.extensions["database"].dispose()
    assert client.get(address).status_code == 200


def test_what_takes_long_is_not_ended_while_the_server_answers(
    application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "PATIENCE", 0.1)
    with application.extensions["database"].writes.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1 FROM pg_sleep(2)").scalar() == 1


def test_a_server_that_goes_is_missed_and_found_again(
    server: postgresql.Server, client: FlaskClient, address: str
) -> None:
    server.kill()
    assert told(client, address) == [LATER] * 3
    server.start()
    assert works(client, address)


def test_a_store_that_can_only_be_read_is_read(
    server: postgresql.Server, client: FlaskClient, address: str, application: Flask
) -> None:
    execute(server, "ALTER DATABASE postgres SET default_transaction_read_only = on")
    application.extensions["database"].dispose()
    assert told(client, address) == [(200, None), LATER, LATER]
    execute(server, "ALTER DATABASE postgres SET default_transaction_read_only = off")
    application.extensions["database"].dispose()
    assert works(client, address)


def test_a_locked_store_is_not_waited_for_without_end(
    server: postgresql.Server, client: FlaskClient, application: Flask
) -> None:
    execute(server, "ALTER DATABASE postgres SET lock_timeout = '300ms'")
    application.extensions["database"].dispose()
    address = f"/v1/articles/{post(client).json['id']}"
    with psycopg.connect(server.url.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE articles, signing_keys IN ACCESS EXCLUSIVE MODE")
        assert told(client, address) == [LATER] * 3
        other.rollback()
    assert works(client, address)
    execute(server, "ALTER DATABASE postgres RESET lock_timeout")
    application.extensions["database"].dispose()


def test_a_damaged_table_is_told(
    server: postgresql.Server, client: FlaskClient, address: str
) -> None:
    (name,) = execute(server, "SELECT pg_relation_filepath('articles')")
    server.stop("fast")
    file = server.folder / "data" / name
    whole = file.read_bytes()
    file.write_bytes(b"\xff" * len(whole))
    server.start()
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == LATER
    assert "damaged" in answer.json["detail"]
    server.stop("immediate")
    file.write_bytes(whole)
    server.start()
    assert works(client, address)


def test_a_full_disk_is_507_and_what_is_stored_is_read(
    server: postgresql.Server, client: FlaskClient, address: str
) -> None:
    with small_disk(server.folder / "disk", megabytes=8) as disk:
        space = server.own_folder(disk / "space")
        execute(server, f"CREATE TABLESPACE small LOCATION '{space}'")
        execute(server, "ALTER TABLE quotes SET TABLESPACE small")
        filler = fill(disk)
        text = "\n".join(f"Mara Lindqvist said that {n} ships came." for n in range(400))
        statuses = {post(client, url=None, text=f"{n} {text}").status_code for n in range(3)}
        assert 507 in statuses
        assert statuses <= {201, 507}
        assert client.get(address).status_code == 200
        filler.unlink()
        assert works(client, address)
        execute(server, "ALTER TABLE quotes SET TABLESPACE pg_default")
        execute(server, "DROP TABLESPACE small")
