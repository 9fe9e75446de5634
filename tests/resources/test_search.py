"""Quotes found by their words, the same on both stores."""

import pytest
from flask.testing import FlaskClient

from tests.articles import post

SAID = {
    1: "that the gas <terminal> & the harbour would open in May",
    2: "that the harbour would never close",
    3: "that gas prices may rise, in May or later",
}


@pytest.fixture
def _quotes(client: FlaskClient) -> None:
    for number, words in SAID.items():
        post(
            client,
            url=f"https://courier.example/{number}",
            text=f"Mara Lindqvist said {words}.",
            published_at=f"2026-03-0{4 - number}T00:00:00Z",
        )


def found(client: FlaskClient, query: str, **more: str) -> list[int]:
    """The numbers of the quotes that a search finds, in its order."""
    answer = client.get("/v1/quotes", query_string={"q": query} | more)
    texts = [item["text"] for item in answer.json["items"]]
    return [number for text in texts for number, words in SAID.items() if text == words]


@pytest.mark.usefixtures("_quotes")
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("harbour", [2, 1]),
        ("HARBOUR", [2, 1]),
        ("gas may", [3, 1]),
        ('"in May"', [3, 1]),
        ('"may in"', []),
        ("gas -harbour", [3]),
        ('harbour -"would never"', [1]),
        ("gas OR never", []),
        ("gas* NEAR(", []),
        ('gas "', [3, 1]),
        ("would-never", [2]),
        ("harb", []),
        ("'; drop table quotes", []),
    ],
)
def test_words_phrases_and_what_must_be_absent(
    client: FlaskClient, query: str, numbers: list[int]
) -> None:
    assert found(client, query) == numbers


@pytest.mark.usefixtures("_quotes")
def test_a_search_keeps_to_the_other_filters(client: FlaskClient) -> None:
    assert found(client, "gas", speaker="Lindqvist", published_from="2026-03-02") == [1]
    assert found(client, "gas", kind="direct") == []


@pytest.mark.usefixtures("_quotes")
def test_what_was_found_is_marked_and_safe_to_show(client: FlaskClient) -> None:
    (hit,) = client.get("/v1/quotes?q=terminal").json["items"]
    marked = "that the gas &lt;<mark>terminal</mark>> &amp; the harbour would open in May"
    assert hit["highlight"] == marked


@pytest.mark.usefixtures("_quotes")
def test_a_search_is_paged(client: FlaskClient) -> None:
    first = client.get("/v1/quotes?q=harbour&limit=1").json
    second = client.get(first["next"]).json
    assert [first["items"][0]["text"], second["items"][0]["text"]] == [SAID[2], SAID[1]]
    assert second["next"] is None


@pytest.mark.usefixtures("_quotes")
def test_what_is_gone_is_found_no_more(client: FlaskClient) -> None:
    post(client, url="https://courier.example/2", text="The harbour was quiet.")
    assert found(client, "harbour") == [1]
    (first,) = client.get("/v1/articles?url=https://courier.example/1").json["items"]
    address = f"/v1/articles/{first['id']}"
    client.delete(address, headers={"If-Match": client.get(address).headers["ETag"]})
    assert found(client, "harbour") == []


@pytest.mark.parametrize("query", ["", "-gas", "- -", "—"])
def test_a_search_for_nothing_is_refused(client: FlaskClient, query: str) -> None:
    answer = client.get("/v1/quotes", query_string={"q": query})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == "q"
