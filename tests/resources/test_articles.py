"""Articles over HTTP: in, out, changed, gone."""

import pytest
from flask.testing import FlaskClient

from tests.articles import TEXT, post, post_many


def test_an_article_comes_back_with_what_is_in_it(client: FlaskClient) -> None:
    answer = post(client)
    assert answer.status_code == 201
    (quote,), (figure,) = answer.json["quotes"], answer.json["figures"]
    assert quote["speaker"]["name"] == "Mara Lindqvist"
    assert (figure["value"], figure["unit_code"]) == (12_000_000_000, "m3")
    assert client.get(f"/v1/articles/{answer.json['id']}").json == answer.json


def test_every_selector_points_at_its_surface(client: FlaskClient) -> None:
    text = f"«Ångström» 🚢 reports.\n\n{TEXT}"
    found = post(client, text=text).json
    for selector in [reading["selector"] for reading in found["quotes"] + found["figures"]]:
        start, end = selector["start"], selector["end"]
        assert text[start:end] == selector["exact"]
        assert text[:start].endswith(selector["prefix"])
        assert text[end:].startswith(selector["suffix"])


def test_the_same_url_and_text_again_is_the_stored_one(client: FlaskClient) -> None:
    first, second = post(client), post(client, title="Another title")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json == first.json


def test_the_same_url_with_a_new_text_is_a_new_revision(client: FlaskClient) -> None:
    first = post(client).json
    second = post(client, text="The harbour was quiet.")
    assert second.status_code == 201
    assert second.json["id"] == first["id"]
    assert (second.json["revision"], second.json["version"]) == (2, 2)
    assert second.json["quotes"] == []


def test_lists_show_the_items_of_the_current_text_only(client: FlaskClient) -> None:
    quote = post(client).json["quotes"][0]
    post(client, text="The harbour was quiet.")
    assert client.get("/v1/quotes").json["items"] == []
    assert client.get(f"/v1/quotes/{quote['id']}").json["revision"] == 1


def test_without_a_url_the_text_makes_the_article(client: FlaskClient) -> None:
    first, second = post(client, url=None), post(client, url=None)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json["id"] == first.json["id"]
    assert post(client, url=None, text=TEXT + " ").json["id"] != first.json["id"]


def test_the_text_is_kept_as_sent(client: FlaskClient) -> None:
    text = "  A tab\t, a return\r\n, a no-break\u00a0space, e\u0301 and 🚢 \u2028 stay.\n\n"
    assert post(client, text=text).json["text"] == text


def test_what_is_optional_may_be_left_out(client: FlaskClient) -> None:
    answer = client.post("/v1/articles", json={"text": TEXT})
    assert answer.status_code == 201
    assert answer.json["published_at"] is None
    assert answer.json["language"] == "en"


def test_an_article_in_an_unread_language_is_stored_and_says_so(client: FlaskClient) -> None:
    found = post(
        client, language="de", text="„Ja“, sagte Mara Lindqvist. 12 Millionen Menschen."
    ).json
    assert found["extractor"] is None
    assert (found["quotes"], found["figures"]) == ([], [])


def test_times_come_back_in_utc(client: FlaskClient) -> None:
    found = post(client, published_at="2026-03-04T10:30:00.5+02:00").json
    assert found["published_at"] == "2026-03-04T08:30:00.500000Z"


def test_a_change_needs_the_version_that_is_meant(client: FlaskClient) -> None:
    stored = post(client)
    address, tag = f"/v1/articles/{stored.json['id']}", stored.headers["ETag"]
    change = {"publisher": "Evening Lamp"}
    assert client.patch(address, json=change).status_code == 428
    changed = client.patch(address, json=change, headers={"If-Match": tag})
    assert changed.json["publisher"] == "Evening Lamp"
    assert changed.json["version"] == 2
    late = client.patch(address, json=change, headers={"If-Match": tag})
    assert (late.status_code, late.json["errors"][0]["header"]) == (412, "If-Match")
    assert client.delete(address, headers={"If-Match": tag}).status_code == 412


def test_a_change_of_metadata_reaches_quotes_and_figures(client: FlaskClient) -> None:
    stored = post(client)
    change = {"publisher": "Evening Lamp", "published_at": "2025-01-01T00:00:00Z"}
    client.patch(
        f"/v1/articles/{stored.json['id']}",
        json=change,
        headers={"If-Match": stored.headers["ETag"]},
    )
    (quote,) = client.get("/v1/quotes?publisher=Evening%20Lamp").json["items"]
    assert quote["published_at"] == "2025-01-01T00:00:00.000000Z"
    assert quote["revision"] == 1
    assert len(client.get("/v1/figures?published_to=2025-01-02").json["items"]) == 1


def test_a_change_of_text_makes_a_revision(client: FlaskClient) -> None:
    stored = post(client)
    changed = client.patch(
        f"/v1/articles/{stored.json['id']}",
        json={"text": "Some 300 ships called at the port."},
        headers={"If-Match": stored.headers["ETag"]},
    ).json
    assert changed["revision"] == 2
    assert [figure["value"] for figure in changed["figures"]] == [300]


def test_two_articles_never_share_a_url(client: FlaskClient) -> None:
    post(client)
    other = post(client, url="https://courier.example/other")
    answer = client.patch(
        f"/v1/articles/{other.json['id']}",
        json={"url": "https://courier.example/terminal"},
        headers={"If-Match": other.headers["ETag"]},
    )
    assert answer.status_code == 409


def test_what_is_deleted_is_gone_with_all_that_was_in_it(client: FlaskClient) -> None:
    stored = post(client)
    address = f"/v1/articles/{stored.json['id']}"
    assert client.delete(address).status_code == 428
    gone = client.delete(address, headers={"If-Match": stored.headers["ETag"]})
    assert (gone.status_code, gone.data) == (204, b"")
    assert client.get(address).status_code == 404
    assert client.get("/v1/quotes").json["items"] == []
    assert client.get("/v1/figures").json["items"] == []


def test_what_is_known_is_not_sent_again(client: FlaskClient) -> None:
    stored = post(client)
    address, tag = f"/v1/articles/{stored.json['id']}", stored.headers["ETag"]
    known = client.get(address, headers={"If-None-Match": tag})
    assert (known.status_code, known.data, known.headers["ETag"]) == (304, b"", tag)
    client.patch(address, json={"title": "Changed"}, headers={"If-Match": tag})
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", [3, 2, 1]),
        ("publisher=Harbour%20Courier", [3, 2, 1]),
        ("publisher=Nobody", []),
        ("published_from=2026-03-02", [3, 2]),
        ("published_to=2026-03-02", [1]),
        ("published_from=2026-03-02T00:00:00Z&published_to=2026-03-02T00:00:01Z", [2]),
        ("url=https://courier.example/2", [2]),
        ("language=en&limit=1", [3]),
    ],
)
def test_articles_are_listed_newest_first(client: FlaskClient, query: str, days: list[int]) -> None:
    post_many(client, 3)
    items = client.get(f"/v1/articles?{query}").json["items"]
    assert [int(item["published_at"][8:10]) for item in items] == days


def test_an_article_without_a_date_counts_from_when_it_came(client: FlaskClient) -> None:
    post_many(client, 1)
    post(client, url=None, published_at=None)
    items = client.get("/v1/articles").json["items"]
    assert [item["published_at"] is None for item in items] == [True, False]


def test_a_date_alone_is_its_midnight_in_utc(client: FlaskClient) -> None:
    stored = post(client, published_at="2026-05-01").json
    assert stored["published_at"] == "2026-05-01T00:00:00.000000Z"
    refused = post(client, published_at="2026-02-30")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "#/published_at"
