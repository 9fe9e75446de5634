"""A store copied while it is written to, and brought back somewhere else."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text

from api import create_app
from api.config import Settings
from api.errors import Conflict, NotInstalled, Unusable
from api.services import upkeep
from api.store import backup
from api.store.database import Database
from tests import postgresql, stores
from tests.articles import post
from tests.follower import Follower


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use PostgreSQL's programs of the server's own version."""
    monkeypatch.setenv("PATH", f"{postgresql.programs()}:{os.environ['PATH']}")


@pytest.fixture
def elsewhere(store_url: str, tmp_path: Path) -> Iterator[Database]:
    """Give an empty store of the same kind."""
    if store_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path}/elsewhere.db"
    else:
        url = make_url(store_url).set(database="elsewhere").render_as_string(hide_password=False)
        _execute(store_url, "CREATE DATABASE elsewhere")
    database = Database(url)
    yield database
    database.dispose()
    if not database.is_sqlite:
        _execute(store_url, "DROP DATABASE elsewhere WITH (FORCE)")


def _execute(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_what_is_restored_is_what_was_there_at_one_moment(
    client: FlaskClient, database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    first = post(client, url="https://courier.example/first").json
    over, number = Event(), 0

    def write() -> None:
        nonlocal number
        while not over.is_set():
            number += 1
            post(client.application.test_client(), url=f"https://courier.example/{number}")

    writing = Thread(target=write)
    writing.start()
    try:
        while number < 3:
            over.wait(0.01)
        backup.backup(database, tmp_path / "copy")
    finally:
        over.set()
        writing.join()
    post(client, url="https://courier.example/too-late")
    backup.restore(elsewhere, tmp_path / "copy")
    upkeep.upgrade(elsewhere)
    copy = create_app(Settings(database_url=elsewhere.url.render_as_string(hide_password=False)))
    restored = copy.test_client()
    assert restored.get(f"/v1/articles/{first['id']}").json == first
    urls = [item["url"] for item in restored.get("/v1/articles?limit=100").json["items"]]
    assert "https://courier.example/too-late" not in urls
    assert 3 <= len(urls) <= number + 1
    counted = restored.get("/v1/quotes/counts?by=kind&copies=all").json["items"]
    assert sum(item["count"] for item in counted) == len(urls) * len(first["quotes"])
    stored = post(restored, url="https://courier.example/after").json
    told = Follower(restored, "article").catch_up()
    assert told[-1] == ("article", stored["id"], "created")
    assert stores.faults(elsewhere) == []
    copy.extensions["database"].dispose()


def test_a_backup_overwrites_nothing(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    file.write_text("precious")
    with pytest.raises(Conflict, match="is there already"):
        backup.backup(database, file)
    assert file.read_text() == "precious"


def test_a_store_with_something_in_it_is_not_restored_into(
    database: Database, tmp_path: Path
) -> None:
    backup.backup(database, tmp_path / "copy")
    with pytest.raises(Conflict, match="has tables already"):
        backup.restore(database, tmp_path / "copy")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a backup"),
        (b"an article", "not a backup"),
        (b"PGDMP cut off", "PostgreSQL store"),
        (b"SQLite format 3\x00 cut off", "SQLite store"),
    ],
)
def test_what_is_no_backup_of_such_a_store_is_refused(
    elsewhere: Database, tmp_path: Path, content: bytes, message: str
) -> None:
    own = b"SQLite" if elsewhere.is_sqlite else b"PGDMP"
    if content.startswith(own):
        pytest.skip("the right kind of file")
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(Unusable, match=message):
        backup.restore(elsewhere, tmp_path / "file")


def test_a_failed_backup_leaves_no_file_behind(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite needs no other program")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotInstalled, match="pg_dump"):
        backup.backup(database, tmp_path / "copy")
    assert not list(tmp_path.iterdir())
