"""The addresses that are given out lead back here, by whatever way a client came."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.config import Settings
from tests.articles import post, post_many

PUBLIC = "https://news.example/onrecord"
LIES = {
    "Host": "evil.localhost",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": "/evil",
}


@pytest.fixture
def public(client: FlaskClient, store_url: str) -> Iterator[FlaskClient]:  # noqa: ARG001
    """A service below a path behind a proxy that speaks TLS."""
    app = create_app(Settings(database_url=store_url, public_url=PUBLIC))
    yield app.test_client()
    app.extensions["database"].dispose()


def below(answer: TestResponse, address: str) -> str:
    """What the proxy would hand on of an address that was given out."""
    assert address.startswith(PUBLIC), answer
    return address.removeprefix(PUBLIC)


@pytest.mark.parametrize("path", ["/v1/quotes", "/v1/articles", "/v1/search?q=terminal&copies=all"])
def test_pages_are_followed_at_the_public_address(public: FlaskClient, path: str) -> None:
    post_many(public, 3)
    answer = public.get(f"{path}{'&' if '?' in path else '?'}limit=2", headers=LIES)
    following = answer.json["next"]
    assert answer.headers["Link"].startswith(f'<{following}>; rel="next"')
    assert len(public.get(below(answer, following)).json["items"]) >= 1


def test_the_feed_goes_on_there(public: FlaskClient) -> None:
    answer = public.get("/v1/changes", headers=LIES)
    post(public)
    assert public.get(below(answer, answer.json["next"])).json["items"]


def test_linked_data_has_its_names_there(public: FlaskClient) -> None:
    (quote,) = post(public).json["quotes"]
    document = public.get("/v1/quotes", headers={"Accept": "application/ld+json"}).json
    assert document["@context"]["@base"] == f"{PUBLIC}/"
    (node,) = document["itemListElement"]
    assert node["@id"] == f"v1/quotes/{quote['id']}"


def test_what_is_created_and_what_was_merged_is_there(public: FlaskClient) -> None:
    created = post(public)
    assert created.headers["Location"] == f"/onrecord/v1/articles/{created.json['id']}"
    another = post(public, url=None, text="Nils Aker said that the ferry would sail at noon.")
    one, other = (found.json["quotes"][0]["speaker"]["id"] for found in (created, another))
    merged = public.post(f"/v1/entities/{one}/merge", json={"entity": other})
    assert merged.status_code == 200
    moved = public.get(f"/v1/entities/{other}")
    assert (moved.status_code, moved.location) == (308, f"/onrecord/v1/entities/{one}")
    assert moved.headers["Cache-Control"] == "no-store"


def test_the_documentation_is_there(public: FlaskClient) -> None:
    assert 'href="/onrecord/docs"' in public.get("/").text
    page = public.get("/docs").text
    for name in ("docs/swagger-ui.css", "docs/swagger-ui-bundle.js", "docs/start.js"):
        assert f'"/onrecord/{name}"' in page
    assert '"/onrecord/openapi.json"' in public.get("/docs").text
    assert public.get("/openapi.json").json["servers"] == [{"url": PUBLIC}]


def test_without_a_setting_only_the_host_counts(client: FlaskClient) -> None:
    post_many(client, 2)
    answer = client.get("/v1/quotes?limit=1", headers=LIES | {"Host": "one.localhost:8000"})
    assert answer.json["next"].startswith("http://one.localhost:8000/v1/quotes?")


def test_a_host_that_is_none_is_refused(client: FlaskClient, store_url: str) -> None:
    post_many(client, 2)
    app = create_app(Settings(database_url=store_url, public_reads=True))
    answer = app.test_client().get("/v1/quotes?limit=1", headers={"Host": "a b/c"})
    assert (answer.status_code, answer.json["errors"][0]["header"]) == (400, "Host")
    app.extensions["database"].dispose()


def test_the_next_address_is_one_however_it_was_asked_for(client: FlaskClient) -> None:
    post_many(client, 2, publisher="Ellingvåg Post")
    asked = {"QUERY_STRING": "publisher=Ellingvåg Post&limit=1".encode().decode("latin-1")}
    following = client.get("/v1/quotes", environ_overrides=asked).json["next"]
    assert following.isascii()
    assert len(client.get(following).json["items"]) == 1
