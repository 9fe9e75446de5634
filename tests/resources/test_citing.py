"""What it takes to cite a quote or figure stands with it, wherever it is shown."""

import csv
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.articles import post

CITED = {
    "article_title": "Terminal to open",
    "article_url": "https://courier.example/terminal",
    "publisher": "Harbour Courier",
}


@pytest.fixture(autouse=True)
def _stored(client: FlaskClient) -> None:
    post(client)


@pytest.mark.parametrize("kind", ["quotes", "figures"])
def test_lists_and_exports(client: FlaskClient, kind: str) -> None:
    (listed,) = client.get(f"/v1/{kind}").json["items"]
    some = client.get(f"/v1/{kind}?fields=article_title,article_url").json["items"]
    line = json.loads(client.get(f"/v1/export/{kind}.ndjson").text)
    (row,) = csv.DictReader(client.get(f"/v1/export/{kind}.csv").text.splitlines())
    one: Any = client.get(f"/v1/{kind}/{listed['id']}").json
    for shown in (listed, line, row, one, {**CITED, **some[0]}):
        assert shown.items() >= CITED.items()


def test_hits_changes_and_the_article_itself(client: FlaskClient) -> None:
    hits = client.get("/v1/search?q=terminal&types=quote").json["items"]
    changes = client.get("/v1/changes?types=quote,figure").json["items"]
    articles = client.get("/v1/articles").json["items"]
    whole = client.get(f"/v1/articles/{articles[0]['id']}").json
    shown = [hits[0]["quote"], *(change["object"] for change in changes)]
    for item in [*shown, *whole["quotes"], *whole["figures"]]:
        assert item.items() >= CITED.items()


def test_an_article_without_title_and_url(client: FlaskClient) -> None:
    found = post(client, title=None, url=None, text="“We never agreed,” Olu Adeyemi said.").json
    (quote,) = found["quotes"]
    assert (quote["article_title"], quote["article_url"]) == (None, None)


def test_linked_data(client: FlaskClient) -> None:
    document: Any = client.get("/v1/quotes", headers={"Accept": "application/ld+json"}).json
    (quote,) = document["itemListElement"]
    assert quote["isPartOf"]["headline"] == CITED["article_title"]
    assert quote["isPartOf"]["url"] == CITED["article_url"]
