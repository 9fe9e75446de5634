"""`onrecord check` finds nothing in a store that is whole, and what was done to one that is not."""

import lzma
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import text

from api import create_app
from api.cli import main
from api.config import Settings
from api.services import fulltext, upkeep
from api.store.database import Database
from tests import postgresql
from tests.articles import TEXT, post
from tests.store.test_backup import elsewhere  # noqa: F401 (a fixture)
from tests.stores import faults

HERE = Path(__file__).parent


def execute(database: Database, statement: str) -> None:
    with database.writes.begin() as connection:
        connection.execute(text(statement))


@pytest.fixture
def client(client: FlaskClient, database: Database) -> FlaskClient:
    """Leave nothing in the indexes of what other tests had."""
    for _ in fulltext.renew(database):
        continue
    return client


@pytest.fixture
def stored(client: FlaskClient) -> None:
    """Store articles, one of them twice, and let one go."""
    for number in range(3):
        post(client, url=f"https://courier.example/{number}", text=f"{TEXT} {number} ships came.")
    post(client, url="https://courier.example/0", text=TEXT)
    address = f"/v1/articles/{post(client, url='https://courier.example/gone').json['id']}"
    client.delete(address, headers={"If-Match": client.get(address).headers["ETag"]})


@pytest.mark.usefixtures("stored")
def test_a_store_that_is_whole(database: Database) -> None:
    assert faults(database) == []


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE quotes SET cue = 'sang' WHERE current", "quotes 1"),
        ("UPDATE articles SET title = 'Elsewhere' WHERE id IN (SELECT min(id) FROM articles)", ""),
        ("DELETE FROM articles_search", "articles_search, "),
        ("DELETE FROM changes WHERE type = 'quote'", "is in no change"),
        ("UPDATE changes SET action = 'created' WHERE action = 'deleted'", "of nothing that is"),
    ],
)
def test_what_does_not_fit_is_named(database: Database, statement: str, fault: str) -> None:
    if database.is_sqlite and "DELETE FROM articles_search" in statement:
        statement = "INSERT INTO articles_search(articles_search) VALUES ('delete-all')"
    execute(database, statement)
    found = faults(database)
    assert any(fault.rstrip("1") in one for one in found)


def test_the_command_says_what_it_looked_at(store_url: str, client: FlaskClient) -> None:
    post(client)
    environment = {"ONRECORD_DATABASE_URL": store_url}
    whole = CliRunner().invoke(main, ["check"], env=environment)
    assert (whole.exit_code, whole.output.count("ok  ")) == (0, 6), whole.output
    execute(client.application.extensions["database"], "DELETE FROM changes")
    broken = CliRunner().invoke(main, ["check"], env=environment)
    assert broken.exit_code == 1
    assert "FAILED  the change feed" in broken.output


@pytest.fixture
def old(elsewhere: Database) -> Database:  # noqa: F811
    """Give a store that commit 4f79517 made: read, revised, curated, merged, undone and deleted."""
    if elsewhere.is_sqlite:
        elsewhere.create()
        content = (HERE / "made_by_4f79517.db.xz").read_bytes()
        elsewhere.file.path.write_bytes(lzma.decompress(content))
    else:
        url = elsewhere.url.set(drivername="postgresql").render_as_string(hide_password=False)
        subprocess.run(
            [postgresql.programs() / "psql", "--quiet", "-v", "ON_ERROR_STOP=1", url],
            input=lzma.decompress((HERE / "made_by_4f79517.sql.xz").read_bytes()),
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return elsewhere


def test_what_an_early_version_made_comes_up_to_this_one_whole(old: Database) -> None:
    upkeep.upgrade(old)
    assert faults(old) == []
    app = create_app(Settings(database_url=old.url.render_as_string(hide_password=False)))
    client = app.test_client()
    shown = client.get("/v1/articles?limit=50").json["items"]
    assert [one["title"] for one in shown] == [f"Report {number}" for number in range(6, 0, -1)]
    assert [one["revision"] for one in shown] == [1, 1, 1, 1, 2, 1]
    assert len(client.get("/v1/quotes?limit=50&copies=all").json["items"]) == 11
    assert len(client.get("/v1/quotes?status=confirmed").json["items"]) == 1
    (corrected,) = client.get("/v1/figures?status=corrected").json["items"]
    assert corrected["value"] == 1_600_000_000
    assert len(client.get("/v1/figures?q=dredging").json["items"]) == 1
    assert post(client).status_code == 201
    assert faults(old) == []
    app.extensions["database"].dispose()
