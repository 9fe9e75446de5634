"""Entities that turn out to be one: merged, and parted again."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api.store.database import Database
from tests.articles import post
from tests.entities import change, measure, merge, undo
from tests.services.test_kept_json import must_be_true


@pytest.fixture
def stored(client: FlaskClient) -> dict[str, Any]:
    """Two names of one pipeline, which speaks, too; the one to keep first."""
    articles = [
        post(
            client,
            url=None,
            text=f"{name} has a capacity of 12 billion cubic metres and a length of {length}."
            f" “We lost 300 ships,” {name} said.",
        ).json
        for name, length in (("Northern Arc", "9 km"), ("Arc North", "9 km"))
    ]
    kept, other = (article["figures"][0]["entity"]["id"] for article in articles)
    return {"articles": articles, "kept": kept, "other": other}


def everything(client: FlaskClient) -> list[Any]:
    """All that a merge can change, but for versions."""
    shown: list[Any] = [client.get(f"/v1/{name}").json for name in ("quotes", "figures")]
    return shown + [item | {"version": 0} for item in client.get("/v1/entities").json["items"]]


def test_all_of_it_goes_along(client: FlaskClient, database: Database, stored: Any) -> None:
    answer = merge(client, stored["kept"], stored["other"])
    assert answer.status_code == 200
    assert answer.json["aliases"] == ["Arc North"]
    assert (answer.json["quotes"], answer.json["figures"]) == (2, 4)
    must_be_true(database)
    figures = client.get("/v1/figures").json["items"]
    assert {figure["entity"]["name"] for figure in figures if figure["entity"]} == {"Northern Arc"}
    assert len({figure["measure"]["id"] for figure in figures if figure["measure"]}) == 2
    for article in stored["articles"][1:]:
        assert client.get(f"/v1/articles/{article['id']}").json["version"] == 2


def test_the_other_leads_to_it(client: FlaskClient, stored: Any) -> None:
    merge(client, stored["kept"], stored["other"])
    led = client.get(f"/v1/entities/{stored['other']}")
    assert (led.status_code, led.headers["Location"]) == (
        308,
        f"/v1/entities/{stored['kept']}",
    )
    again = client.post(f"/v1/entities/{stored['other']}/merge", json={"entity": 1})
    assert again.headers["Location"] == f"/v1/entities/{stored['kept']}/merge"
    by_other = client.get(f"/v1/quotes?speaker={stored['other']}").json
    assert by_other["items"] == client.get(f"/v1/quotes?speaker={stored['kept']}").json["items"]


def test_articles_to_come_find_it_by_the_other_name(client: FlaskClient, stored: Any) -> None:
    merge(client, stored["kept"], stored["other"])
    for figure in measure(client, "Arc North", "13 bcm")["figures"]:
        assert figure["entity"] == {"id": stored["kept"], "name": "Northern Arc"}


def test_to_undo_it_leaves_no_trace(client: FlaskClient, database: Database, stored: Any) -> None:
    before = everything(client)
    merge(client, stored["kept"], stored["other"])
    undo(client, stored["kept"])
    assert everything(client) == before
    must_be_true(database)


def test_what_came_since_stays(client: FlaskClient, stored: Any) -> None:
    merge(client, stored["kept"], stored["other"])
    since = measure(client, "Arc North", "13 bcm")["figures"][0]
    undo(client, stored["kept"])
    assert client.get(f"/v1/figures/{since['id']}").json == since
    parted = measure(client, "Arc North", "14 bcm")["figures"][0]
    assert parted["entity"]["id"] == stored["other"]


@pytest.mark.parametrize("inner_first", [True, False])
def test_merges_of_merged_ones_are_undone_in_any_order(
    client: FlaskClient, database: Database, stored: Any, inner_first: bool
) -> None:
    third = measure(client, "The Great Arc")["figures"][0]["entity"]["id"]
    before = everything(client)
    merge(client, stored["kept"], stored["other"])
    (inner,) = client.get(f"/v1/entities/{stored['kept']}").json["merges"]
    (outer,) = merge(client, third, stored["kept"]).json["merges"]
    assert client.get(f"/v1/entities/{third}").json["figures"] == 5
    undoing = [(stored["kept"], inner["id"]), (third, outer["id"])]
    for into, number in undoing if inner_first else undoing[::-1]:
        assert client.delete(f"/v1/entities/{into}/merges/{number}").status_code == 204
    assert everything(client) == before
    must_be_true(database)


def test_what_cannot_be_merged(client: FlaskClient, stored: Any) -> None:
    kept, other = stored["kept"], stored["other"]
    assert merge(client, kept, kept).status_code == 409
    assert merge(client, kept, 999_999).status_code == 404
    merge(client, kept, other)
    assert merge(client, kept, other).status_code == 409
    assert client.delete(f"/v1/entities/{kept}/merges/999").status_code == 404
    assert change(client, kept, aliases=["Northern Arc"]).status_code == 409
