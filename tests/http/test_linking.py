"""Linked data: what a JSON-LD processor makes of it, with nothing to fetch."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from pyld import jsonld

from tests.articles import post, post_many

LD = {"Accept": "application/ld+json"}
SCHEMA, OA = "http://schema.org/", "http://www.w3.org/ns/oa#"
TEXT = (
    "“We lost 300 ships,” Mara Lindqvist said. Tariffs of 25 to 100 percent were imposed. "
    "The Northern Arc pipeline has a capacity of more than 12 billion cubic metres."
)
PATHS = ("/v1/articles", "/v1/quotes", "/v1/figures")


def refuse_to_fetch(address: str, _options: Any) -> Any:
    raise AssertionError(f"{address} would be fetched")


def linked(client: FlaskClient, address: str) -> Any:
    answer = client.get(address, headers=LD)
    assert answer.content_type == "application/ld+json"
    return answer.json


def expanded(document: Any) -> Any:
    (node,) = jsonld.expand(document, {"documentLoader": refuse_to_fetch})
    return node


@pytest.fixture
def addresses(client: FlaskClient) -> list[str]:
    """One and many of everything."""
    article = post(client, text=TEXT).json
    return [
        *PATHS,
        f"/v1/articles/{article['id']}",
        *(f"/v1/quotes/{quote['id']}" for quote in article["quotes"]),
        *(f"/v1/figures/{figure['id']}" for figure in article["figures"]),
    ]


def test_a_processor_drops_nothing(client: FlaskClient, addresses: list[str]) -> None:
    for address in addresses:
        document = linked(client, address)
        options = {"documentLoader": refuse_to_fetch}
        again = jsonld.compact(expanded(document), document["@context"], options)
        assert plain(again) == plain(document)


def plain(value: Any) -> Any:
    """A document without what two ways of writing the same may differ in."""
    if isinstance(value, dict):
        inner = {name: plain(found) for name, found in value.items() if name != "@context"}
        return {name: found for name, found in inner.items() if found != []}
    if isinstance(value, list):
        found = [plain(one) for one in value]
        return found[0] if len(found) == 1 else found
    return value.removeprefix("http://localhost").lstrip("/") if isinstance(value, str) else value


def test_a_quote_is_a_quotation_and_an_annotation_of_its_article(client: FlaskClient) -> None:
    article = post(client, text=TEXT).json
    (quote,) = article["quotes"]
    node = expanded(linked(client, f"/v1/quotes/{quote['id']}"))
    assert node["@id"] == f"http://localhost/v1/quotes/{quote['id']}"
    assert node["@type"] == [SCHEMA + "Quotation", OA + "Annotation"]
    (speaker,) = node[SCHEMA + "spokenByCharacter"]
    assert speaker["@id"] == f"http://localhost/v1/entities/{quote['speaker']['id']}"
    assert speaker[SCHEMA + "name"] == [{"@value": "Mara Lindqvist"}]
    (target,) = node[OA + "hasTarget"]
    assert target[OA + "hasSource"] == [{"@id": f"http://localhost/v1/articles/{article['id']}"}]
    position, words = target[OA + "hasSelector"]
    assert position["@type"] == [OA + "TextPositionSelector"]
    start, end = (position[OA + name][0]["@value"] for name in ("start", "end"))
    assert TEXT[start:end] == words[OA + "exact"][0]["@value"] == quote["selector"]["exact"]


def test_a_figure_is_an_observation_of_its_measure(client: FlaskClient) -> None:
    post(client, text=TEXT)
    more_than, tariffs = (
        linked(client, f"/v1/figures?unit={unit}")["itemListElement"][0] for unit in ("m3", "%25")
    )
    assert more_than["@type"] == ["Observation", "Annotation"]
    assert (more_than["minValue"], more_than["unitCode"]) == (12e9, "UCUM:m3")
    assert more_than["observationAbout"]["name"] == "Northern Arc"
    assert more_than["variableMeasured"]["@id"].startswith("v1/measures/")
    assert (tariffs["minValue"], tariffs["maxValue"]) == (25, 100)


def test_money_has_the_code_of_its_currency(client: FlaskClient) -> None:
    post(client, text="The work cost $4.5 billion.")
    (figure,) = linked(client, "/v1/figures")["itemListElement"]
    assert figure["unitCode"] == "ISO4217:USD"


def test_an_article_holds_its_quotes_and_figures(client: FlaskClient) -> None:
    article = post(client, text=TEXT).json
    node = expanded(linked(client, f"/v1/articles/{article['id']}"))
    assert node["@type"] == [SCHEMA + "NewsArticle"]
    assert node[SCHEMA + "articleBody"] == [{"@value": TEXT}]
    assert node[SCHEMA + "url"] == [{"@id": article["url"]}]
    assert len(node[SCHEMA + "hasPart"]) == len(article["quotes"])
    assert len(node[SCHEMA + "mentions"]) == len(article["figures"])


def test_pages_are_followed(client: FlaskClient) -> None:
    post_many(client, 3)
    first = linked(client, "/v1/quotes?limit=2")
    assert first["@type"] == "ItemList"
    second = linked(client, first["next"])
    assert [len(page["itemListElement"]) for page in (first, second)] == [2, 1]
    assert "next" not in second


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("application/ld+json", "application/ld+json"),
        ("application/ld+json, application/json;q=0.9", "application/ld+json"),
        ("application/ld+json;q=0.5, application/json", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
    ],
)
def test_a_client_says_which_form_it_wants(
    client: FlaskClient, addresses: list[str], accept: str, given: str
) -> None:
    for address in addresses:
        answer = client.get(address, headers={"Accept": accept})
        assert answer.content_type == given
        assert "Accept" in answer.headers["Vary"].split(", ")


def test_each_form_has_an_etag_of_its_own(client: FlaskClient, addresses: list[str]) -> None:
    for address in addresses:
        tags = [client.get(address, headers=form).headers["ETag"] for form in ({}, LD)]
        assert tags[0] != tags[1]
        for form, known in (({}, 0), (LD, 1)):
            statuses = [
                client.get(address, headers={**form, "If-None-Match": tag}).status_code
                for tag in tags
            ]
            assert statuses[known] == 304
            assert statuses[1 - known] == 200


def test_a_change_may_name_the_version_by_it(client: FlaskClient) -> None:
    address = f"/v1/articles/{post(client).json['id']}"
    tag = client.get(address, headers=LD).headers["ETag"]
    changed = client.patch(address, json={"title": "New"}, headers={"If-Match": tag})
    assert changed.status_code == 200


def test_a_change_of_a_quote_may_name_its_state_by_it(client: FlaskClient) -> None:
    (quote,) = post(client).json["quotes"]
    address = f"/v1/quotes/{quote['id']}"
    tag = client.get(address, headers=LD).headers["ETag"]
    for status in (200, 412):
        changed = client.patch(address, json={"status": "confirmed"}, headers={"If-Match": tag})
        assert changed.status_code == status
    assert linked(client, address)["status"] == "confirmed"


def test_what_a_list_leaves_out_is_left_out_here(client: FlaskClient) -> None:
    (quote,) = post(client).json["quotes"]
    tag = client.get(f"/v1/quotes/{quote['id']}").headers["ETag"]
    client.patch(
        f"/v1/quotes/{quote['id']}", json={"status": "rejected"}, headers={"If-Match": tag}
    )
    shown = {"": 0, "status=all": 1, "status=all&q=terminal": 1, "status=all&q=pier": 0}
    for query, count in shown.items():
        assert len(linked(client, f"/v1/quotes?{query}")["itemListElement"]) == count


def test_fields_are_those_of_plain_json(client: FlaskClient) -> None:
    answer = client.get("/v1/quotes?fields=id", headers=LD)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == "fields"
