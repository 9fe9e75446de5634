"""What else a merged or renamed entity shows in: search, the feed, and what people decided."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.articles import post
from tests.entities import change, entity, measure, merge, undo
from tests.follower import Follower


def found(client: FlaskClient, words: str) -> list[Any]:
    items = client.get("/v1/figures", query_string={"q": words, "salience": "all"}).json["items"]
    return [item["entity"]["id"] for item in items]


@pytest.fixture
def pair(client: FlaskClient) -> tuple[int, int]:
    """Two names of one pipeline, the one to keep first."""
    for name in ("Northern Arc", "Tarn Link"):
        measure(client, name)
    return entity(client, "Northern Arc")["id"], entity(client, "Tarn Link")["id"]


def test_figures_are_found_by_the_name_they_go_by(
    client: FlaskClient, pair: tuple[int, int]
) -> None:
    kept, other = pair
    change(client, kept, name="Great Pipe")
    assert found(client, '"great pipe"') == [kept]
    merge(client, kept, other)
    assert found(client, '"great pipe"') == [kept, kept]
    undo(client, kept)
    assert found(client, '"great pipe"') == [kept]
    assert found(client, "tarn") == [other]


def test_the_feed_shows_what_their_endpoints_show(
    client: FlaskClient, pair: tuple[int, int]
) -> None:
    kept, other = pair
    follower = Follower(client, "entity,measure")
    follower.catch_up()
    merge(client, kept, other)
    told = {(kind, number): action for kind, number, action in follower.catch_up()}
    assert told["entity", kept] == "updated"
    assert told["entity", other] == "deleted"
    shown = client.get("/v1/changes?types=entity").json["items"]
    objects = {item["id"]: item["object"] for item in shown}
    assert objects[kept] == client.get(f"/v1/entities/{kept}").json
    undo(client, kept)
    follower.catch_up()
    assert follower.has["entity", other]["name"] == "Tarn Link"


def test_a_speaker_that_was_corrected_goes_along(client: FlaskClient) -> None:
    article = post(client, url=None, text="Mara Lindqvist said that the port was full.").json
    number = article["quotes"][0]["id"]
    address = f"/v1/quotes/{number}"

    def decide(**decision: Any) -> Any:
        tag = client.get(address).headers["ETag"]
        return client.patch(address, json=decision, headers={"If-Match": tag}).json

    other = decide(speaker={"name": "Tunde Adekambi"})["speaker"]["id"]
    kept = entity(client, "Mara Lindqvist")["id"]
    merge(client, kept, other)
    assert client.get(address).json["speaker"]["id"] == kept
    assert decide(speaker={"id": other})["speaker"]["id"] == kept
    entries = client.get(f"{address}/history").json["items"]
    client.post(f"/v1/articles/{article['id']}/extract")
    assert client.get(f"{address}/history").json["items"] == entries
