"""All articles that an earlier version read, read again."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select, update

from api.extraction import EXTRACTOR
from api.models import Revision
from api.services import rereading
from api.store.database import Database
from tests.articles import post, post_many
from tests.resources.test_curation import decide


def read_by_an_earlier_version(database: Database) -> None:
    with database.writes.begin() as connection:
        connection.execute(update(Revision).values(extractor="earlier"))


def extractors(database: Database) -> list[str]:
    with database.session() as session:
        return list(session.scalars(select(Revision.extractor).order_by(Revision.article_id)))


def test_every_article_is_read_again_and_only_once(client: FlaskClient, database: Database) -> None:
    post_many(client, 3)
    assert (rereading.count(database), list(rereading.read_again(database))) == (0, [])
    read_by_an_earlier_version(database)
    assert rereading.count(database) == 3
    assert [outcome.fault for outcome in rereading.read_again(database)] == [None] * 3
    assert extractors(database) == [EXTRACTOR] * 3
    assert rereading.count(database) == 0


def test_it_goes_on_where_it_was_stopped(client: FlaskClient, database: Database) -> None:
    post_many(client, 3)
    read_by_an_earlier_version(database)
    run = rereading.read_again(database)
    next(run)
    assert extractors(database) == [EXTRACTOR, "earlier", "earlier"]
    assert len(list(rereading.read_again(database))) == 2


def test_what_people_decided_is_kept(client: FlaskClient, database: Database) -> None:
    article: Any = post(client).json
    address = f"/v1/quotes/{article['quotes'][0]['id']}"
    decide(client, address, speaker={"name": "Ines Calder"})
    before = client.get(address).json
    read_by_an_earlier_version(database)
    list(rereading.read_again(database))
    assert client.get(address).json == before


def test_an_article_deleted_meanwhile_is_passed_over(
    client: FlaskClient, database: Database
) -> None:
    post_many(client, 2)
    read_by_an_earlier_version(database)
    run = rereading.read_again(database)
    last = next(run).id + 1
    tag = client.get(f"/v1/articles/{last}").headers["ETag"]
    client.delete(f"/v1/articles/{last}", headers={"If-Match": tag})
    assert [outcome.fault for outcome in run] == [None]
