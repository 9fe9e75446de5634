"""Articles that are stored together come out as if each had been stored by itself."""

import json
import random
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.services import derived
from api.store.database import Database
from tests.conftest import empty
from tests.follower import Follower

NAMES = ("Mara", "Mara J.", "Jonas", "M.", "Ines", "Joe", "Joseph", "Joe")
SURNAMES = ("Lindqvist", "Reyes", "Calder", "Lindqvist Jr.")
THINGS = ("Northern Arc", "Southern Arc", "Halvik terminal")


def _sentence(chance: random.Random) -> str:
    surname = chance.choice(SURNAMES)
    full = f"{chance.choice(NAMES)} {surname}"
    number, thing = chance.randrange(2, 900), chance.choice(THINGS)
    return chance.choice(
        [
            f"“We expect {number} ships a year,” said port director {full}.",
            f"{full} said that the {thing} pipeline would open in May.",
            f"Mr {surname.split()[0]} said that {number} ships had come.",
            f"{surname.split()[0]} declined to comment.",
            f"The {thing} pipeline has a capacity of {number} billion cubic metres.",
            f"{surname.split()[0]} costs about {number} million dollars a year.",
        ]
    )


def _articles(seed: int, count: int) -> list[dict[str, Any]]:
    """Articles in which the same people come again, copies, and the same urls with new texts."""
    chance = random.Random(seed)  # noqa: S311
    made: list[dict[str, Any]] = []
    for number in range(count):
        text = " ".join(_sentence(chance) for _ in range(chance.randint(2, 9)))
        if made and chance.random() < 0.15:
            text = chance.choice(made)["text"]
        url = f"https://gull.example/{number if chance.random() > 0.1 else chance.randrange(count)}"
        day = f"2026-03-{1 + number % 28:02}T00:00:00Z"
        publisher = chance.choice(["Gull Gazette", "Harbour Courier"])
        made.append({"url": url, "text": text, "published_at": day, "publisher": publisher})
    return made


def _stored(client: FlaskClient) -> dict[str, Any]:
    """All that is stored, by urls and names instead of ids, which need not be the same."""
    listed = client.get("/v1/articles?limit=200").json["items"]
    urls = {article["id"]: article["url"] for article in listed}
    found: dict[str, Any] = {}
    for article in listed:
        whole = client.get(f"/v1/articles/{article['id']}").json
        whole["copy_of"] = urls.get(whole["copy_of"])
        found[whole["url"]] = _without_ids(whole)
    entities = client.get("/v1/entities?limit=200").json["items"]
    found["entities"] = sorted((each["name"], each["kind"]) for each in entities)
    counts = client.get("/v1/quotes/counts?by=speaker").json["items"]
    found["counts"] = sorted((each["name"] or "", each["count"]) for each in counts)
    return found


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        varying = {"id", "article_id", "quote_id", "link_id", "created_at", "updated_at", "measure"}
        kept = {name: _without_ids(each) for name, each in value.items() if name not in varying}
        return kept | {"in_quote": value.get("quote_id") is not None}
    return [_without_ids(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_together_as_one_by_one(client: FlaskClient, database: Database, seed: int) -> None:
    articles = _articles(seed, 60)
    for article in articles:
        assert client.post("/v1/articles", json=article).status_code in {200, 201}
    one_by_one = _stored(client)
    empty(database)
    body = "\n".join(map(json.dumps, articles))
    answer = client.post("/v1/articles/bulk", data=body, content_type="application/x-ndjson")
    assert all(json.loads(line)["status"] in {200, 201} for line in answer.text.splitlines())
    assert _stored(client) == one_by_one


def test_what_is_kept_is_as_it_would_be_made_again(app: Flask, client: FlaskClient) -> None:
    """The JSON and the index are made from what is given, not from what is stored."""
    database: Database = app.extensions["database"]
    body = "\n".join(map(json.dumps, _articles(4, 30)))
    client.post("/v1/articles/bulk", data=body, content_type="application/x-ndjson")
    follower = Follower(client)
    follower.catch_up()
    searches = [f"/v1/{kind}?q=pipeline&limit=100" for kind in ("articles", "quotes", "figures")]
    before = [client.get(search).json["items"] for search in searches]
    assert all(before)
    for each in derived.ALL:
        if each.name in {"json", "search"}:
            for _ in each.renew(database):
                pass
    assert [client.get(search).json["items"] for search in searches] == before
    assert follower.catch_up() == []
