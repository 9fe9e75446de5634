"""Trouble with the store is told as such, and over when it is over."""

import sqlite3
from pathlib import Path

from flask.testing import FlaskClient

from api.store import backup
from api.store.database import Database
from tests.articles import post


def test_a_locked_store_is_503_and_works_again(client: FlaskClient, database: Database) -> None:
    if not database.is_sqlite:
        return
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
    client: FlaskClient, database: Database, tmp_path: Path
) -> None:
    """Requests fail until it is back, and lose nothing; also what the cache of answers knows."""
    if not database.is_sqlite:
        return
    stored = post(client).json
    address = f"/v1/articles/{stored['id']}"
    assert client.get(address).json == stored
    file = Path(str(database.url.database))
    away = file.rename(tmp_path / "away.db")
    answers = [client.get(address), post(client, url=None), client.get("/readyz")]
    for answer in answers:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert f"{file} is not there" in answer.json["detail"]
    assert not file.exists()
    away.rename(file)
    assert client.get(address).json == stored
    assert post(client, url=None).status_code == 201
    assert client.get("/readyz").status_code == 200


def test_a_store_restored_in_its_place_is_served_at_once(
    client: FlaskClient, database: Database, tmp_path: Path
) -> None:
    if not database.is_sqlite:
        return
    before = post(client).json
    backup.backup(database, tmp_path / "copy.db")
    post(client, url="https://courier.example/later")
    for file in _files(database):
        file.unlink()
    other = Database(str(database.url))
    backup.restore(other, tmp_path / "copy.db")
    other.dispose()
    assert [one["id"] for one in client.get("/v1/articles").json["items"]] == [before["id"]]
    assert post(client, url="https://courier.example/next").status_code == 201


def test_a_file_put_over_one_in_use_is_not_mixed_with_its_log(
    client: FlaskClient, database: Database, tmp_path: Path
) -> None:
    """SQLite would write what the log of the one has into the other."""
    if not database.is_sqlite:
        return
    before = post(client).json
    backup.backup(database, tmp_path / "copy.db")
    post(client, url="https://courier.example/later")
    (tmp_path / "copy.db").rename(str(database.url.database))
    answer = client.get("/v1/articles")
    assert answer.status_code == 503
    assert "test.db-wal still belongs to the one before" in answer.json["detail"]
    database.dispose()
    for log in ("-wal", "-shm"):
        Path(f"{database.url.database}{log}").rename(tmp_path / log)
    assert [one["id"] for one in client.get("/v1/articles").json["items"]] == [before["id"]]


def _files(database: Database) -> list[Path]:
    file = Path(str(database.url.database))
    return list(file.parent.glob(f"{file.name}*"))
