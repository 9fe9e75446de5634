"""Filters by several values, by none of them, and by the lack of one."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.articles import post

PORT = "Port director Mara Lindqvist said that the terminal would open in May."
MAYOR = "“We never agreed to this,” Mayor Olu Adeyemi told reporters."
NOBODY = "“It was loud,” she said."
FIGURES = (
    "The Northern Arc pipeline has a capacity of 12 billion cubic metres. "
    "The Southern Arc pipeline has a length of 900 kilometres."
)
SHIPS = "Some 40 ships waited."
COURIER, LAMP = "Harbour Courier", "Evening, Lamp"


@pytest.fixture(autouse=True)
def _stored(client: FlaskClient) -> None:
    post(client, url="https://courier.example/1", text=PORT, published_at="2026-03-01")
    post(
        client,
        url="https://lamp.example/2",
        text=MAYOR,
        publisher=LAMP,
        published_at="2026-03-02",
        language="en-GB",
    )
    post(
        client,
        url="https://gull.example/3",
        text=NOBODY,
        publisher=None,
        published_at="2026-03-03",
    )
    post(
        client,
        url="https://gull.example/4",
        text=FIGURES,
        publisher="Gull Post",
        published_at="2026-03-04",
    )
    ships: Any = post(client, url="https://gull.example/5", text=SHIPS, published_at="2026-03-05")
    address = f"/v1/figures/{ships.json['figures'][0]['id']}"
    headers = {"If-Match": client.get(address).headers["ETag"]}
    counted = {"property": None, "entity": None}
    assert client.patch(address, json=counted, headers=headers).status_code == 200


def names(client: FlaskClient, query: str) -> list[str | None]:
    answer: Any = client.get(f"/v1/quotes?{query}")
    assert answer.status_code == 200, answer.text
    return [item["speaker"] and item["speaker"]["name"] for item in answer.json["items"]]


MARA, OLU = "Mara Lindqvist", "Olu Adeyemi"


@pytest.mark.parametrize(
    ("query", "speakers"),
    [
        (r"publisher=Harbour Courier,Evening\, Lamp", [OLU, MARA]),
        (r"publisher=Evening\, Lamp", [OLU]),
        (r"publisher!=Evening\, Lamp", [None, MARA]),
        ("publisher=!Harbour Courier", [None, OLU]),
        ("publisher=none", [None]),
        (r"publisher=\none", []),
        ("publisher!=none", [OLU, MARA]),
        ("kind!=indirect", [None, OLU]),
        ("kind=indirect,direct", [None, OLU, MARA]),
        ("kind!=indirect,direct", []),
        ("speaker=none", [None]),
        ("speaker_kind=person,unnamed&speaker!=none", [OLU, MARA]),
        ("speaker_kind!=person&speaker!=none", []),
        ("linked_by=none", [None, OLU, MARA]),
        ("linked_by=surname,variant", []),
        ("linked_by!=surname", [None, OLU, MARA]),
        ("speaker!=none", [OLU, MARA]),
        ("speaker=Lindqvist,Adeyemi", [OLU, MARA]),
        ("speaker!=Lindqvist", [None, OLU]),
        ("speaker!=Nobody", [None, OLU, MARA]),
        (r"speaker=Lindqvist,Adeyemi&publisher=Harbour Courier,Evening\, Lamp", [OLU, MARA]),
        ("speaker=Lindqvist,Adeyemi&publisher=Harbour Courier,Gull Post", [MARA]),
        ("speaker=Lindqvist,Adeyemi&publisher!=Harbour Courier", [OLU]),
        ("q=terminal OR agreed&publisher!=Harbour Courier", [OLU]),
        ("q=terminal OR agreed&speaker=Lindqvist,Adeyemi&kind=direct,mixed", [OLU]),
    ],
)
def test_quotes(client: FlaskClient, query: str, speakers: list[str | None]) -> None:
    assert names(client, query) == speakers


def test_pages_of_several_values_go_on_where_they_ended(client: FlaskClient) -> None:
    query = r"limit=1&publisher=Harbour Courier,Evening\, Lamp"
    first: Any = client.get(f"/v1/quotes?{query}").json
    second: Any = client.get(first["next"]).json
    both = [*first["items"], *second["items"]]
    assert [item["speaker"]["name"] for item in both] == [OLU, MARA]
    assert second["next"] is None


@pytest.mark.parametrize("kind", ["articles", "quotes", "figures"])
def test_many_by_their_ids(client: FlaskClient, kind: str) -> None:
    every = [item["id"] for item in client.get(f"/v1/{kind}").json["items"]]
    some = every[1:]
    asked = ",".join(str(number) for number in [*reversed(some), 999_999])
    found: Any = client.get(f"/v1/{kind}?ids={asked}").json
    assert [item["id"] for item in found["items"]] == some
    one: Any = client.get(f"/v1/{kind}?ids={every[0]}").json
    assert [item["id"] for item in one["items"]] == every[:1]
    rest: Any = client.get(f"/v1/{kind}?ids!={every[0]}").json
    assert [item["id"] for item in rest["items"]] == some


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("property=capacity,Length", ["km", "m3"]),
        ("property!=capacity", ["{ship}", "km"]),
        ("property=none", ["{ship}"]),
        ("entity=Northern Arc,Southern Arc", ["km", "m3"]),
        ("entity=none", ["{ship}"]),
        ("entity!=Northern Arc&property!=none", ["km"]),
        ("measure=none", ["{ship}"]),
        ("stated_by!=none", []),
        ("unit=m,bcf", ["km", "m3"]),
        ("unit=m,{ship}", ["km", "{ship}"]),
        ("unit={ship},USD", ["{ship}"]),
        ("unit!=m", ["m3", "{ship}"]),
        ("unit!={ship},bcf", ["km"]),
        ("unit=none", []),
        ("unit!=none", ["km", "m3", "{ship}"]),
        ("unit_code=km,m3", ["km", "m3"]),
        ("unit_code!=km", ["m3", "{ship}"]),
        ("dimension=length,volume", ["km", "m3"]),
        ("dimension!=length&dimension=!length", None),
        ("unit=m,bcf&unit_code=m3", ["m3"]),
        ("unit=m,bcf&dimension=length", ["km"]),
        ("unit=m,bcf&min=5", None),
        ("unit=m,nonsense", None),
        ("status=corrected,confirmed", ["{ship}"]),
        ("status!=corrected", ["km", "m3"]),
        ("status!=extracted", ["{ship}"]),
        ("status=extracted,corrected", ["km", "m3", "{ship}"]),
        ("status=all,corrected", ["km", "m3", "{ship}"]),
        ("status!=all", []),
    ],
)
def test_figures(client: FlaskClient, query: str, units: list[str] | None) -> None:
    answer: Any = client.get(f"/v1/figures?salience=all&{query}")
    if units is None:
        assert answer.status_code == 422, answer.text
    else:
        found = [item["unit_code"] for item in answer.json["items"]]
        assert sorted(found) == sorted(units)


def test_measures_that_were_merged_are_found_by_either_id(client: FlaskClient) -> None:
    figures: Any = client.get("/v1/figures?measure!=none").json["items"]
    ids = [item["measure"]["id"] for item in figures]
    found: Any = client.get(f"/v1/figures?measure={ids[0]},{ids[1]}").json["items"]
    assert found == figures
    others: Any = client.get(f"/v1/figures?measure!={ids[0]}&property!=none").json["items"]
    assert others == figures[1:]


def test_articles_by_language(client: FlaskClient) -> None:
    def urls(query: str) -> list[str]:
        return [item["url"][-1] for item in client.get(f"/v1/articles?{query}").json["items"]]

    assert urls("language=en-GB") == ["2"]
    assert urls("language!=en-GB") == ["5", "4", "3", "1"]
    assert urls("language=en-GB,en&publisher=none") == ["3"]


def test_counts_and_exports_take_them_too(client: FlaskClient) -> None:
    query = r"speaker!=none&publisher=Harbour Courier,Evening\, Lamp"
    counted: Any = client.get(f"/v1/quotes/counts?by=kind&{query}").json["items"]
    assert {item["key"]: item["count"] for item in counted} == {"indirect": 1, "direct": 1}
    assert len(client.get(f"/v1/export/quotes.ndjson?{query}").text.splitlines()) == 2


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("publisher=A,,B", "A value is empty; within one, a comma is written \\,."),
        ("kind=direct,loud", "Must be one of: direct, indirect, mixed."),
        ("kind=direct&kind!=mixed", "Given more than once."),
        ("ids=1,x", "Not a valid integer."),
        ("article=1, 2", "Not a valid integer."),
        ("publisher=A\\", "The backslash at the end has nothing after it: write \\\\."),
        ("ids=" + ",".join(map(str, range(1, 202))), "201 values, which is more than 200."),
    ],
)
def test_what_is_refused(client: FlaskClient, query: str, detail: str) -> None:
    answer: Any = client.get(f"/v1/quotes?{query}")
    assert answer.status_code == 422
    (fault,) = answer.json["errors"]
    assert (fault["parameter"], fault["detail"]) == (query.partition("=")[0], detail)


def test_only_what_has_several_can_be_negated(client: FlaskClient) -> None:
    assert client.get("/v1/quotes?min_confidence!=1").status_code == 422
