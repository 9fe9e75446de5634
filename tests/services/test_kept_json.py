"""The JSON that quotes and figures keep is what their columns say, whatever happened to them."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from api.models import Figure, Quote
from api.schemas.figures import Figure as FigureSchema
from api.schemas.quotes import Quote as QuoteSchema
from api.store.database import Database
from api.store.projection import json_text
from tests.articles import TEXT, post

KEPT = ((Quote, QuoteSchema()), (Figure, FigureSchema()))


def must_be_true(database: Database) -> None:
    """Every row keeps what would be written of it now."""
    with database.session() as session:
        for table, schema in KEPT:
            rows = session.execute(select(table.json, json_text(schema, table))).all()
            assert rows
            for kept, now in rows:
                assert json.loads(kept or "") == json.loads(now)


@pytest.mark.parametrize(
    "change",
    [
        {"publisher": None},
        {"published_at": "2026-05-01T00:00:00Z"},
        {"title": "Terminal delayed", "url": None},
        {"text": TEXT + " Six left."},
    ],
)
def test_it_follows_its_article(client: FlaskClient, database: Database, change: dict) -> None:
    stored = post(client)
    must_be_true(database)
    number = stored.json["id"]
    tag = client.get(f"/v1/articles/{number}").headers["ETag"]
    answer = client.patch(f"/v1/articles/{number}", json=change, headers={"If-Match": tag})
    assert answer.status_code == 200
    must_be_true(database)


def test_what_an_earlier_revision_said_shows_the_title_that_came_with_a_new_text(
    client: FlaskClient, database: Database
) -> None:
    quote = post(client, title="One").json["quotes"][0]["id"]
    post(client, title="Two", text="Jonas Wiel said that it rained.", publisher="Gull Post")
    shown = client.get(f"/v1/quotes/{quote}").json
    assert (shown["article_title"], shown["publisher"]) == ("Two", "Gull Post")
    must_be_true(database)
