"""Reading a text on a page, and storing it."""

import io

import pytest
from flask.testing import FlaskClient

from tests.articles import TEXT
from tests.http.test_gate import OUTSIDE, Make, make  # noqa: F401 (a fixture)
from tests.web.sending import BROWSER, send, token_of


def test_what_is_found_is_shown_and_nothing_stored(client: FlaskClient) -> None:
    page = send(client, "/read", text=TEXT).text
    assert "Mara Lindqvist" in page
    assert '<mark class="f high" id="f1">12 billion cubic metres</mark>' in page
    assert client.get("/v1/articles").json["items"] == []


def test_a_file_can_be_read(client: FlaskClient) -> None:
    assert (
        "Mara Lindqvist"
        in send(client, "/read", file=(io.BytesIO(TEXT.encode()), "terminal.txt")).text
    )


def test_a_page_can_be_read(client: FlaskClient) -> None:
    paragraphs = "".join(f"<p>On day {day} of the year {TEXT}</p>" for day in range(5))
    html = f"<html><title>Terminal to open</title><body><article>{paragraphs}</article></html>"
    assert (
        "Mara Lindqvist"
        in send(client, "/read", file=(io.BytesIO(html.encode()), "terminal.html")).text
    )


@pytest.mark.parametrize(
    ("name", "content"), [("text.txt", b" "), ("table.csv", b"a,b\n1,2\n"), ("a.txt", b"\xff")]
)
def test_what_cannot_be_read_says_why(client: FlaskClient, name: str, content: bytes) -> None:
    answer = send(client, "/read", file=(io.BytesIO(content), name))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


@pytest.mark.usefixtures("fewer_figures")
@pytest.mark.parametrize("text", ["word " * 200_001, "5 cats " * 201])
def test_what_takes_too_long_is_not_read(client: FlaskClient, text: str) -> None:
    for path in ("/read", "/articles"):
        assert send(client, path, text=text).status_code == 422
    assert client.get("/v1/articles").json["items"] == []


def test_it_is_stored_where_they_say_so(client: FlaskClient) -> None:
    sent = {"text": "One.\r\nTwo.", "title": "A title", "authors": "A, B"}
    answer = send(client, "/articles", **sent)
    assert answer.status_code == 303
    stored = client.get(f"/v1{answer.location}").json
    assert (stored["text"], stored["title"]) == ("One.\nTwo.", "A title")
    assert stored["authors"] == ["A", "B"]


def test_a_fault_is_told_and_nothing_is_lost(client: FlaskClient) -> None:
    answer = send(client, "/articles", text=TEXT, url="nowhere")
    assert answer.status_code == 422
    assert "url: Not a URL" in answer.text
    assert 'value="nowhere"' in answer.text
    assert client.get("/v1/articles").json["items"] == []


def test_no_other_site_can_send_the_form(client: FlaskClient) -> None:
    ours = token_of(client.get("/read").text)
    for sent, headers in (
        ({}, {}),
        ({"token": "x.y"}, {}),
        ({"token": ours}, {"Sec-Fetch-Site": "cross-site"}),
    ):
        for path in ("/read", "/articles"):
            answer = client.post(path, data={"text": TEXT, **sent}, headers=headers)
            assert answer.status_code == 403
    client.delete_cookie("onrecord_form")
    assert client.post("/articles", data={"text": TEXT, "token": ours}).status_code == 403
    assert client.get("/v1/articles").json["items"] == []


def test_pages_ask_for_keys_as_the_api_does(make: Make) -> None:  # noqa: F811
    outside = make(**OUTSIDE)
    for path, to in (("/", ""), ("/articles/1?at=3", "?to=%2Farticles%2F1%3Fat%3D3")):
        assert outside.get(path).status_code == 401
        assert outside.get(path, headers=BROWSER).location == f"/sign-in{to}"
    with outside.get("/assets/onrecord.css") as style:
        assert style.status_code == 200
    readers = make(**OUTSIDE, public_reads=True)
    assert readers.get("/").status_code == 200
    assert readers.post("/articles", data={"text": TEXT}).status_code == 401
