"""Entities over HTTP: found by name, matched across articles, changed by hand."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api.store.database import Database
from tests.articles import post
from tests.entities import change, entity, measure, merge, names, say
from tests.services.test_kept_json import must_be_true


def test_an_entity_tells_what_is_known_of_it(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist", published_at="2026-03-04T00:00:00Z")
    say(client, "Mara Lindqvist", "Mara Lindqvist", published_at="2026-05-01T00:00:00Z")
    found = entity(client, "Lindqvist")
    assert found == client.get(f"/v1/entities/{found['id']}").json
    del found["id"]
    assert found == {
        "name": "Mara Lindqvist",
        "kind": "person",
        "article_id": None,
        "version": 1,
        "aliases": [],
        "same_as": [],
        "quotes": 3,
        "figures": 0,
        "first_seen": "2026-03-04T00:00:00.000000Z",
        "last_seen": "2026-05-01T00:00:00.000000Z",
        "merges": [],
    }


@pytest.mark.parametrize(
    "typed",
    [
        "Adeyemi",
        "olu adeyemi",
        "ADEYEMI ŠTĚPÁN",
        "adeyemi-stepan",
        "Adeyami",  # another letter
        "Adeyem",  # one less
        "Adeyyemi",  # one more
        "Adeymei",  # two swapped
        "Olu Adeyimi Stapan",  # one slip in each word
    ],
)
def test_a_name_is_found_however_it_is_typed(client: FlaskClient, typed: str) -> None:
    say(client, "Mayor Olu Adeyemi-Štěpán", "Mayor Mara Lindqvist")
    assert entity(client, typed)["name"] == "Olu Adeyemi-Štěpán"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Mara Ħamrun", "hamrun"),
        ("Işıl Demir", "isil"),
        ("Ida Ærø", "AERO"),
        ("Ida Aeroe", "ærøe"),
        ("Gro Bjørnåsen", "bjornasen"),
        ("Jón Þorsteinsson", "Thorsteinsson"),
        ("Uwe Weiß", "weiss"),
    ],
)
def test_names_and_words_are_folded_alike(client: FlaskClient, name: str, typed: str) -> None:
    say(client, f"Mayor {name}")
    assert entity(client, typed)["name"] == name
    for query in ({"speaker": typed}, {"q": "port", "speaker": typed}):
        assert len(client.get("/v1/quotes", query_string=query).json["items"]) == 1
    assert len(client.get("/v1/articles", query_string={"q": typed}).json["items"]) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("prefix=adey", ["Olu Adeyemi"]),
        ("prefix=OLU+A", ["Olu Adeyemi"]),
        ("prefix=m", ["Marlow Institute", "Mara Lindqvist"]),
        ("prefix=m&kind=person", ["Mara Lindqvist"]),
        ("prefix=m&name=Lindqvist", ["Mara Lindqvist"]),
        ("prefix=Mara+Lindqvist", ["Mara Lindqvist"]),
        ("prefix=deyemi", []),
        ("prefix=%25", []),
        ("prefix=+", []),
    ],
)
def test_the_beginning_of_a_name(client: FlaskClient, query: str, found: list[str]) -> None:
    say(client, "Mayor Olu Adeyemi", "Mayor Mara Lindqvist", "The Marlow Institute")
    items: Any = client.get(f"/v1/entities?{query}&fields=name").json["items"]
    assert items == [{"name": name} for name in found]


def test_of_a_beginning_the_most_used_comes_first(client: FlaskClient) -> None:
    for speakers in (["Mara Lindqvist", "Olu Marsh"], ["Olu Marsh", "Max Renn"], ["Max Tarn"]):
        say(client, *(f"Mayor {name}" for name in speakers))
    found, address = [], "/v1/entities?prefix=ma&limit=1&fields=name"
    while address:
        page: Any = client.get(address).json
        found += [item["name"] for item in page["items"]]
        address = page["next"]
    assert found == ["Olu Marsh", "Max Tarn", "Max Renn", "Mara Lindqvist"]


@pytest.mark.parametrize("asked", ["id,name", "quotes", "name,aliases,quotes", "merges,last_seen"])
def test_some_fields(client: FlaskClient, asked: str) -> None:
    say(client, "Mayor Olu Adeyemi")
    whole: Any = client.get("/v1/entities").json["items"]
    some: Any = client.get(f"/v1/entities?fields={asked}").json["items"]
    assert some == [{name: item[name] for name in asked.split(",")} for item in whole]


@pytest.mark.parametrize("typed", ["Adyami", "Olo", "Lindqvist Adeyemi", "%", " "])
def test_what_is_no_slip_finds_nothing(client: FlaskClient, typed: str) -> None:
    say(client, "Mayor Olu Adeyemi", "Mayor Mara Lindqvist")
    assert client.get("/v1/entities", query_string={"name": typed}).json["items"] == []


def test_kinds(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist", "The Marlow Institute", "France")
    measure(client, "The Northern Arc pipeline")
    assert names(client, "kind=person") == ["Mara Lindqvist"]
    assert names(client, "kind=organisation") == ["Marlow Institute"]
    assert names(client, "kind=place") == ["France"]
    assert names(client, "kind=other") == ["Northern Arc"]


def test_titles_and_roles_do_not_count(client: FlaskClient) -> None:
    for speaker in ("Mara Lindqvist", "Ms Mara Lindqvist", "Port director Mara Lindqvist"):
        say(client, speaker)
    assert names(client) == ["Mara Lindqvist"]


def test_two_people_of_one_surname_stay_two(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist", "Ms Lindqvist")
    say(client, "Mayor Jonas Lindqvist", "Mr Lindqvist")
    assert sorted(names(client)) == ["Jonas Lindqvist", "Mara Lindqvist"]
    assert [entity(client, first)["quotes"] for first in ("Mara", "Jonas")] == [2, 2]


def test_father_and_son_stay_two(client: FlaskClient) -> None:
    say(client, "John Harker Sr.", "John Harker Jr.")
    say(client, "John Harker Jr.", "John Harker")
    assert sorted(names(client)) == ["John Harker Jr.", "John Harker Sr."]


def test_a_surname_alone_is_somebody_of_its_article(client: FlaskClient) -> None:
    one, other = say(client, "Mr Reyes"), say(client, "Mr Reyes", "Mr Reyes")
    say(client, "Luis Reyes")
    speakers = [found["quotes"][0]["speaker"] for found in (one, other)]
    assert [speaker["name"] for speaker in speakers] == ["Reyes", "Reyes"]
    assert names(client, "name=reyes") == ["Luis Reyes", "Reyes", "Reyes"]
    found = client.get(f"/v1/entities/{speakers[0]['id']}").json
    assert (found["article_id"], found["quotes"]) == (one["id"], 1)


def test_a_surname_that_two_have_is_nobody(client: FlaskClient) -> None:
    found = say(client, "Luis Reyes", "Carlos Reyes", "Mr Reyes")
    assert found["quotes"][2]["speaker"] is None


def test_a_place_and_a_person_of_one_name_stay_two(client: FlaskClient) -> None:
    person = say(client, "Mr Houston")["quotes"][0]["speaker"]
    place = measure(client, "Houston", "3 GW")["figures"][0]["entity"]
    assert person["name"] == place["name"]
    assert person["id"] != place["id"]


def test_a_company_and_its_short_form_are_one_once_somebody_says_so(client: FlaskClient) -> None:
    company = measure(client, "Norvik Energy")["figures"][0]["entity"]
    assert change(client, company["id"], aliases=["Norvik"]).status_code == 200
    assert measure(client, "Norvik")["figures"][0]["entity"] == company


def test_a_role_is_nobody(client: FlaskClient) -> None:
    found = post(client, text="The minister has a budget of $3 billion.").json
    assert found["figures"][0]["entity"] is None
    assert names(client) == []


def test_a_new_name_shows_everywhere(client: FlaskClient, database: Database) -> None:
    stored = measure(client, "Northern Arc")
    say(client, "Mayor Mara Lindqvist")
    number = stored["figures"][0]["entity"]["id"]
    tag = client.get(f"/v1/articles/{stored['id']}").headers["ETag"]
    answer = change(client, number, name="Arc North")
    assert (answer.json["name"], answer.json["aliases"]) == ("Arc North", ["Northern Arc"])
    known = {"If-None-Match": tag}
    (figure,) = client.get(f"/v1/articles/{stored['id']}", headers=known).json["figures"]
    assert figure["entity"]["name"] == "Arc North"
    assert figure["measure"]["name"] == "Arc North: capacity"
    must_be_true(database)


def test_articles_to_come_find_it_by_every_name(client: FlaskClient) -> None:
    number = measure(client, "Northern Arc")["figures"][0]["entity"]["id"]
    change(client, number, name="Arc North", aliases=["Northern Arc", "Great Arc"])
    for name in ("Northern Arc", "Arc North", "Great Arc"):
        found = measure(client, name, "7 GW")["figures"][0]["entity"]
        assert found == {"id": number, "name": "Arc North"}
    assert len(client.get("/v1/figures?entity=northern").json["items"]) == 4


def test_an_alias_can_be_taken_away(client: FlaskClient) -> None:
    number = measure(client, "Northern Arc")["figures"][0]["entity"]["id"]
    change(client, number, aliases=["Arc North"])
    assert change(client, number, aliases=["Northern Arc"]).json["aliases"] == []
    assert measure(client, "Arc North")["figures"][0]["entity"]["id"] != number


def test_a_name_of_another_is_refused(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist", "Mayor Jonas Lindqvist")
    number = entity(client, "Mara")["id"]
    for changes in ({"name": "jonas LINDQVIST"}, {"aliases": ["Jonas Lindqvist"]}):
        answer = change(client, number, **changes)
        assert answer.status_code == 409
        assert f"entity {entity(client, 'Jonas')['id']}" in answer.json["detail"]


def test_a_change_says_which_version_it_means(client: FlaskClient) -> None:
    say(client, "Mayor Mara Lindqvist")
    address = f"/v1/entities/{entity(client, 'Mara')['id']}"
    tag = client.get(address).headers["ETag"]
    say(client, "Mara Lindqvist", "Mara Lindqvist")  # no change by hand, but the counts differ
    assert client.get(address, headers={"If-None-Match": tag}).json["quotes"] == 3
    assert client.patch(address, json={"kind": "other"}).status_code == 428
    meant = {"If-Match": tag}
    assert client.patch(address, json={"kind": "other"}, headers=meant).status_code == 200
    assert client.patch(address, json={"kind": "place"}, headers=meant).status_code == 412


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"name": ""}, "#/name"),
        ({"name": "…"}, "#/name"),
        ({"name": None}, "#/name"),
        ({"kind": "ship"}, "#/kind"),
        ({"aliases": ["Mara", "?"]}, "#/aliases/1"),
        ({"version": 7}, "#/version"),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: FlaskClient, changes: dict[str, Any], pointer: str
) -> None:
    say(client, "Mayor Mara Lindqvist")
    answer = change(client, entity(client, "Mara")["id"], **changes)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]


def test_several_are_had_by_their_ids(client: FlaskClient) -> None:
    say(client, "Mara Lindqvist", "Olu Adeyemi", "Jonas Berg")
    ids = {name: entity(client, name)["id"] for name in names(client)}
    mara, olu, berg = (ids[name] for name in ("Mara Lindqvist", "Olu Adeyemi", "Jonas Berg"))
    assert names(client, f"ids={mara}") == ["Mara Lindqvist"]
    assert set(names(client, f"ids={mara},{berg}")) == {"Mara Lindqvist", "Jonas Berg"}
    assert names(client, f"ids!={mara},{berg}") == ["Olu Adeyemi"]
    assert names(client, "ids=999") == []
    merge(client, mara, olu)
    assert names(client, f"ids={olu}") == ["Mara Lindqvist"]


def test_kinds_are_several_or_none_of_them(client: FlaskClient) -> None:
    say(client, "Mara Lindqvist", "The Marlow Institute")
    assert set(names(client, "kind=person,organisation")) == {"Mara Lindqvist", "Marlow Institute"}
    assert names(client, "kind!=person") == ["Marlow Institute"]


def test_measures_are_had_by_their_ids(client: FlaskClient) -> None:
    for name in ("Northern Arc", "Tarn Lake"):
        measure(client, f"The {name} pipeline")
    first, second = client.get("/v1/measures").json["items"]
    assert client.get(f"/v1/measures?ids={first['id']}").json["items"] == [first]
    both = client.get(f"/v1/measures?ids={first['id']},{second['id']}&limit=1").json
    assert both["items"] == [first]
    assert client.get(both["next"]).json["items"] == [second]
