"""Trouble with the store is told as such, and over when it is over."""

import sqlite3

from flask.testing import FlaskClient

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
