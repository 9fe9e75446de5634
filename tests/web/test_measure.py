"""A measure's readings, drawn."""

import io
import re
import sys
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from PIL import Image

from api.web.pictures import can_draw
from tests.articles import post

SVG = "{http://www.w3.org/2000/svg}"


def readings(client: FlaskClient, *capacities: str) -> int:
    """Store articles that each give the capacity of one thing; the measure's id."""
    for day, capacity in enumerate(capacities, 1):
        found = post(
            client,
            url=f"https://courier.example/{day}",
            published_at=f"2026-03-{day:02}",
            publisher=f"Paper {day}",
            text=f"The Northern Arc pipeline has a capacity of {capacity}.",
        ).json
    return int(found["figures"][0]["measure"]["id"])


def test_each_reading_has_a_mark_and_a_row(client: FlaskClient) -> None:
    each = ("12 billion cubic metres", "about 13 billion cubic metres", "10 to 14 bcm")
    number = readings(client, *each)
    page = client.get(f"/measures/{number}").text
    assert len(re.findall(r'<g class="p\d"', page)) == len(re.findall(r'<tr id="r\d+"', page)) == 3
    assert "stroke-dasharray" in page
    assert "<caption>" in page


def test_the_picture_is_svg_that_says_what_it_shows(client: FlaskClient) -> None:
    number = readings(client, "12 billion cubic metres")
    answer = client.get(f"/measures/{number}.svg")
    assert answer.content_type == "image/svg+xml"
    picture = ET.fromstring(answer.text)  # noqa: S314 (our own)
    assert picture.tag == f"{SVG}svg"
    title, desc = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None
    assert title.text == "Northern Arc: capacity, in cubic metre"
    assert desc is not None
    assert not [one for one in picture.iter() if one.tag == f"{SVG}style" or "style" in one.attrib]


def test_another_unit_can_be_asked_for(client: FlaskClient) -> None:
    number = readings(client, "12 billion cubic metres", "13 bcm")
    assert "423.776 billion" in client.get(f"/measures/{number}?unit=%5Bcft_i%5D").text
    assert client.get(f"/measures/{number}?unit=kg").status_code == 422


def test_what_cannot_both_be_true_stands_above(client: FlaskClient) -> None:
    for paper, capacity in (("One", "12"), ("Two", "30")):
        found = post(
            client,
            url=f"https://{paper}.example/1",
            publisher=paper,
            text=f"The Northern Arc pipeline has a capacity of {capacity} billion cubic metres.",
        ).json
    page = client.get(f"/measures/{found['figures'][0]['measure']['id']}").text
    assert "Readings that cannot all be true" in page
    assert page.count('class="odd"') == 2


def test_it_can_be_framed_by_others_and_nothing_else_can(client: FlaskClient) -> None:
    number = readings(client, "12 billion cubic metres")
    framed = client.get(f"/measures/{number}/embed").headers["Content-Security-Policy"]
    assert "frame-ancestors *" in framed
    page = client.get(f"/measures/{number}").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page


def test_the_picture_comes_as_png_too(client: FlaskClient) -> None:
    number = readings(client, "12 billion cubic metres", "about 13 bcm", "10 to 14 bcm")
    answer = client.get(f"/measures/{number}.png")
    assert answer.content_type == "image/png"
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert picture.size == (1440, 808)
        assert len(picture.getcolors(1 << 20)) > 10  # type: ignore[arg-type]
    assert len(answer.data) < 100_000


def test_where_pillow_is_missing_the_png_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = readings(client, "12 billion cubic metres")
    assert f"/measures/{number}.png" in client.get(f"/measures/{number}").text
    monkeypatch.setitem(sys.modules, "PIL", None)
    can_draw.cache_clear()
    answer = client.get(f"/measures/{number}.png")
    assert (answer.status_code, answer.content_type) == (501, "application/problem+json")
    assert "onrecord[png]" in answer.json["detail"]
    assert f"/measures/{number}.png" not in client.get(f"/measures/{number}").text
    can_draw.cache_clear()


def test_a_measure_without_a_date_is_a_picture_too(client: FlaskClient) -> None:
    text = "The Northern Arc pipeline has a capacity of 12 billion cubic metres."
    found = post(client, text=text, published_at=None).json
    number = found["figures"][0]["measure"]["id"]
    assert client.get(f"/measures/{number}.png").data.startswith(b"\x89PNG")
