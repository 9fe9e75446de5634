"""What is found by its words, the same on both stores."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api.services import upkeep
from api.store import migrate
from api.store.database import Database
from tests.articles import post
from tests.contract.test_paging import follow

SAID = {
    1: "the gas <terminal> & the harbour would open in May",
    2: "the harbour would never close",
    3: "gas prices may rise, in May or later",
}


@pytest.fixture
def _quotes(client: FlaskClient) -> None:
    for number, words in SAID.items():
        post(
            client,
            url=f"https://courier.example/{number}",
            text=f"Mara Lindqvist said that {words}.",
            published_at=f"2026-03-0{4 - number}T00:00:00Z",
        )


def found(client: FlaskClient, query: str, **more: str) -> list[int]:
    """The numbers of the quotes that a search finds, in its order."""
    answer = client.get("/v1/quotes", query_string={"q": query} | more)
    texts = [item["text"] for item in answer.json["items"]]
    return [number for text in texts for number, words in SAID.items() if text == words]


def highlights(client: FlaskClient, address: str, **query: str) -> list[str]:
    """What a search shows of what it finds, in its order."""
    answer = client.get(address, query_string=query)
    return [item["highlight"] for item in answer.json["items"]]


def change(client: FlaskClient, number: int, **changes: Any) -> None:
    """Change an article as it stands."""
    address = f"/v1/articles/{number}"
    headers = {"If-Match": client.get(address).headers["ETag"]}
    assert client.patch(address, json=changes, headers=headers).status_code == 200


@pytest.mark.usefixtures("_quotes")
@pytest.mark.parametrize("query", ["", "q=gas OR harbour&", "speaker=Lindqvist,Adeyemi&"])
def test_the_oldest_first(client: FlaskClient, query: str) -> None:
    newest = client.get(f"/v1/quotes?{query}sort=newest").json["items"]
    pages = [
        page.json["items"] for page in follow(client, f"/v1/quotes?{query}sort=oldest&limit=2")
    ]
    assert len(pages) == 2
    assert [item for page in pages for item in page] == newest[::-1]
    first = client.get(f"/v1/quotes?{query}sort=oldest&limit=1").json["next"]
    assert client.get(first.replace("oldest", "date")).status_code == 422


@pytest.mark.usefixtures("_quotes")
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("harbour", [1, 2]),
        ("HARBÖUR", [1, 2]),
        ("gas may", [1, 3]),
        ('"in May"', [1, 3]),
        ('"may in"', []),
        ("gas -harbour", [3]),
        ('harbour -"would never"', [1]),
        ("prices OR never", [2, 3]),
        ("(prices OR never) NOT close", [3]),
        ("harb*", [1, 2]),
        ("harb", []),
        ("would-never", [2]),
        ("'; drop table quotes", []),
        ("NEAR gas", []),
    ],
)
def test_words_phrases_and_what_must_be_absent(
    client: FlaskClient, query: str, numbers: list[int]
) -> None:
    assert found(client, query) == numbers


@pytest.mark.usefixtures("_quotes")
def test_a_search_keeps_to_the_other_filters(client: FlaskClient) -> None:
    assert found(client, "gas", speaker="Lindqvist", published_from="2026-03-02") == [1]
    assert found(client, "gas", published_to="2026-03-03") == [3]
    assert found(client, "gas", kind="direct") == []


@pytest.mark.usefixtures("_quotes")
def test_what_was_found_is_marked_and_safe_to_show(client: FlaskClient) -> None:
    assert highlights(client, "/v1/quotes", q="terminal") == [
        "the gas &lt;<mark>terminal</mark>&gt; &amp; the harbour would open in May"
    ]


@pytest.mark.usefixtures("_quotes")
@pytest.mark.parametrize("sort", ["newest", "rank"])
@pytest.mark.parametrize("name", ["articles", "quotes", "search"])
def test_a_search_is_paged(client: FlaskClient, name: str, sort: str) -> None:
    address = f"/v1/{name}?q=harbour+OR+gas&sort={sort}"
    pages = follow(client, f"{address}&limit=1")
    walked = [item for page in pages for item in page.json["items"]]
    assert walked == client.get(address).json["items"]
    assert len(walked) == (6 if name == "search" else 3)


@pytest.mark.usefixtures("_quotes")
def test_the_best_has_most_of_what_was_asked_for(client: FlaskClient) -> None:
    assert found(client, "harbour OR prices OR rise", sort="rank") == [3, 2, 1]


@pytest.mark.usefixtures("_quotes")
def test_what_is_gone_is_found_no_more(client: FlaskClient) -> None:
    post(client, url="https://courier.example/2", text="The harbour was quiet.")
    assert found(client, "harbour") == [1]
    (first,) = client.get("/v1/articles?url=https://courier.example/1").json["items"]
    address = f"/v1/articles/{first['id']}"
    client.delete(address, headers={"If-Match": client.get(address).headers["ETag"]})
    assert found(client, "harbour") == []
    assert highlights(client, "/v1/articles", q="harbour") == [
        "The <mark>harbour</mark> was quiet."
    ]


def test_what_is_changed_is_found_as_it_is_now(client: FlaskClient) -> None:
    older = post(client, url=None, title="Ice", text="Snow fell.").json["id"]
    newer = post(client, url=None, title="Ice", text="Rain.", published_at="2026-04-01T00:00:00Z")
    change(client, older, title="Frost", published_at="2026-05-01T00:00:00Z")
    assert highlights(client, "/v1/articles", q="ice") == ["<mark>Ice</mark>"]
    assert highlights(client, "/v1/articles", q="snow OR rain") == [
        "<mark>Snow</mark> fell.",
        "<mark>Rain</mark>.",
    ]
    change(client, newer.json["id"], text="Hail.")
    assert highlights(client, "/v1/articles", q="rain") == []


def test_what_was_stored_before_there_was_an_index_is_found(
    client: FlaskClient, database: Database
) -> None:
    post(client, text="Mara Lindqvist said that 300 ships brought gas.")

    def found() -> list[tuple[str, int, str]]:
        items = client.get("/v1/search?q=gas+OR+ships").json["items"]
        return [(item["type"], item["id"], item["highlight"]) for item in items]

    before = found()
    migrate.downgrade(database, "0003")
    upkeep.upgrade(database)
    assert found() == before
    assert len(before) == 3


def test_an_article_is_shown_by_its_best_passage(client: FlaskClient) -> None:
    text = (
        "The harbour was calm. " * 40 + "A <storm> closed the harbour. " + "Then it was calm. " * 40
    )
    post(client, text=text)
    (passage,) = highlights(client, "/v1/articles", q="storm harbour")
    assert "A &lt;<mark>storm</mark>&gt; closed the <mark>harbour</mark>." in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert len(passage) < 400


@pytest.mark.parametrize("query", ["arc capacity", '"12 billion"', "about", "metre"])
def test_a_figure_is_found_by_what_it_is_of_and_what_stands_around_it(
    client: FlaskClient, query: str
) -> None:
    post(client)
    (figure,) = client.get("/v1/figures", query_string={"q": query}).json["items"]
    assert figure["text"] == "12 billion cubic metres"


def test_everything_is_searched_at_once(client: FlaskClient) -> None:
    old = "Mara Lindqvist said that the terminal stored 5 tonnes of gas."
    post(client, url=None, text=old, title="Gas", published_at="2026-01-01T00:00:00Z")
    post(client, text="Jonas Berg said that gas was dear.")
    items = client.get("/v1/search?q=gas").json["items"]
    assert [item["type"] for item in items] == ["article", "quote", "article", "quote", "figure"]
    for item in items:
        shown = item[item["type"]]
        assert shown["id"] == item["id"]
        assert "<mark>gas</mark>" in item["highlight"].lower()
        kept: Any = client.get(f"/v1/{item['type']}s/{item['id']}").json
        assert kept == kept | shown
    some = client.get("/v1/search?q=gas&types=figure,quote&published_to=2026-02-01").json["items"]
    assert some == items[3:]


def test_a_walk_over_everything_meets_all_of_one_minute_once(client: FlaskClient) -> None:
    text = "Mara Lindqvist said that 300 ships brought gas. Jonas Berg said that gas was dear."
    for number in range(3):
        post(client, url=f"https://courier.example/{number}", text=text)
    address = "/v1/search?q=gas+OR+ships&copies=all"
    everything = client.get(address).json["items"]
    assert len(everything) == 12
    for limit in (1, 5):
        pages = follow(client, f"{address}&limit={limit}")
        assert [item for page in pages for item in page.json["items"]] == everything


@pytest.mark.parametrize("name", ["articles", "quotes", "figures", "search"])
@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("", "Nothing to search for: give a word that must be there."),
        ("-gas", "- at character 1 needs another word that must be there."),
        ('gas "in May', "The quote mark at character 5 is not closed."),
        ("gas (oil", "( at character 5 is not closed."),
        ("a " * 300, "Longer than maximum length 500."),
    ],
)
def test_a_search_that_cannot_be_read_says_where(
    client: FlaskClient, name: str, query: str, fault: str
) -> None:
    answer = client.get(f"/v1/{name}", query_string={"q": query})
    assert answer.status_code == 422
    assert answer.json["errors"] == [{"detail": fault, "parameter": "q"}]


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/v1/search", "q"),
        ("/v1/search?q=gas&types=quote,book", "types"),
        ("/v1/search?q=gas&types=", "types"),
        ("/v1/search?q=gas&sort=size", "sort"),
        ("/v1/search?q=gas&kind=direct", "kind"),
        ("/v1/quotes?sort=rank", "sort"),
    ],
)
def test_what_else_cannot_be_asked(client: FlaskClient, address: str, parameter: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 422
    assert [fault["parameter"] for fault in answer.json["errors"]] == [parameter]


@pytest.mark.parametrize(
    "query", ["a " * 250, "cab* " * 100, "a OR " * 99 + "a", "(" * 20 + "a" + ")" * 20]
)
def test_the_longest_queries_are_answered(client: FlaskClient, query: str) -> None:
    post(client, text="A cab came.")
    answer = client.get("/v1/search", query_string={"q": query.strip(), "sort": "rank"})
    assert answer.status_code == 200, answer.text


def test_a_text_beyond_what_an_index_holds_is_stored_and_found(client: FlaskClient) -> None:
    text = "harbour 😀 " + "".join(f"word{number} " for number in range(60_000))
    assert post(client, text=text, language="de").status_code == 201
    assert len(highlights(client, "/v1/articles", q='"harbour word0" word9999')) == 1
    assert highlights(client, "/v1/articles", q="word59999") == []
