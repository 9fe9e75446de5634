"""Lists are walked page by page, without a gap or a repeat."""

import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.articles import post_many

LISTS = ("articles", "quotes", "figures")


def follow(client: FlaskClient, address: str) -> list[TestResponse]:
    """All pages from an address on."""
    pages = [client.get(address)]
    while following := pages[-1].json["next"]:
        link = re.match(r'<([^>]+)>; rel="next"', pages[-1].headers["Link"])
        assert link
        assert link[1] == following
        pages.append(client.get(urlsplit(following).path + "?" + urlsplit(following).query))
    assert 'rel="next"' not in pages[-1].headers.get("Link", "")
    return pages


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("same_day", [True, False])
def test_a_walk_meets_everything_once(client: FlaskClient, name: str, same_day: bool) -> None:
    post_many(client, 7, **({"published_at": "2026-03-04T00:00:00Z"} if same_day else {}))
    pages = follow(client, f"/v1/{name}?limit=3&publisher=Harbour+Courier")
    assert [len(page.json["items"]) for page in pages] == [3, 3, 1]
    walked = [item["id"] for page in pages for item in page.json["items"]]
    assert walked == [item["id"] for item in client.get(f"/v1/{name}").json["items"]]
    assert len(set(walked)) == 7


def test_what_arrives_during_a_walk_moves_nothing(client: FlaskClient) -> None:
    post_many(client, 4)
    first = client.get("/v1/articles?limit=2").json
    post_many(client, 5)
    second = client.get(first["next"]).json
    days = [item["published_at"][8:10] for item in first["items"] + second["items"]]
    assert days == ["04", "03", "02", "01"]


@pytest.mark.parametrize("name", LISTS)
def test_a_cursor_that_was_not_handed_out_is_refused(client: FlaskClient, name: str) -> None:
    post_many(client, 2)
    handed_out = client.get(f"/v1/{name}?limit=1").json["next"]
    altered = re.sub(r"(cursor=.)(.)", lambda m: m[1] + ("x" if m[2] != "x" else "y"), handed_out)
    with_other_filters = handed_out + "&publisher=Harbour+Courier"
    for address in (f"/v1/{name}?cursor=garbage", altered, with_other_filters):
        answer = client.get(address)
        assert answer.status_code == 422
        assert answer.json["errors"][0]["parameter"] == "cursor"


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    post_many(client, 2)
    first = client.get("/v1/quotes?limit=1")
    again = client.get("/v1/quotes?limit=1", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "limit=", "offset=3", "limit=1&limit=2"]
)
@pytest.mark.parametrize("name", LISTS)
def test_a_page_that_cannot_be_is_refused(client: FlaskClient, name: str, query: str) -> None:
    answer = client.get(f"/v1/{name}?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == query.partition("=")[0]
