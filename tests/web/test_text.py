"""Reading a text on a page, and storing it."""

import io
import re

import pytest
from flask.testing import FlaskClient

from tests.articles import TEXT
from tests.http.test_gate import OUTSIDE, Make, make  # noqa: F401 (a fixture)


def token(client: FlaskClient) -> str:
    page = client.post("/read", data={"text": TEXT}).text
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_what_is_found_is_shown_and_nothing_stored(client: FlaskClient) -> None:
    page = client.post("/read", data={"text": TEXT}).text
    assert "Mara Lindqvist" in page
    assert '<mark class="f high" id="f1">12 billion cubic metres</mark>' in page
    assert client.get("/v1/articles").json["items"] == []


def test_a_file_can_be_read(client: FlaskClient) -> None:
    data = {"file": (io.BytesIO(TEXT.encode()), "terminal.txt")}
    assert "Mara Lindqvist" in client.post("/read", data=data).text


def test_a_page_can_be_read(client: FlaskClient) -> None:
    paragraphs = "".join(f"<p>On day {day} of the year {TEXT}</p>" for day in range(5))
    html = f"<html><title>Terminal to open</title><body><article>{paragraphs}</article></html>"
    data = {"file": (io.BytesIO(html.encode()), "terminal.html")}
    assert "Mara Lindqvist" in client.post("/read", data=data).text


@pytest.mark.parametrize(
    ("name", "content"), [("text.txt", b" "), ("table.csv", b"a,b\n1,2\n"), ("a.txt", b"\xff")]
)
def test_what_cannot_be_read_says_why(client: FlaskClient, name: str, content: bytes) -> None:
    answer = client.post("/read", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_it_is_stored_where_they_say_so(client: FlaskClient) -> None:
    sent = {"token": token(client), "text": "One.\r\nTwo.", "title": "A title", "authors": "A, B"}
    answer = client.post("/articles", data=sent)
    assert answer.status_code == 303
    stored = client.get(f"/v1{answer.location}").json
    assert (stored["text"], stored["title"]) == ("One.\nTwo.", "A title")
    assert stored["authors"] == ["A", "B"]


def test_a_fault_is_told_and_nothing_is_lost(client: FlaskClient) -> None:
    sent = {"token": token(client), "text": TEXT, "url": "nowhere"}
    answer = client.post("/articles", data=sent)
    assert answer.status_code == 422
    assert "url: Not a URL" in answer.text
    assert 'value="nowhere"' in answer.text
    assert client.get("/v1/articles").json["items"] == []


def test_no_other_site_can_send_the_form(client: FlaskClient) -> None:
    ours = token(client)
    for sent, headers in (
        ({}, {}),
        ({"token": "x.y"}, {}),
        ({"token": ours}, {"Sec-Fetch-Site": "cross-site"}),
    ):
        answer = client.post("/articles", data={"text": TEXT, **sent}, headers=headers)
        assert answer.status_code == 403
    client.delete_cookie("onrecord_form")
    assert client.post("/articles", data={"text": TEXT, "token": ours}).status_code == 403
    assert client.get("/v1/articles").json["items"] == []


def test_pages_ask_for_keys_as_the_api_does(make: Make) -> None:  # noqa: F811
    outside = make(**OUTSIDE)
    for path in ("/", "/articles/1", "/about", "/read"):
        answer = outside.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 401
        assert answer.content_type == "text/html; charset=utf-8"
    with outside.get("/assets/onrecord.css") as style:
        assert style.status_code == 200
    readers = make(**OUTSIDE, public_reads=True)
    assert readers.get("/").status_code == 200
    assert readers.post("/articles", data={"text": TEXT}).status_code == 401
