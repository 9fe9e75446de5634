"""Lists as feeds: valid, with stable ids, and nothing sent twice."""

import datetime as dt
import io
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_list_header

from tests.articles import post, post_many

ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ("articles", "quotes", "figures")


def atom(client: FlaskClient, address: str) -> Any:
    answer = client.get(f"/v1/{address}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/atom+xml"
    found = feedparser.parse(io.BytesIO(answer.data))
    assert not found.bozo, found
    return found


def json_feed(client: FlaskClient, address: str) -> Any:
    answer = client.get(f"/v1/{address}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/feed+json"
    return json.loads(answer.data)


def test_a_quote_is_an_entry_with_its_speaker_and_place(client: FlaskClient) -> None:
    stored: Any = post(client).json
    quote = stored["quotes"][0]
    (entry,) = atom(client, "quotes.atom").entries
    assert entry.title == "Mara Lindqvist: the terminal would open in May"
    assert entry.author == "Mara Lindqvist"
    place = quote["selector"]
    assert f"“Terminal to open”, Harbour Courier, characters {place['start']}" in entry.summary
    assert entry.link == f"http://localhost/articles/{stored['id']}#q{quote['id']}"
    links = {link.rel: link.href for link in entry.links}
    assert links["via"] == "https://courier.example/terminal"
    assert client.get(links["related"]).json["id"] == quote["id"]
    assert entry.published == "2026-03-04T08:30:00.000000Z"
    (item,) = json_feed(client, "quotes.feed.json")["items"]
    assert item["authors"] == [{"name": "Mara Lindqvist"}]
    assert item["_onrecord"]["quote"] == quote
    assert (item["id"], item["title"]) == (entry.id, entry.title)
    assert item["content_text"] == entry.summary
    assert item["external_url"] == "https://courier.example/terminal"


def test_a_figure_and_an_article_are_entries(client: FlaskClient) -> None:
    post(client, tags=["ports"])
    (entry,) = atom(client, "figures.atom").entries
    assert entry.title == "Northern Arc: capacity: 12 billion cubic metres"
    assert "has a capacity of" in entry.summary
    (entry,) = atom(client, "articles.atom").entries
    assert (entry.title, entry.author) == ("Terminal to open", "Ana Reyes")
    assert [tag.term for tag in entry.tags] == ["ports"]
    assert entry.summary.startswith("Port director")
    assert json_feed(client, "articles.feed.json")["items"][0]["tags"] == ["ports"]


@pytest.mark.parametrize("name", LISTS)
def test_a_feed_is_the_list_with_its_filters_and_pages(client: FlaskClient, name: str) -> None:
    post_many(client, 5, tags=["x"])
    post(client, publisher="Gull Post")
    query = "publisher=Harbour Courier&tag=x&limit=2"
    listed: Any = client.get(f"/v1/{name}?{query}").json
    feed = json_feed(client, f"{name}.feed.json?{query}")
    ids = [item["_onrecord"][name.removesuffix("s")]["id"] for item in feed["items"]]
    assert ids == [item["id"] for item in listed["items"]]
    found = atom(client, f"{name}.atom?{query}")
    (following,) = [link.href for link in found.feed.links if link.rel == "next"]
    more = feedparser.parse(io.BytesIO(client.get(following).data)).entries
    assert len(more) == 2
    assert not {entry.id for entry in more} & {entry.id for entry in found.entries}
    assert len(json.loads(client.get(feed["next_url"]).data)["items"]) == 2
    assert client.get(f"/v1/{name}.atom?nonsense=1").status_code == 422


def test_what_is_known_is_not_sent_again(client: FlaskClient) -> None:
    post(client)
    answer = client.get("/v1/quotes.atom")
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/v1/quotes.atom", headers=known).status_code == 304
    (before,) = atom(client, "quotes.atom").entries
    number = client.get("/v1/quotes").json["items"][0]["id"]
    confirmed = {"status": "confirmed", "by": "Ana Reyes"}
    client.patch(f"/v1/quotes/{number}", json=confirmed, headers={"If-Match": "*"})
    assert client.get("/v1/quotes.atom", headers=known).status_code == 200
    found = atom(client, "quotes.atom")
    (after,) = found.entries
    assert after.id == before.id
    assert after.updated > before.updated
    assert found.feed.updated == after.updated
    assert dt.datetime.fromisoformat(after.updated).tzinfo
    elsewhere = client.get("/v1/quotes.atom", base_url="https://elsewhere.localhost/")
    (moved,) = feedparser.parse(io.BytesIO(elsewhere.data)).entries
    assert moved.id == after.id


def test_text_that_xml_cannot_write(client: FlaskClient) -> None:
    post(client, title="A\x07 <b>&amp;</b> \x0b\ufffe", text="Mara Lindqvist said \x1bno.")
    top = ET.fromstring(client.get("/v1/articles.atom").data)  # noqa: S314 (our own)
    assert top.findtext(f"{ATOM}entry/{ATOM}title") == "A\ufffd <b>&amp;</b> \ufffd\ufffd"
    assert json_feed(client, "articles.feed.json")["items"][0]["title"].startswith("A\x07")


def test_an_empty_feed_is_one(client: FlaskClient) -> None:
    found = atom(client, "quotes.atom?q=nothing")
    assert found.entries == []
    assert found.feed.title == "Quotes on record: q=nothing"
    assert json_feed(client, "quotes.feed.json?q=nothing")["items"] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_where_its_feeds_are(client: FlaskClient, name: str) -> None:
    post_many(client, 3)
    query = "publisher=Harbour+Courier&fields=id&limit=2&total=true"
    given = client.get(f"/v1/{name}?{query}").headers["Link"]
    following, *links = parse_list_header(given)
    assert following.endswith('rel="next"')
    found = [re.fullmatch(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', link) for link in links]
    for link, media_type in zip(
        found, ("application/atom+xml", "application/feed+json"), strict=True
    ):
        assert link
        assert link[2] == media_type
        feed = client.get(link[1])
        assert feed.status_code == 200, feed.text
        assert feed.mimetype == media_type
