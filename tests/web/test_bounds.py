"""Pages of what is long: each stays small, and all of it can be reached."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.articles import post
from tests.web.sending import BROWSER, send

LARGEST = 100_000
WORDS = "It rained over Tarn Lake. "


@pytest.mark.parametrize("gap", [" ", "\n\n"], ids=["one paragraph", "many"])
def test_a_long_revision_comes_in_parts(client: FlaskClient, gap: str) -> None:
    text = gap.join(f"It rained on day {day} <again>." for day in range(9_000))
    number = post(client, text=text).json["id"]
    path, seen = f"/articles/{number}/revisions/1", ""
    while path:
        page = client.get(path, headers=BROWSER)
        assert len(page.data) <= LARGEST
        seen += page.text
        following = re.search(r'rel="next" href="([^"]+)"', page.text)
        path = f"/articles/{number}/revisions/1{unescape(following[1])}" if following else ""
    assert "on day 0 " in seen
    assert "on day 8999 " in seen


def test_a_long_change_comes_in_parts(client: FlaskClient) -> None:
    for word in ("rain", "snow"):
        text = "\n".join(f"day {day} {word} <{day}> {word}" for day in range(1_200))
        number = post(client, text=text).json["id"]
    page = client.get(f"/articles/{number}/revisions/2", headers=BROWSER)
    assert len(page.data) <= LARGEST
    assert "<ins>snow" in page.text


@pytest.mark.parametrize("text", [WORDS * 8_000, "雨が降った。" * 20_000], ids=["latin", "wide"])
def test_a_long_text_is_read_on_a_small_page(client: FlaskClient, text: str) -> None:
    page = send(client, "/read", text=text)
    assert len(page.data) <= LARGEST
    assert "onrecord add FILE" in page.text
    again = send(client, "/articles", text=text, url="nowhere")
    assert again.status_code == 422
    assert len(again.data) <= LARGEST
