"""How many a list has in all, counted where it is asked for."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api.queries import lists
from tests.articles import post_many
from tests.conftest import Statement


@pytest.fixture(autouse=True)
def _stored(client: FlaskClient) -> None:
    post_many(client, 3)


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("articles?", 3),
        ("quotes?", 3),
        ("figures?sort=oldest&fields=id", 3),
        ("articles?q=terminal&sort=rank", 3),
        ("quotes?q=terminal&speaker=Lindqvist", 3),
        ("quotes?kind=direct", 0),
        ("quotes?speaker=Lindqvist,Nobody&published_from=2026-03-02", 2),
        ("articles?publisher=none", 0),
    ],
)
def test_it_is_counted_of_all_pages(client: FlaskClient, asked: str, number: int) -> None:
    page: Any = client.get(f"/v1/{asked}&limit=1&total=true").json
    assert page["total"] == {"value": number, "modifier": "="}
    if page["next"]:
        assert client.get(page["next"]).json["total"] == page["total"]


def test_counting_stops(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNTED", 2)
    lists._select_total.cache_clear()  # noqa: SLF001
    page: Any = client.get("/v1/quotes?total=true").json
    lists._select_total.cache_clear()  # noqa: SLF001
    assert page["total"] == {"value": 2, "modifier": ">"}


def test_nothing_is_counted_unasked(client: FlaskClient, statements: list[Statement]) -> None:
    statements.clear()
    for query in ("", "?total=false"):
        page: Any = client.get(f"/v1/quotes{query}").json
        assert "total" not in page
    assert len(statements) == 2
