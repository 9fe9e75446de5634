"""A read is one SQL statement, however much it shows."""

import pytest
from flask.testing import FlaskClient

from tests.articles import post, post_many
from tests.conftest import Statement


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/v1/articles/{id}", 1),
        ("/v1/articles", 1),
        ("/v1/quotes", 1),
        ("/v1/quotes?kind=indirect&publisher=Harbour+Courier", 1),
        ("/v1/quotes?speaker=Lindqvist", 2),  # one finds who is meant
        ("/v1/figures?unit=m3&min=5", 1),
        ("/v1/figures?entity=Northern+Arc", 2),
        ("/v1/figures?measure=1&property=capacity&convert_to=bcf", 1),
        ("/v1/measures?property=capacity", 1),
        ("/v1/entities", 1),
        ("/v1/entities?name=Lindqvist&kind=person", 2),
        ("/v1/entities?name=Lindkvist", 3),  # the first finds nobody, the second who is meant
    ],
)
def test_reads(client: FlaskClient, statements: list[Statement], path: str, most: int) -> None:
    post_many(client, 5)
    number = post(client).json["id"]
    statements.clear()
    assert client.get(path.format(id=number)).status_code == 200
    assert len(statements) <= most, statements


def test_a_write_costs_the_same_however_much_is_found(
    client: FlaskClient, statements: list[Statement]
) -> None:
    few = "Mara Lindqvist said that 300 ships came. "
    post(client, url=None, text=few)
    statements.clear()
    post(client, url=None, text=few + "The rest is silence.")
    for_one = len(statements)
    statements.clear()
    post(client, url=None, text=few * 20)
    assert len(statements) <= for_one
