"""The page that a text was taken out of is kept, given out as plain text, and pointed into."""

import gzip
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import text
from werkzeug.test import TestResponse

from api.services import checking
from api.store.database import Database
from tests.articles import post
from tests.importing.material import page
from tests.stores import faults

NESTED = (
    "<div><script>var said = 'no';</script><p>Port director <b>Mara Lindqvist</b> said that the "
    "<a href='/t'>terminal\n  would</a> open in May.</p><ul><li>The Northern Arc pipeline has a "
    "capacity of about <i>12 billion</i> cubic&nbsp;metres.</li></ul><p>“We lost 300 ships last "
    "year,” she told reporters in Halvik on Tuesday, when the council met in the town hall.</p>"
    "</div>"
)


def send(client: FlaskClient, marks: str | bytes, kind: str = "text/html") -> TestResponse:
    return client.post("/v1/articles", data=marks, content_type=kind)


def test_it_is_given_out_as_it_came_and_never_as_a_page(client: FlaskClient) -> None:
    sent = page(head="<script>alert(1)</script>").replace("told", "tóld").encode("cp1252")
    article = send(client, sent, "text/html; charset=iso-8859-1").json
    answer = client.get(f"/v1/articles/{article['id']}/page")
    assert answer.data == sent
    assert answer.headers["Content-Type"] == "text/plain; charset=windows-1252"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    headers = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"/v1/articles/{article['id']}/page", headers=headers).status_code == 304


def test_where_quotes_and_figures_stand_in_it(client: FlaskClient) -> None:
    sent = page(body=NESTED)
    article = send(client, sent).json
    found = client.get(f"/v1/articles/{article['id']}/page/selectors").json
    assert [one["id"] for one in found["quotes"]] == [one["id"] for one in article["quotes"]]
    assert found["figures"]
    body = html.fromstring(sent).find("body")
    told = [one["text"] for one in article["quotes"] + article["figures"]]
    for one, its_text in zip(found["quotes"] + found["figures"], told, strict=True):
        ranged, position, quoted = one["selectors"]
        exact = body.text_content()[position["start"] : position["end"]]
        assert exact == quoted["exact"] == _between(body, ranged)
        assert "".join(exact.split()) == "".join(its_text.split())
        assert quoted["prefix"] + exact + quoted["suffix"] in body.text_content()


def _between(body: Any, ranged: dict[str, Any]) -> str:
    """What a RangeSelector means, by the text before each of its ends."""
    before: list[str] = []
    for end in ("startSelector", "endSelector"):
        (element,) = body.xpath(ranged[end]["value"])
        inside = ranged[end]["refinedBy"]["start"]
        before.append(_text_before(body, element) + element.text_content()[:inside])
    assert before[1].startswith(before[0])
    return str(before[1][len(before[0]) :])


def _text_before(body: Any, element: Any) -> str:
    parts = body.xpath(".//text()")
    inside = {id(part.getparent()) for part in element.xpath(".//text()")}
    taken = []
    for part in parts:
        owner = part.getparent()
        its = owner.getparent() if part.is_tail else owner
        if its is element or element in its.iterancestors():
            break
        taken.append(part)
    assert inside
    return "".join(taken)


def test_it_belongs_to_the_text_that_came_out_of_it(
    client: FlaskClient, database: Database
) -> None:
    article = send(client, page()).json
    address = f"/v1/articles/{article['id']}"
    etag = {"If-Match": client.get(address).headers["ETag"]}
    changed = client.patch(address, json={"text": "Mara Lindqvist said no."}, headers=etag)
    for path in ("/page", "/page/selectors"):
        answer = client.get(address + path)
        assert answer.status_code == 404
        assert "No page is kept with" in answer.json["detail"]
    assert client.get(f"{address}/page?revision=1").data == page().encode()
    assert faults(database) == []
    headers = {"If-Match": changed.headers["ETag"]}
    assert client.delete(address, headers=headers).status_code == 204
    with database.writes.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM kept_pages")).scalar() == 0


def test_what_came_without_a_page_gets_it_with_the_same_text(client: FlaskClient) -> None:
    as_text = client.post("/v1/extract", json={"text": "No."})
    assert as_text.status_code == 200
    taken = send(client, page()).json
    etag = client.get(f"/v1/articles/{taken['id']}").headers["ETag"]
    client.delete(f"/v1/articles/{taken['id']}", headers={"If-Match": etag})
    number = post(client, url=taken["url"], text=taken["text"]).json["id"]
    assert client.get(f"/v1/articles/{number}/page").status_code == 404
    assert send(client, page()).status_code == 200
    assert client.get(f"/v1/articles/{number}/page").data == page().encode()


def test_pages_are_kept_only_where_that_is_wanted(app: Flask, client: FlaskClient) -> None:
    app.config["KEEP_PAGES"] = False
    try:
        number = send(client, page()).json["id"]
        assert client.get(f"/v1/articles/{number}/page").status_code == 404
    finally:
        app.config["KEEP_PAGES"] = True


@pytest.mark.parametrize("path", ["page", "page/selectors"])
def test_what_is_not_there(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/v1/articles/7/{path}")
    assert (answer.status_code, answer.json["detail"]) == (404, "There is no article 7.")


def test_a_revision_that_no_article_can_have(client: FlaskClient) -> None:
    number = send(client, page()).json["id"]
    for path in (f"/v1/articles/{number}/page", f"/articles/{number}/page"):
        assert client.get(f"{path}?revision={10**17}").status_code == 404


def test_a_page_that_was_damaged_is_told_of(client: FlaskClient, database: Database) -> None:
    send(client, page())
    with database.writes.begin() as connection:
        damaged = gzip.compress(b"page")[:-4] + b"oops"
        connection.execute(text("UPDATE kept_pages SET content = :content"), {"content": damaged})
    found = {outcome.title: outcome.faults for outcome in checking.check(database)}
    assert len(found["kept pages can be unpacked"]) == 1


def test_a_page_may_come_packed(client: FlaskClient) -> None:
    headers = {"Content-Encoding": "gzip"}
    packed = gzip.compress(page().encode())
    answer = client.post("/v1/articles", data=packed, content_type="text/html", headers=headers)
    assert answer.status_code == 201
    assert client.get(f"/v1/articles/{answer.json['id']}/page").data == page().encode()
