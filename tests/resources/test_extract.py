"""Reading without storing."""

import pytest
from flask.testing import FlaskClient

from tests.articles import TEXT, post


def test_a_text_is_read_and_nothing_is_stored(client: FlaskClient) -> None:
    answer = client.post("/v1/extract", json={"text": TEXT})
    assert answer.status_code == 200
    assert answer.json["quotes"][0]["speaker"] == {"name": "Mara Lindqvist"}
    assert answer.json["figures"][0]["value"] == 12_000_000_000
    assert client.get("/v1/articles").json["items"] == []


def test_it_reads_what_storing_reads(client: FlaskClient) -> None:
    stored = post(client).json
    read = client.post("/v1/extract", json={"text": TEXT}).json
    for kind in ("quotes", "figures"):
        for of_stored, of_read in zip(stored[kind], read[kind], strict=True):
            shared = of_stored.keys() & of_read.keys() - {"speaker", "entity"}
            assert {key: of_stored[key] for key in shared} == {key: of_read[key] for key in shared}


def test_a_figure_names_its_quote(client: FlaskClient) -> None:
    text = "“We lost 300 ships,” Mara Lindqvist said."
    answer = client.post("/v1/extract", json={"text": text}).json
    assert answer["figures"][0]["quote"] == 0


def test_an_unread_language_says_so(client: FlaskClient) -> None:
    answer = client.post("/v1/extract", json={"text": "Il pleut.", "language": "fr"})
    assert answer.json == {"extractor": None, "quotes": [], "figures": []}


def test_a_text_may_be_sent_as_it_is(client: FlaskClient) -> None:
    as_json = client.post("/v1/extract", json={"text": TEXT}).json
    plain = client.post("/v1/extract", data=TEXT, content_type="text/plain; charset=utf-8")
    assert plain.json == as_json
    french = client.post("/v1/extract?language=fr", data=TEXT, content_type="text/plain")
    assert french.json["extractor"] is None


@pytest.mark.parametrize(
    ("body", "media_type", "status", "detail"),
    [
        (b"Caf\xe9", "text/plain", 400, "The body is not UTF-8: byte 3 is 0xe9."),
        (b"a\0b", "text/plain", 422, "Character 1 is NUL"),
        (b"  ", "text/plain", 422, "Empty"),
        (b"<p>x", "text/html", 415, "or a text alone, with Content-Type: text/plain."),
    ],
)
def test_a_text_that_cannot_be_read_says_why(
    client: FlaskClient, body: bytes, media_type: str, status: int, detail: str
) -> None:
    answer = client.post("/v1/extract", data=body, content_type=media_type)
    assert answer.status_code == status
    assert detail in answer.text


def test_an_article_is_not_sent_as_plain_text(client: FlaskClient) -> None:
    answer = client.post("/v1/articles", data=TEXT, content_type="text/plain")
    assert answer.status_code == 415
