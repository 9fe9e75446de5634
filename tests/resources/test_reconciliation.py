"""The Reconciliation Service API 0.2 over entities, as OpenRefine asks for it."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from tests.entities import change, entity, merge, say
from tests.resources import reconciliation_forms as forms

ADDRESS = "/v1/reconcile"
Q42 = "http://www.wikidata.org/entity/Q42"


@pytest.fixture(autouse=True)
def _stored(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist", "Mayor Olu Adeyemi", "The Marlow Institute")
    say(client, "Jonas Lindqvist")


def match(client: FlaskClient, **queries: Any) -> Any:
    answer = client.post(ADDRESS, data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    must_be(forms.RESULTS, answer.json)
    return {name: found["result"] for name, found in (answer.json or {}).items()}


def must_be(form: dict[str, Any], answer: Any) -> None:
    """Fail where an answer has not the form that the specification gives it."""
    faults = [fault.message for fault in Draft202012Validator(form).iter_errors(answer)]
    assert not faults, answer


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        (forms.MANIFEST, {"versions": ["0.1"], "name": "a", "identifierSpace": "b"}),
        (forms.RESULTS, {"q0": {"result": [{"id": 5, "name": "a", "score": 1}]}}),
        (forms.RESULTS, {"q0": {}}),
        (forms.EXTENSION, {"meta": [], "rows": {"5": {"seen": [{"date": "2026-03-04"}]}}}),
        (forms.SUGGESTED["entity"], {"result": [{"id": "5"}]}),
    ],
)
def test_the_forms_refuse_what_is_wrong(form: dict[str, Any], wrong: Any) -> None:
    assert not Draft202012Validator(form).is_valid(wrong)


def test_the_manifest(client: FlaskClient) -> None:
    found: Any = client.get(ADDRESS).json
    must_be(forms.MANIFEST, found)
    assert re.fullmatch(r"http://localhost/entities/\{\{id\}\}", found["view"]["url"])
    assert all(kind.keys() == {"id", "name"} for kind in found["defaultTypes"])
    for name, service in found["suggest"].items():
        address = service["service_url"] + service["service_path"]
        must_be(forms.SUGGESTED[name], client.get(f"{address}?prefix=m").json)
    proposed = found["extend"]["propose_properties"]
    answer: Any = client.get(proposed["service_url"] + proposed["service_path"] + "?type=person")
    must_be(forms.PROPOSED, answer.json)
    assert answer.json["properties"]


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
    must_be(forms.EXTENSION, answer)
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
        ("property", "same_as", {"Same as"}),
        ("type", "organisation", {"Organisation"}),
    ],
)
def test_suggestions(client: FlaskClient, what: str, prefix: str, names: set[str]) -> None:
    found: Any = client.get(f"{ADDRESS}/suggest/{what}?prefix={prefix}").json
    must_be(forms.SUGGESTED[what], found)
    assert {one["name"] for one in found["result"]} == names
    assert all(isinstance(one["id"], str) for one in found["result"])


def test_an_id_means_its_entity(client: FlaskClient) -> None:
    number = str(entity(client, "Mara Lindqvist")["id"])
    (found,) = match(client, q={"query": number})["q"]
    assert (found["id"], found["score"] > 80, found["match"]) == (number, True, False)
    (suggested,) = client.get(f"{ADDRESS}/suggest/entity?prefix={number}").json["result"]
    assert suggested["name"] == "Mara Lindqvist"
    assert match(client, q={"query": "9" * 30})["q"] == []


@pytest.mark.parametrize("what", ["entity", "type"])
def test_suggestions_go_on_from_a_cursor(client: FlaskClient, what: str) -> None:
    prefix = {"entity": "l", "type": "p"}[what]
    address = f"{ADDRESS}/suggest/{what}?prefix={prefix}"
    _, second = client.get(address).json["result"]
    assert client.get(f"{address}&cursor=1").json["result"] == [second]
    assert client.get(f"{address}&cursor=2").json["result"] == []


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
