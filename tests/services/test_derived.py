"""What follows from rows by a rule is renewed where a new version has another rule."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from api.errors import Misconfigured
from api.models import Entity, EntityName, Figure, Fingerprint, Quote
from api.services import derived, kept_json, upkeep
from api.store.database import Database
from tests.articles import post, post_many
from tests.entities import entity, names, say
from tests.follower import Follower
from tests.services.test_kept_json import must_be_true

pytestmark = pytest.mark.usefixtures("current_again")


def of_another_version(database: Database, name: str) -> None:
    """Leave the store as one whose rule was another."""
    with database.writes.begin() as connection:
        of_it = Fingerprint.name == name
        connection.execute(update(Fingerprint).where(of_it).values(fingerprint="another"))


def test_json_of_another_shape_is_written_again(client: FlaskClient, database: Database) -> None:
    post_many(client, 3)
    follower = Follower(client, "quote")
    follower.catch_up()
    with database.writes.begin() as connection:
        connection.execute(update(Quote).values(json='{"id": 1}'))
    of_another_version(database, "json")
    upkeep.upgrade(database)
    must_be_true(database)
    assert {action for *_, action in follower.catch_up()} == {"updated"}
    items = client.get("/v1/articles").json["items"]
    assert [item["version"] for item in items] == [2, 2, 2]


def test_json_that_stays_as_it_is_is_not_written(client: FlaskClient, database: Database) -> None:
    post(client)
    follower = Follower(client, "quote,figure,article")
    follower.catch_up()
    of_another_version(database, "json")
    upkeep.upgrade(database)
    assert follower.catch_up() == []


def test_it_is_renewed_in_parts_that_are_told(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_many(client, 5)
    monkeypatch.setattr(kept_json, "_AT_ONCE", 2)
    monkeypatch.setattr(derived, "_QUIET", -1.0)
    with database.writes.begin() as connection:
        connection.execute(update(Figure).values(json=None))
    of_another_version(database, "json")
    lines: list[str] = []
    upkeep.upgrade(database, report=lines.append)
    assert lines == [f"Renewing the JSON of quotes and figures: {done} of 5" for done in (2, 4, 5)]
    must_be_true(database)


def test_a_store_that_was_not_renewed_is_refused(database: Database) -> None:
    of_another_version(database, "json")
    of_another_version(database, "search")
    message = "the JSON of quotes and figures and the search index .* run onrecord db upgrade"
    with pytest.raises(Misconfigured, match=message):
        derived.must_be_current(database)
    upkeep.upgrade(database)
    derived.must_be_current(database)


def test_words_are_indexed_again(client: FlaskClient, database: Database) -> None:
    post(client)
    found = client.get("/v1/search?q=terminal").json["items"]
    assert len(found) > 1
    of_another_version(database, "search")
    upkeep.upgrade(database)
    assert client.get("/v1/search?q=terminal").json["items"] == found


def test_names_are_found_by_the_keys_of_today(client: FlaskClient, database: Database) -> None:
    say(client, "Mayor Ida Ærø")
    number = entity(client, "Ida Ærø")["id"]
    with database.writes.begin() as connection:
        connection.execute(update(Entity).where(Entity.id == number).values(key="ida ærø"))
        old = update(EntityName).where(EntityName.entity_id == number, EntityName.key == "aero ")
        connection.execute(old.values(key="ærø "))
    assert names(client, "name=aero") == []
    of_another_version(database, "names")
    upkeep.upgrade(database)
    assert entity(client, "aero")["id"] == number
    say(client, "Mayor Ida Aerø")
    assert entity(client, "aero")["quotes"] == 2


def test_names_that_came_to_be_one_are_merged(client: FlaskClient, database: Database) -> None:
    for name in ("Ida Aero", "Ida Xro"):
        say(client, f"Mayor {name}")
    kept, other = entity(client, "Aero")["id"], entity(client, "Xro")["id"]
    with database.writes.begin() as connection:
        known_as = {"name": "Ida Ærø", "written": "Ida Ærø", "key": "ida ærø"}
        connection.execute(update(Entity).where(Entity.id == other).values(known_as))
    of_another_version(database, "names")
    upkeep.upgrade(database)
    merged = entity(client, "aero")
    assert (merged["id"], merged["quotes"], merged["aliases"]) == (kept, 2, ["Ida Ærø"])
    say(client, "Mayor Ida Ærø")
    assert entity(client, "aero")["quotes"] == 3
    (merge,) = merged["merges"]
    tag = client.get(f"/v1/entities/{kept}").headers["ETag"]
    change = {"aliases": ["Ida Ærø", "I. Aero"]}
    answer = client.patch(f"/v1/entities/{kept}", json=change, headers={"If-Match": tag})
    assert answer.status_code == 200
    assert client.delete(f"/v1/entities/{kept}/merges/{merge['id']}").status_code == 204
    assert client.get(f"/v1/entities/{other}").json["name"] == "Ida Ærø"
