"""Lists in other orders than that of time: by value, confidence, and the last change."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api.queries import paging
from tests.articles import post
from tests.contract.test_paging import follow

TEXT = (
    "The Vellmar depot holds {tonnes} tonnes of grain. "
    "The Vellmar depot cost {cost} million dollars. "
    "Ilse Karr said that the depot would be enlarged."
)


@pytest.fixture(autouse=True)
def _stored(client: FlaskClient) -> None:
    for day, (tonnes, cost) in enumerate([(40, 7), (700, 3), (5, 3), (40, 11)], 1):
        post(
            client,
            url=f"https://courier.example/{day}",
            text=TEXT.format(tonnes=tonnes, cost=cost),
            published_at=f"2026-03-{day:02}",
        )


def walked(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    """All items of a list, one a page."""
    found = [item for page in follow(client, f"{address}&limit=1") for item in page.json["items"]]
    every = client.get(f"{address}&limit=200").json["items"]
    assert found == every
    return found


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("unit=t&sort=value", [5, 40, 40, 700]),
        ("unit=kg&sort=-value", [700, 40, 40, 5]),
        ("dimension=mass&sort=-value&min=10000", [700, 40, 40]),
        ("unit=USD&sort=value", [3e6, 3e6, 7e6, 11e6]),
        ("unit_code=USD&sort=-value", [11e6, 7e6, 3e6, 3e6]),
        ("unit=t&sort=value&fields=value", [5, 40, 40, 700]),
        ("unit=t&sort=value&convert_to=kg", [5, 40, 40, 700]),
    ],
)
def test_by_value(client: FlaskClient, query: str, values: list[float]) -> None:
    assert [item["value"] for item in walked(client, f"/v1/figures?{query}")] == values


@pytest.mark.parametrize("query", ["", "&dimension=currency", "&unit=t,kg", "&unit=none"])
def test_values_of_several_units_have_no_order(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/v1/figures?sort=value{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == "sort"


@pytest.mark.parametrize("name", ["quotes", "figures"])
@pytest.mark.parametrize("of", ["", "&article=1,2,3,4,5,6,7,8", "&publisher=Harbour+Courier,Lamp"])
def test_by_confidence(client: FlaskClient, name: str, of: str) -> None:
    least_first = walked(client, f"/v1/{name}?sort=confidence{of}")
    sure = [item["confidence"] for item in least_first]
    assert sure == sorted(sure)
    assert walked(client, f"/v1/{name}?sort=-confidence{of}") == least_first[::-1]


@pytest.mark.parametrize("name", ["articles", "quotes", "figures"])
def test_by_the_last_change(client: FlaskClient, name: str) -> None:
    every = client.get(f"/v1/{name}?sort=oldest").json["items"]
    address, change = f"/v1/{name}/{every[0]['id']}", {"status": "confirmed"}
    if name == "articles":
        change = {"title": "Depot to grow"}
    assert client.patch(address, json=change, headers={"If-Match": "*"}).status_code == 200
    latest = walked(client, f"/v1/{name}?sort=-updated")
    assert latest[0]["id"] == every[0]["id"]
    assert {item["id"] for item in latest} == {item["id"] for item in every}
    assert walked(client, f"/v1/{name}?sort=updated") == latest[::-1]
    few = f"ids={every[0]['id']},{every[1]['id']}"
    assert walked(client, f"/v1/{name}?sort=-updated&{few}")[0] == latest[0]


@pytest.mark.parametrize(
    "query", ["unit=t&sort=value", "unit=t&sort=-value", "sort=confidence", "sort=-updated"]
)
def test_what_arrives_during_a_walk_moves_nothing(client: FlaskClient, query: str) -> None:
    address = f"/v1/figures?{query}&limit=1"
    there = [item["id"] for page in follow(client, address) for item in page.json["items"]]
    met, number = [], 0
    following: Any = address
    while following:
        page: Any = client.get(following).json
        met += [item["id"] for item in page["items"]]
        number += 1
        if number <= len(there):
            text = TEXT.format(tonnes=(4, 40, 41, 900)[number % 4], cost=number)
            post(client, url=f"https://lamp.example/{number}", text=text)
        following = page["next"]
    assert len(set(met)) == len(met)
    assert [number for number in met if number in there] == there


@pytest.mark.parametrize(
    "asked",
    [
        "articles?sort=confidence",
        "quotes?sort=value",
        "quotes?sort=confidence&q=depot",
        "articles?sort=-updated&author=Reyes",
        "figures?sort=date",
    ],
)
def test_an_order_that_there_is_not(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/v1/{asked}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == "sort"


def test_a_cursor_holds_with_its_order_alone(client: FlaskClient) -> None:
    following = client.get("/v1/quotes?sort=confidence&limit=1").json["next"]
    assert client.get(following.replace("sort=", "sort=-")).status_code == 422


def test_an_order_that_takes_too_long(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "LONGEST", 0.0)
    statuses = {client.get("/v1/figures?sort=confidence").status_code for _ in range(3)}
    assert statuses <= {200, 503}
