"""What an entity is called elsewhere: URIs that are set, shown and found by."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.entities import change, entity, merge, names, say, undo

Q42 = "http://www.wikidata.org/entity/Q42"
OWN = "https://people.example/mara"


def test_it_is_set_shown_and_found_by(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist", "Mayor Olu Adeyemi")
    mara = entity(client, "Lindqvist")
    assert mara["same_as"] == []
    given = [OWN, "https://www.wikidata.org/wiki/Q42", Q42, "urn:isni:0000000121032683"]
    changed: Any = change(client, mara["id"], same_as=given)
    assert changed.json["same_as"] == [Q42, OWN, "urn:isni:0000000121032683"]
    assert changed.json["version"] == mara["version"] + 1
    assert entity(client, "Lindqvist")["same_as"] == changed.json["same_as"]
    assert names(client, f"same_as={OWN}") == ["Mara Lindqvist"]
    assert names(client, "same_as=https://m.wikidata.org/wiki/Q42") == ["Mara Lindqvist"]
    assert names(client, "same_as=https://PEOPLE.example:443/mara&name=Mara") == ["Mara Lindqvist"]
    assert names(client, f"same_as={OWN}&name=Adeyemi") == []
    assert names(client, "same_as=https://nobody.example/") == []
    assert change(client, mara["id"], kind="person").json["same_as"] == changed.json["same_as"]
    assert change(client, mara["id"], same_as=[]).json["same_as"] == []
    assert names(client, f"same_as={OWN}") == []


@pytest.mark.parametrize(
    "uri",
    [
        *("Q42", "wikidata Q42", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x"),
        *("http:", "http://", "https:/x", "http:x", "urn:", "http://a.example/ b", "x:\n"),
        *("//a.example", "mailto:a@b.example", "1a:b", ""),
    ],
)
def test_what_is_no_uri_is_refused(client: FlaskClient, uri: str) -> None:
    say(client, "Mayor Mara Lindqvist")
    number = entity(client, "Lindqvist")["id"]
    refused: Any = change(client, number, same_as=[OWN, uri])
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "#/same_as/1"
    assert client.get("/v1/entities", query_string={"same_as": uri}).status_code == 422


def test_a_uri_of_another_entity_is_a_conflict(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist", "Mayor Olu Adeyemi")
    mara, olu = entity(client, "Lindqvist")["id"], entity(client, "Adeyemi")["id"]
    change(client, mara, same_as=[OWN])
    refused: Any = change(client, olu, same_as=[Q42, OWN])
    assert refused.status_code == 409
    assert f"entity {mara}" in refused.json["detail"]
    assert entity(client, "Adeyemi")["same_as"] == []


def test_a_merge_keeps_both_and_undoing_it_parts_them(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist", "Mayor Olu Adeyemi")
    mara, olu = entity(client, "Lindqvist")["id"], entity(client, "Adeyemi")["id"]
    change(client, mara, same_as=[OWN])
    change(client, olu, same_as=[Q42])
    merge(client, mara, olu)
    assert client.get(f"/v1/entities/{mara}").json["same_as"] == [Q42, OWN]
    assert names(client, f"same_as={Q42}") == ["Mara Lindqvist"]
    more = [Q42, OWN, "https://more.example/"]
    assert change(client, mara, same_as=more).json["same_as"] == sorted(more)
    undo(client, mara)
    assert client.get(f"/v1/entities/{mara}").json["same_as"] == sorted(more[1:])
    assert client.get(f"/v1/entities/{olu}").json["same_as"] == [Q42]


def test_linked_data(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist")
    number = entity(client, "Lindqvist")["id"]
    change(client, number, same_as=[Q42])
    accept = {"Accept": "application/ld+json"}
    found = json.loads(client.get(f"/v1/entities/{number}", headers=accept).text)
    assert (found["@type"], found["name"], found["sameAs"]) == ("Person", "Mara Lindqvist", [Q42])
    page = json.loads(client.get("/v1/entities?limit=1", headers=accept).text)
    assert page["itemListElement"][0]["sameAs"] == [Q42]
