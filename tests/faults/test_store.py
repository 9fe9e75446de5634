"""Trouble with the store is told as such, and over when it is over."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.config import Settings
from api.services import upkeep
from api.store import backup
from api.store.database import Database
from tests.articles import post
from tests.faults.disks import fill, small_disk
from tests.faults.test_postgresql import LATER, post_new, told, works
from tests.service import wait_for


@pytest.fixture
def file(database: Database) -> Path:
    """Give the file of the store; where there is none the test is not for it."""
    if not database.is_sqlite:
        pytest.skip("PostgreSQL's faults are in test_postgresql")
    return Path(str(database.url.database))


@pytest.mark.usefixtures("file")
def test_a_locked_store_is_503_and_works_again(client: FlaskClient, database: Database) -> None:
    database.writes.dispose()
    with database.writes.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 100")
        connection.rollback()
    other = sqlite3.connect(str(database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer, ready = post(client), client.get("/readyz")
    other.execute("ROLLBACK")
    other.close()
    database.writes.dispose()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "locked" in answer.json["detail"]
    assert (ready.status_code, ready.headers["Retry-After"]) == (503, "5")
    assert "Writing fails" in ready.json["detail"]
    assert "Reading" not in ready.json["detail"]
    assert client.get("/readyz").data == b"ok\n"
    assert post(client).status_code == 201


def test_a_file_that_vanished_is_not_made_again(
    client: FlaskClient, file: Path, tmp_path: Path
) -> None:
    """Requests fail until it is back, and lose nothing; also what the cache of answers knows."""
    stored = post(client).json
    address = f"/v1/articles/{stored['id']}"
    assert client.get(address).json == stored
    away = file.rename(tmp_path / "away.db")
    wait_for(lambda: client.get(address).status_code == 503)  # reads look twice a second
    answers = [client.get(address), post(client, url=None), client.get("/readyz")]
    for answer in answers:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert f"{file} is not there" in answer.json["detail"]
    assert not file.exists()
    away.rename(file)
    assert client.get(address).json == stored
    assert post(client, url=None).status_code == 201
    assert client.get("/readyz").status_code == 200


def test_a_store_restored_in_its_place_is_served(
    client: FlaskClient, database: Database, file: Path, tmp_path: Path
) -> None:
    before = post(client).json
    backup.backup(database, tmp_path / "copy.db")
    post(client, url="https://courier.example/later")
    for part in file.parent.glob(f"{file.name}*"):
        part.unlink()
    other = Database(str(database.url))
    backup.restore(other, tmp_path / "copy.db")
    other.dispose()
    wait_for(lambda: len(client.get("/v1/articles").json["items"]) == 1)
    assert [one["id"] for one in client.get("/v1/articles").json["items"]] == [before["id"]]
    assert post(client, url="https://courier.example/next").status_code == 201


def test_a_file_put_over_one_in_use_is_not_mixed_with_its_log(
    client: FlaskClient, database: Database, file: Path, tmp_path: Path
) -> None:
    """SQLite would write what the log of the one has into the other."""
    before = post(client).json
    backup.backup(database, tmp_path / "copy.db")
    post(client, url="https://courier.example/later")
    (tmp_path / "copy.db").rename(file)
    wait_for(lambda: client.get("/v1/articles").status_code == 503)
    answer = client.get("/v1/articles")
    assert "test.db-wal still belongs to the one before" in answer.json["detail"]
    database.dispose()
    for log in ("-wal", "-shm"):
        Path(f"{file}{log}").rename(tmp_path / log)
    assert [one["id"] for one in client.get("/v1/articles").json["items"]] == [before["id"]]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Flask]:
    """Give an application with a file of its own, on a small disk."""
    with small_disk(tmp_path / "disk", megabytes=16) as disk:
        app = create_app(Settings(database_url=f"sqlite:///{disk}/store.db"))
        upkeep.upgrade(app.extensions["database"])
        yield app
        app.extensions["database"].dispose()


def test_a_full_disk_is_507_and_what_is_stored_is_read(own: Flask) -> None:
    client = own.test_client()
    address = f"/v1/articles/{post(client).json['id']}"
    filler = fill(Path(own.extensions["database"].url.database).parent)
    answers = [post_new(client) for _ in range(20)]
    assert answers[-1].status_code == 507
    assert "disk is full" in answers[-1].json["detail"]
    assert client.get(address).status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, "Writing fails" in ready.json["detail"]) == (503, True)
    stored = sum(answer.status_code == 201 for answer in answers)
    filler.unlink()
    assert works(client, address)
    assert len(client.get("/v1/articles?limit=100").json["items"]) == stored + 2


def test_a_store_that_may_grow_no_more_is_507(
    file: Path, client: FlaskClient, database: Database
) -> None:
    address = f"/v1/articles/{post(client).json['id']}"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM")  # pages that are free already could be used
    with database.writes.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()
    text = "\n".join(f"Mara Lindqvist said that {number} ships came." for number in range(400))
    answer = post(client, url=None, text=text)
    assert (answer.status_code, answer.headers["Retry-After"]) == (507, "5")
    assert client.get(address).status_code == 200
    database.writes.dispose()
    assert post(client, url=None, text=text).status_code == 201


@pytest.mark.usefixtures("file")
def test_a_file_that_can_only_be_read_is_read(client: FlaskClient, database: Database) -> None:
    address = f"/v1/articles/{post(client).json['id']}"
    with database.writes.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.rollback()
    assert told(client, address) == [(200, None), LATER, LATER]
    database.writes.dispose()
    assert works(client, address)


def test_a_damaged_file_is_told(client: FlaskClient, database: Database, file: Path) -> None:
    address = f"/v1/articles/{post(client).json['id']}"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == LATER
    assert "damaged" in answer.json["detail"]
    database.dispose()
    file.write_bytes(whole)
    assert works(client, address)
