"""What is on record, counted: nobody waits twice for a count that takes long."""

import pytest
from flask.testing import FlaskClient

from api.queries import overview
from api.store.database import Database
from tests.articles import post
from tests.service import wait_for


def test_a_long_count_goes_on_while_the_last_is_shown(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "_PATIENCE", 0.0)
    monkeypatch.setattr(overview, "_KEPT", 0)
    kept = overview.Overview()
    assert kept.read(database)["totals"]["articles"] == 0
    post(client)
    assert kept.read(database)["totals"]["articles"] == 0  # what was counted last
    wait_for(lambda: kept.read(database)["totals"]["articles"] == 1)
    with kept._turn:  # noqa: SLF001 (no thread of it reads the store after the test)
        pass


def test_a_short_count_is_made_at_once(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "_KEPT", 0)
    kept = overview.Overview()
    assert kept.read(database)["totals"]["articles"] == 0
    post(client)
    assert kept.read(database)["totals"]["articles"] == 1
