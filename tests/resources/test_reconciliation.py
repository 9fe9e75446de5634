"""The Reconciliation Service API 0.2 over entities, as OpenRefine asks for it."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.entities import change, entity, merge, say

ADDRESS = "/v1/reconcile"
Q42 = "http://www.wikidata.org/entity/Q42"


@pytest.fixture(autouse=True)
def _stored(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist", "Mayor Olu Adeyemi", "The Marlow Institute")
    say(client, "Jonas Lindqvist")


def match(client: FlaskClient, **queries: Any) -> Any:
    answer = client.post(ADDRESS, data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    must_be_results(answer.json)
    return {name: found["result"] for name, found in (answer.json or {}).items()}


def must_be_results(batch: Any) -> None:
    """What the specification asks of each candidate (5.3)."""
    for found in batch.values():
        for candidate in found["result"]:
            assert isinstance(candidate["id"], str)
            assert isinstance(candidate["name"], str)
            assert isinstance(candidate["score"], int | float)
            assert isinstance(candidate["match"], bool)
            assert all({"id", "name"} <= kind.keys() for kind in candidate["type"])


def test_the_manifest(client: FlaskClient) -> None:
    found: Any = client.get(ADDRESS).json
    assert "0.2" in found["versions"]
    for name in ("name", "identifierSpace", "schemaSpace"):
        assert found[name]
    assert re.fullmatch(r"http://localhost/entities/\{\{id\}\}", found["view"]["url"])
    assert all(kind.keys() == {"id", "name"} for kind in found["defaultTypes"])
    for service in found["suggest"].values():
        address = service["service_url"] + service["service_path"]
        assert client.get(f"{address}?prefix=m").status_code == 200
    proposed = found["extend"]["propose_properties"]
    assert client.get(proposed["service_url"] + proposed["service_path"]).json["properties"]


def test_a_batch_by_form_and_by_address(client: FlaskClient) -> None:
    queries = {"q0": {"query": "Mara Lindqvist"}, "q1": {"query": "Lindqvist", "limit": 1}}
    found = match(client, **queries)
    assert found.keys() == queries.keys()
    assert [(one["name"], one["score"], one["match"]) for one in found["q0"]] == [
        ("Mara Lindqvist", 100, True)
    ]
    assert len(found["q1"]) == 1
    asked = client.get(ADDRESS, query_string={"queries": json.dumps(queries)})
    assert {name: one["result"] for name, one in (asked.json or {}).items()} == found


@pytest.mark.parametrize(
    ("query", "names", "is_match"),
    [
        ({"query": "lindqvist, mara"}, ["Mara Lindqvist"], True),
        ({"query": "Mara Lindkvist"}, ["Mara Lindqvist"], False),
        ({"query": "Deputy mayor Olu Adeyemi"}, ["Olu Adeyemi"], False),
        ({"query": "Nobody at all"}, [], False),
        ({"query": "Mara Lindqvist", "type": "place"}, [], False),
        ({"query": "Mara Lindqvist", "type": ["place", "person"]}, ["Mara Lindqvist"], True),
        (
            {"query": "Mara Lindqvist", "type": "place", "type_strict": "should"},
            ["Mara Lindqvist"],
            False,
        ),
    ],
)
def test_names(client: FlaskClient, query: Any, names: list[str], is_match: bool) -> None:
    found = match(client, q=query)["q"]
    assert [one["name"] for one in found] == names
    assert [one["match"] for one in found] == [is_match] * len(names)


def test_several_of_a_name_are_no_match(client: FlaskClient) -> None:
    found = match(client, q={"query": "Lindqvist"})["q"]
    assert {one["name"] for one in found} == {"Mara Lindqvist", "Jonas Lindqvist"}
    assert not any(one["match"] for one in found)
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def test_a_uri_is_certain(client: FlaskClient) -> None:
    mara = entity(client, "Mara Lindqvist")["id"]
    change(client, mara, same_as=[Q42])
    by_uri = [{"pid": "same_as", "v": "https://www.wikidata.org/wiki/Q42"}]
    for query in ({"query": "Lindqvist", "properties": by_uri}, {"properties": by_uri}):
        first = match(client, q=query)["q"][0]
        assert (first["name"], first["score"], first["match"]) == ("Mara Lindqvist", 100, True)
    odd = [{"pid": "same_as", "v": [{"id": Q42}, 7, True]}, {"pid": "height", "v": 2}]
    assert match(client, q={"properties": odd})["q"][0]["match"]


def test_properties_are_added(client: FlaskClient) -> None:
    mara, olu = entity(client, "Mara Lindqvist")["id"], entity(client, "Adeyemi")["id"]
    change(client, mara, same_as=[Q42], aliases=["M. Lindqvist"])
    merge(client, mara, olu)
    names = ["name", "aliases", "same_as", "quotes", "first_seen"]
    wanted = {
        "ids": [str(mara), str(olu), "999999999", "x"],
        "properties": [{"id": name, "settings": {}} for name in names],
    }
    answer: Any = client.post(ADDRESS, data={"extend": json.dumps(wanted)}).json
    assert [one["id"] for one in answer["meta"]] == names
    row = answer["rows"][str(mara)]
    assert row["name"] == [{"str": "Mara Lindqvist"}]
    assert {"str": "M. Lindqvist"} in row["aliases"]
    assert row["same_as"] == [{"str": Q42}]
    assert row["quotes"] == [{"int": 2}]
    assert set(row["first_seen"][0]) == {"date"}
    assert answer["rows"][str(olu)] == row
    for unknown in ("999999999", "x"):
        assert answer["rows"][unknown] == {name: [] for name in names}


@pytest.mark.parametrize(
    ("what", "prefix", "names"),
    [
        ("entity", "mar", {"Mara Lindqvist", "Marlow Institute"}),
        ("entity", "zzz", set()),
        ("type", "p", {"Person", "Place"}),
        ("property", "Same", {"Same as"}),
    ],
)
def test_suggestions(client: FlaskClient, what: str, prefix: str, names: set[str]) -> None:
    found: Any = client.get(f"{ADDRESS}/suggest/{what}?prefix={prefix}").json
    assert {one["name"] for one in found["result"]} == names
    assert all(isinstance(one["id"], str) for one in found["result"])


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({"queries": "{"}, "#/queries"),
        ({"queries": "[]"}, "#/queries"),
        ({"queries": '{"q0": {}}'}, "#/queries/q0/query"),
        ({"queries": '{"q0": 1}'}, "#/queries/q0"),
        ({"queries": json.dumps({str(at): {"query": "a"} for at in range(101)})}, "#/queries"),
        ({"extend": "{}"}, "#/extend/ids"),
        ({"extend": '{"ids": [], "properties": [{"id": "height"}]}'}, "#/extend/properties/0/id"),
        ({}, "#/queries"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(
    client: FlaskClient, form: dict[str, str], pointer: str
) -> None:
    refused: Any = client.post(ADDRESS, data=form)
    assert refused.status_code == 422, refused.text
    assert refused.json["errors"][0]["pointer"] == pointer
