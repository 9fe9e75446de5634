"""Publishers and urls that are the same count as one, also those that were stored before."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from api.models import Article, Figure, Publisher, Quote
from api.services import respelling, upkeep
from api.store.database import Database
from tests.articles import post
from tests.services.test_derived import of_another_version
from tests.services.test_kept_json import must_be_true

pytestmark = pytest.mark.usefixtures("current_again")

SPELLINGS = [
    *("Le Café du Port", "LE CAFÉ DU PORT", "le café du port"),
    " Le  Cafe\u0301 du\u00a0Port ",
]


def test_a_publisher_is_spelled_as_at_first(client: FlaskClient) -> None:
    for number, spelling in enumerate(SPELLINGS):
        stored = post(client, url=f"https://courier.example/{number}", publisher=spelling)
        assert stored.json["publisher"] == SPELLINGS[0]
    for spelling in SPELLINGS:
        for name in ("articles", "quotes", "figures"):
            for query in (spelling, f"{spelling},Evening Lamp"):
                found = client.get(f"/v1/{name}", query_string={"publisher": query}).json["items"]
                assert len(found) == 4
        others = client.get("/v1/articles", query_string={"publisher": f"!{spelling}"}).json
        assert others["items"] == []
    (counted,) = client.get("/v1/quotes/counts?by=publisher&copies=all").json["items"]
    assert counted == {"key": SPELLINGS[0], "count": 4}


def test_a_change_to_the_spelling_that_it_has_changes_nothing(client: FlaskClient) -> None:
    number = post(client, publisher=SPELLINGS[0]).json["id"]
    tag = client.get(f"/v1/articles/{number}").headers["ETag"]
    change = {"publisher": SPELLINGS[0]}
    patched = client.patch(f"/v1/articles/{number}", json=change, headers={"If-Match": tag})
    assert (patched.status_code, patched.headers["ETag"]) == (200, tag)


def test_what_was_stored_before_is_spelled_as_most_are(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(respelling, "_AT_ONCE", 2)
    ids = [post(client, url=f"https://courier.example/{at}").json["id"] for at in range(6)]
    spelled = ["Gull Post", *["GULL POST"] * 3, "gull post", "Lamp"]
    with database.writes.begin() as connection:
        for number, spelling in zip(ids, spelled, strict=True):
            tables: list[Any] = [Article, Quote, Figure]
            for table in tables:
                of_it = (table.id if table is Article else table.article_id) == number
                connection.execute(update(table).where(of_it).values(publisher=spelling))
        connection.execute(delete(Publisher))
    of_another_version(database, "publishers")
    of_another_version(database, "json")
    upkeep.upgrade(database)
    must_be_true(database)
    publishers = [item["publisher"] for item in client.get("/v1/quotes?sort=oldest").json["items"]]
    assert publishers == [*["GULL POST"] * 5, "Lamp"]
    assert len(client.get("/v1/figures?publisher=gull+post").json["items"]) == 5


def test_urls_that_were_stored_before_are_found_in_any_spelling(
    client: FlaskClient, database: Database
) -> None:
    first: Any = post(client, url="HTTPS://Courier.example:443/%7Eana", text="One.").json
    second: Any = post(client, url="https://courier.example", text="Two.").json
    third: Any = post(client, url="https://courier.example/x/../", text="Two.", title="T").json
    assert third["id"] == second["id"]
    with database.writes.begin() as connection:
        for number, key in ((first["id"], first["url"]), (second["id"], second["url"])):
            connection.execute(update(Article).where(Article.id == number).values(key=key))
    of_another_version(database, "urls")
    upkeep.upgrade(database)
    with database.writes.connect() as connection:
        keys = set(connection.scalars(select(Article.key)))
    assert keys == {"https://courier.example/~ana", "https://courier.example/"}
    found = client.get("/v1/articles?url=https://courier.example/~ana").json["items"]
    assert [item["id"] for item in found] == [first["id"]]


def test_two_articles_of_one_url_are_both_kept(client: FlaskClient, database: Database) -> None:
    ids = [post(client, url=f"https://c.example/{at}", text=f"{at}.").json["id"] for at in (1, 2)]
    with database.writes.begin() as connection:
        for number, url in zip(ids, ("https://c.example/%7e", "https://c.example/~"), strict=True):
            same = update(Article).where(Article.id == number)
            connection.execute(same.values(key=url, url=url))
    of_another_version(database, "urls")
    upkeep.upgrade(database)
    found = client.get("/v1/articles?url=https://c.example/%7E").json["items"]
    assert len(found) == 1
    assert len(client.get("/v1/articles").json["items"]) == 2
