"""A real streaming replica: what is read from it, and by whom."""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from api.config import Settings
from api.errors import Misconfigured
from api.http.replicated import COOKIE, HEADER
from api.store.database import Database
from tests import postgresql
from tests.articles import article
from tests.conftest import application_with
from tests.postgresql import FAST, Server

SENDING = ("wal_level=replica", "max_wal_senders=4", "hot_standby=on")
NUMBERS = itertools.count(1)
READS = int(os.environ.get("REPLICA_READS", "60"))


@contextmanager
def following(primary: Server) -> Iterator[Server]:
    """Start a replica of a server; it is stopped and removed afterwards."""
    replica = Server(Path(tempfile.mkdtemp(prefix="pg")), primary.settings)
    try:
        replica.run(
            "pg_basebackup", "-R", "-X", "stream", "-h", str(primary.folder), "-U", "postgres"
        )
        replica.start()
        yield replica
    finally:
        with suppress(subprocess.CalledProcessError):  # a test stopped it
            replica.stop()
        shutil.rmtree(replica.folder)


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server]]:
    with postgresql.started((*FAST, *SENDING)) as primary, following(primary) as replica:
        yield primary, replica


@pytest.fixture(scope="module")
def app(servers: tuple[Server, Server]) -> Iterator[Flask]:
    primary, replica = servers
    settings = Settings(database_url=primary.url, database_read_url=replica.url)
    with application_with(settings) as application:
        yield application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


@pytest.fixture
def replica(app: Flask) -> Iterator[Database]:
    """Give what reads from the replica, which follows again at the end."""
    database: Database = app.extensions["database"]
    assert database.replica
    yield database.replica.database
    _replay(database.replica.database, "resume")


def _replay(replica: Database, what: str) -> None:
    """Have a replica stand still, or follow again."""
    with replica.writes.connect() as connection:
        connection.execute(text(f"SELECT pg_wal_replay_{what}()"))


def _post(client: FlaskClient) -> tuple[int, dict[str, str]]:
    """Store an article; its id, and what a request brings that knows of it."""
    answer = client.post("/v1/articles", json=article(url=f"https://gull.example/{next(NUMBERS)}"))
    assert answer.status_code == 201, answer.text
    return answer.json["id"], {HEADER: answer.headers[HEADER]}


def test_who_wrote_never_reads_the_past(app: Flask) -> None:
    def write_and_read(_: int) -> int:
        client = app.test_client(use_cookies=False)
        number, known = _post(client)
        alone = client.get(f"/v1/articles/{number}", headers=known)
        newest = client.get("/v1/articles?limit=1", headers=known)
        return int(alone.status_code != 200) + int(newest.json["items"][0]["id"] < number)

    with ThreadPoolExecutor(4) as clients:
        assert sum(clients.map(write_and_read, range(READS // 2))) == 0


def test_a_replica_that_stands_still_answers_who_knows_of_no_write(
    client: FlaskClient, replica: Database
) -> None:
    _, known = _post(client)
    client.get("/v1/articles", headers=known)  # it has caught up
    _replay(replica, "pause")
    number, known = _post(client)
    assert client.get(f"/v1/articles/{number}").status_code == 404
    assert client.get(f"/v1/articles/{number}", headers=known).status_code == 200
    cookie = {"Cookie": f"{COOKIE}={known[HEADER]}"}
    assert client.get(f"/v1/articles/{number}", headers=cookie).status_code == 200
    assert client.get(f"/v1/articles/{number}", headers={HEADER: "garbage"}).status_code == 200
    # A write and the change feed use the server that is written to, whatever they bring.
    assert client.post(f"/v1/articles/{number}/extract").status_code == 200
    feed = client.get("/v1/changes?types=article&limit=200").json["items"]
    assert number in {change["id"] for change in feed}
    # What the cache kept of the replica is not given to who knows more, nor the other way round.
    assert client.get(f"/v1/articles/{number}").status_code == 404


def test_a_bulk_request_is_known_of_while_it_goes_on(client: FlaskClient) -> None:
    lines = {"content_type": "application/x-ndjson", "data": b'{"text": "A line of its own."}'}
    answer = client.post("/v1/articles/bulk", **lines)
    assert answer.headers[HEADER] == "latest"


def test_a_replica_that_is_gone_is_done_without(
    client: FlaskClient, servers: tuple[Server, Server]
) -> None:
    number, known = _post(client)
    assert client.get(f"/v1/articles/{number}", headers=known).status_code == 200
    servers[1].stop()
    try:
        assert client.get(f"/v1/articles/{number}", headers=known).status_code == 200
        assert client.get(f"/v1/articles/{number}").status_code == 200
    finally:
        servers[1].start()


def test_a_file_has_no_replica() -> None:
    settings = {
        "ONRECORD_DATABASE_URL": "sqlite:///x.db",
        "ONRECORD_DATABASE_READ_URL": "postgresql://replica/onrecord",
    }
    with pytest.raises(Misconfigured, match="ONRECORD_DATABASE_READ_URL: a replica is of a store"):
        Settings.from_environment(settings)
