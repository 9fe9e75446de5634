"""What is on record, counted: nobody waits twice for a count that takes long."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, literal, select

from api.queries import overview
from api.store.database import Database
from tests.articles import post
from tests.service import wait_for


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> overview.Overview:
    """An overview that is counted anew each time."""
    monkeypatch.setattr(overview, "_KEPT", 0)
    return overview.Overview()


def counted(kept: overview.Overview, database: Database) -> int | None:
    """The number of articles that it tells."""
    totals = kept.read(database).get("totals")
    return totals and totals["articles"]


def test_a_long_count_goes_on_while_the_last_is_shown(
    client: FlaskClient,
    database: Database,
    kept: overview.Overview,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert counted(kept, database) == 0
    monkeypatch.setattr(overview, "_PATIENCE", 0.0)
    post(client)
    assert counted(kept, database) == 0  # what was counted last
    wait_for(lambda: counted(kept, database) == 1)
    rest(kept)


def test_nobody_waits_for_the_first_count(
    client: FlaskClient, kept: overview.Overview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "_PATIENCE", 0.0)
    client.application.extensions["overview"] = kept
    assert "It is being counted" in client.get("/about").text
    wait_for(lambda: "<b>0</b> articles" in client.get("/about").text)
    rest(kept)


def test_a_short_count_is_made_at_once(
    client: FlaskClient, database: Database, kept: overview.Overview
) -> None:
    assert counted(kept, database) == 0
    post(client)
    assert counted(kept, database) == 1


def test_what_takes_too_long_is_left_out(
    client: FlaskClient, kept: overview.Overview, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(client)
    numbers = select(literal(1).label("number")).cte("numbers", recursive=True)
    endless = numbers.union_all(select(numbers.c.number + 1))
    monkeypatch.setitem(overview._TOTALS, "articles", select(func.count()).select_from(endless))  # noqa: SLF001
    monkeypatch.setattr(overview, "LONGEST", 0.1)
    client.application.extensions["overview"] = kept
    page = client.get("/about").text
    assert "</b> articles" not in page
    assert "<b>1</b> quotes" in page
    assert "Mara Lindqvist" in page
    assert "left out" in page


def test_a_store_that_is_gone_is_told(database: Database, kept: overview.Overview) -> None:
    gone = Database("sqlite:////nowhere/onrecord.db")
    with pytest.raises(gone.errors):
        kept.read(gone)
    assert counted(kept, database) == 0


def rest(kept: overview.Overview) -> None:
    """Wait until no thread of it reads the store."""
    wait_for(lambda: kept._under_way is None)  # noqa: SLF001
