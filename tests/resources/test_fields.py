"""Sparse fields: less of the same answer."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.articles import post, post_many
from tests.conftest import Statement

SAID = "“We lost 300 ships,” Mara Lindqvist said. The Northern Arc pipeline cost $4.5 billion."
PATHS = ("/v1/articles", "/v1/quotes", "/v1/figures")
SEARCHES = (*(f"{path}?q=cost OR ships" for path in PATHS), "/v1/quotes?q=ships&sort=rank")


def addresses(client: FlaskClient) -> list[str]:
    """One and many of everything."""
    article = post(client, text=SAID).json
    one = (article["id"], article["quotes"][0]["id"], article["figures"][0]["id"])
    return [
        *(*PATHS, *SEARCHES),
        *(f"{path}/{number}" for path, number in zip(PATHS, one, strict=True)),
    ]


def test_each_field_by_itself_is_as_it_is_among_all(client: FlaskClient) -> None:
    for address in addresses(client):
        whole: dict[str, Any] = client.get(address).json or {}
        sign = "&" if "?" in address else "?"
        for name in whole["items"][0] if "items" in whole else whole:
            some: dict[str, Any] = client.get(f"{address}{sign}fields={name}").json or {}
            if "items" in whole:
                assert some["items"] == [{name: item[name]} for item in whole["items"]]
            else:
                assert some == {name: whole[name]}


@pytest.mark.parametrize("asked", ["id,title,quotes", "quotes,id,title,id"])
def test_several_come_in_their_usual_order(client: FlaskClient, asked: str) -> None:
    number = post(client).json["id"]
    answer = client.get(f"/v1/articles/{number}?fields={asked}")
    assert [*(answer.json or ())] == ["id", "title", "quotes"]
    assert [quote["cue"] for quote in answer.json["quotes"]] == ["said"]


def test_a_highlight_stands_only_where_something_was_sought(client: FlaskClient) -> None:
    post(client)
    (item,) = client.get("/v1/quotes?fields=id,highlight").json["items"]
    assert item.keys() == {"id"}


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/quotes", "/v1/figures", "/v1/quotes/1"])
@pytest.mark.parametrize("asked", ["colour", "id,colour", "", "id,", "ID", "selector.start"])
def test_a_field_that_is_not_known_is_refused_by_name(
    client: FlaskClient, path: str, asked: str
) -> None:
    answer = client.get(f"{path}?fields={asked}")
    assert answer.status_code == 422
    (fault,) = answer.json["errors"]
    assert fault["parameter"] == "fields"
    assert repr(asked.rpartition(",")[2]) in fault["detail"]


def test_pages_keep_their_fields(client: FlaskClient) -> None:
    post_many(client, 2)
    first = client.get("/v1/quotes?limit=1&fields=id").json
    (item,) = client.get(first["next"]).json["items"]
    assert item.keys() == {"id"}
    assert item != first["items"][0]


def test_a_version_stays_a_version(client: FlaskClient) -> None:
    address = f"/v1/articles/{post(client).json['id']}?fields=title"
    tag = client.get(address).headers["ETag"]
    assert tag == '"v1"'
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_what_is_not_shown_is_not_read(client: FlaskClient, statements: list[Statement]) -> None:
    number = post(client).json["id"]
    statements.clear()
    client.get(f"/v1/articles/{number}?fields=title")
    ((statement, _),) = statements
    assert "quotes" not in statement
    assert "revisions" not in statement
