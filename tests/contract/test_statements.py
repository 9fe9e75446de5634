"""A read is one SQL statement, however much it shows."""

import pytest
from flask.testing import FlaskClient

from tests.articles import post, post_many
from tests.conftest import Statement


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/v1/articles/{id}", 1),
        ("/v1/articles", 1),
        ("/v1/quotes", 1),
        ("/v1/quotes?kind=indirect&publisher=Harbour+Courier", 1),
        ("/v1/quotes?speaker=Lindqvist", 2),  # one finds who is meant
        ("/v1/figures?unit=m3&min=5", 1),
        ("/v1/figures?status=corrected", 1),
        ("/v1/quotes/{quote}/history", 2),  # what nobody decided on is read from the quote itself
        ("/v1/articles/{id}/revisions", 1),
        ("/v1/articles/{id}/revisions/1", 1),
        ("/v1/articles/{id}/unplaced", 1),
        ("/v1/figures?entity=Northern+Arc", 2),
        ("/v1/quotes/counts?by=speaker", 1),
        ("/v1/figures/counts?by=measure&entity=Northern+Arc", 2),
        ("/v1/articles/{id}?fields=title,quotes", 1),
        ("/v1/figures?fields=value,entity", 1),
        ("/v1/export/articles.ndjson", 1),  # of each 20
        ("/v1/export/quotes.csv?kind=indirect", 1),  # of each 1,000
        ("/v1/export/articles.csv?q=terminal", 1),
        ("/v1/figures?measure=1&property=capacity&convert_to=bcf", 1),
        ("/v1/measures?property=capacity", 1),
        ("/v1/entities", 1),
        ("/v1/entities?name=Lindqvist&kind=person", 2),
        ("/v1/entities?name=Lindkvist", 3),  # the first finds nobody, the second who is meant
        ("/v1/changes", 1),
        ("/v1/articles?q=terminal", 1),
        ("/v1/search?q=terminal", 3),  # one for each type
        ("/v1/search?q=terminal&sort=rank", 5),  # one weighs each type, one shows what was found
    ],
)
def test_reads(client: FlaskClient, statements: list[Statement], path: str, count: int) -> None:
    post_many(client, 5)
    article = post(client).json
    address = path.format(id=article["id"], quote=article["quotes"][0]["id"])
    client.get("/v1/changes?limit=1")  # a process reads the key of its cursors once
    statements.clear()
    assert client.get(address).status_code == 200
    assert len(statements) == count, statements


def test_a_write_costs_the_same_however_much_is_found(
    client: FlaskClient, statements: list[Statement]
) -> None:
    few = "Mara Lindqvist said that the Kestrel pipeline has a capacity of 9 bcm. "
    post(client, url=None, text=few)
    statements.clear()
    silence = " ".join(f"silence{number}" for number in range(100))  # as long as what has copies
    post(client, url=None, text=few + silence)
    for_one = len(statements)
    statements.clear()
    post(client, url=None, text=few * 20)
    assert len(statements) <= for_one
