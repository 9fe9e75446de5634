"""The API's description and the signs of life."""

import re

import pytest
from flask.testing import FlaskClient


def test_the_docs_page_needs_no_outside_address(client: FlaskClient) -> None:
    page = client.get("/docs").text
    addresses = re.findall(r'(?:href|src|url)\W+"?((?:/|https?:)[^"]*)"', page)
    assert len(addresses) == 4
    for address in addresses:
        with client.get(address) as answer:
            assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_signs_of_life(client: FlaskClient, path: str) -> None:
    assert client.get(path).text == "ok\n"


def test_the_document_is_served_both_ways(client: FlaskClient) -> None:
    assert client.get("/openapi.json").json["info"]["title"] == "onrecord"
    assert client.get("/openapi.yaml").text.startswith("info:")
