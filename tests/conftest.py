"""Both stores for every test that touches data, an application on each, and articles to put in."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event

from api import create_app
from api.config import Settings
from api.extraction import model
from api.extraction.figures import build
from api.models import Base, Change, Feed, Fingerprint, SigningKey
from api.services import fulltext, upkeep
from api.store.database import Database
from api.store.drivers import (
    PostgreSQLReader,
    PostgreSQLWriter,
    Prepared,
    SQLiteReader,
    SQLiteWriter,
    StoreReader,
    StoreWriter,
    Values,
)
from tests import postgresql


def pytest_configure() -> None:
    """Let what tests start be interrupted, also where a shell's background ignores that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that at the end no process waits for it alone."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    with postgresql.server() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Run each test that leads here on both stores."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('store')}/test.db"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture(scope="session")
def application(store_url: str) -> Iterator[Flask]:
    with application_with(Settings(database_url=store_url)) as app:
        yield app


@contextmanager
def application_with(settings: Settings) -> Iterator[Flask]:
    """Give an application whose store is of this version."""
    app = create_app(settings)
    app.testing = True
    database: Database = app.extensions["database"]
    upkeep.upgrade(database)
    yield app
    database.dispose()


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """Give an application whose store is empty."""
    yield application
    empty(application.extensions["database"])


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["database"]
    return found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


Statement = tuple[str, Any]  # SQL and its parameters
WHETHER_ANYTHING_CHANGED = "SELECT CAST(pg_current_snapshot() AS text)"


@pytest.fixture
def statements(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Statement]]:
    """Collect every SQL statement that is sent while the test runs."""
    sent: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    def read(reader: StoreReader, prepared: Prepared, values: Values) -> Any:
        if prepared.sql != WHETHER_ANYTHING_CHANGED:
            sent.append((prepared.sql, tuple(prepared.parameters(values))))
        return straight(reader, prepared, values)

    reader: Any = SQLiteReader if database.is_sqlite else PostgreSQLReader
    writer: Any = SQLiteWriter if database.is_sqlite else PostgreSQLWriter
    straight = reader.read  # these go to the driver, past SQLAlchemy's events
    monkeypatch.setattr(reader, "read", read)
    for name in ("run", "run_each"):
        monkeypatch.setattr(writer, name, _noted(getattr(writer, name), sent))
    event.listen(database.writes, "before_cursor_execute", note)
    yield sent
    event.remove(database.writes, "before_cursor_execute", note)


def _noted(run: Any, sent: list[Statement]) -> Any:
    def noted(writer: StoreWriter, prepared: Prepared, values: Any) -> Any:
        one = values if isinstance(values, Mapping) else values[0]
        sent.append((prepared.sql, tuple(prepared.parameters(one))))
        return run(writer, prepared, values)

    return noted


@pytest.fixture
def fewer_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no more than 200 read, so that nobody need wait for 20,000."""
    for module in (build, model):
        monkeypatch.setattr(module, "MOST_FIGURES", 200)


@pytest.fixture(scope="session")
def seeds() -> Path:
    return Path(__file__).parent.parent / "seeds"


def empty(database: Database) -> None:
    """Delete everything but keys and fingerprints; last the changes, since to delete is one."""
    feed = [Change.__table__, Feed.__table__]
    kept = [SigningKey.__table__, Fingerprint.__table__]
    tables = [t for t in reversed(Base.metadata.sorted_tables) if t not in feed + kept]
    with database.writes.begin() as connection:
        for table in tables + feed:
            connection.execute(delete(table))
        fulltext.clear(connection)
