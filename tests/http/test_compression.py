"""gzip: for clients that accept it, where it is worth it, with ETags that still hold."""

import gzip
import json
import zlib

import pytest
from flask.testing import FlaskClient

from tests.articles import post, post_many

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize(
    "path", ["/v1/quotes", "/v1/export/quotes.ndjson", "/v1/export/quotes.csv", "/openapi.yaml"]
)
def test_what_is_compressed_is_the_same(client: FlaskClient, path: str) -> None:
    post_many(client, 5)
    plain, packed = client.get(path), client.get(path, headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2


@pytest.mark.parametrize("asked", ["", "identity", "br", "gzip;q=0", "*;q=0"])
def test_whoever_does_not_ask_gets_it_plain(client: FlaskClient, asked: str) -> None:
    post_many(client, 5)
    answer = client.get("/v1/quotes", headers={"Accept-Encoding": asked})
    assert "Content-Encoding" not in answer.headers
    assert len(answer.json["items"]) == 5


@pytest.mark.parametrize("path", ["/v1/quotes", "/v1/export/quotes.parquet", "/docs"])
def test_what_would_gain_nothing_is_left_alone(client: FlaskClient, path: str) -> None:
    assert "Content-Encoding" not in client.get(path, headers=GZIP).headers


def test_a_compressed_answer_is_known_by_an_etag_of_its_own(client: FlaskClient) -> None:
    address = f"/v1/articles/{post(client).json['id']}"
    plain, packed = client.get(address), client.get(address, headers=GZIP)
    assert (plain.headers["ETag"], packed.headers["ETag"]) == ('"v1"', '"v1-gzip"')
    for answer, headers in ((plain, {}), (packed, GZIP)):
        tag = answer.headers["ETag"]
        again = client.get(address, headers={**headers, "If-None-Match": tag})
        assert (again.status_code, again.headers["ETag"]) == (304, tag)


def test_a_change_may_name_the_version_by_either(client: FlaskClient) -> None:
    address = f"/v1/articles/{post(client).json['id']}"
    for tag in ('"v1-gzip"', '"v2"'):
        answer = client.patch(address, json={"title": tag}, headers={"If-Match": tag})
        assert answer.status_code == 200


def test_results_of_a_stream_are_sent_as_they_come(client: FlaskClient) -> None:
    body = b'{"text": "A"}\n{"text": "B"}\n'
    with client.post(
        "/v1/articles/bulk", data=body, content_type="application/x-ndjson", headers=GZIP
    ) as answer:
        unpacked = zlib.decompressobj(wbits=31)
        first, second, *_ = [unpacked.decompress(part) for part in answer.iter_encoded()]
    assert (json.loads(first)["line"], json.loads(second)["line"]) == (1, 2)
