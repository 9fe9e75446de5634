"""What comes in: compressed or not, with a byte order mark or without, and within its bounds."""

import gzip
import json
import zlib
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.articles import post

BOM = b"\xef\xbb\xbf"
BODY = b'{"text": "Mara Lindqvist said that 300 ships had come."}'
LINES = BODY + b"\n" + BODY.replace(b"300", b"400") + b"\n"


def extract(client: FlaskClient, body: bytes, **headers: str) -> Any:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/v1/extract", data=body, headers=sent, content_type="application/json")


def bulk(client: FlaskClient, body: bytes, kind: str = "application/x-ndjson", **kw: Any) -> Any:
    return client.post("/v1/articles/bulk", data=body, content_type=kind, **kw)


def results(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("GZIP", gzip.compress(BODY[:9], mtime=0) + gzip.compress(BODY[9:], mtime=0)),
        ("x-gzip", gzip.compress(BODY, mtime=0)),
        ("deflate", zlib.compress(BODY)),
        ("identity", BODY),
    ],
)
def test_a_compressed_body_is_read(client: FlaskClient, coding: str, packed: bytes) -> None:
    answer = extract(client, packed, Content_Encoding=coding)
    assert [figure["value"] for figure in answer.json["figures"]] == [300]


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_coding_that_is_not_known_is_refused(client: FlaskClient, coding: str) -> None:
    lines = bulk(client, LINES, headers={"Content-Encoding": coding})
    for answer in (extract(client, BODY, Content_Encoding=coding), lines):
        assert (answer.status_code, answer.headers["Accept-Encoding"]) == (415, "gzip, deflate")
        assert answer.json["errors"][0]["header"] == "Content-Encoding"


@pytest.mark.parametrize(
    "body", [BODY, gzip.compress(BODY, mtime=0)[:-9], gzip.compress(BODY, mtime=0)[:5]]
)
def test_what_is_not_compressed_as_it_says_is_refused(client: FlaskClient, body: bytes) -> None:
    answer = extract(client, body, Content_Encoding="gzip")
    assert answer.status_code == 400
    assert "compressed" in answer.json["detail"]


def test_what_comes_out_has_the_limit_of_a_body(client: FlaskClient) -> None:
    bomb = gzip.compress(b'{"text": "' + b"x" * 50_000_000 + b'"}', mtime=0)
    assert len(bomb) < 100_000
    assert extract(client, bomb, Content_Encoding="gzip").status_code == 413
    (result,) = results(bulk(client, bomb, headers={"Content-Encoding": "gzip"}))
    assert result["status"] == 413


def test_lines_are_unpacked_as_they_come(client: FlaskClient) -> None:
    answer = bulk(client, gzip.compress(LINES, mtime=0), headers={"Content-Encoding": "gzip"})
    assert [result["status"] for result in results(answer)] == [201, 201]
    broken = bulk(client, gzip.compress(LINES, mtime=0)[:-12], headers={"Content-Encoding": "gzip"})
    assert results(broken)[-1]["status"] == 400


@pytest.mark.parametrize("name", ["x-ndjson", "ndjson", "jsonl", "x-jsonlines", "jsonlines"])
def test_ndjson_has_several_names(client: FlaskClient, name: str) -> None:
    answer = bulk(client, LINES, f"application/{name}; charset=utf-8")
    assert [result["status"] for result in results(answer)] == [201, 201]


@pytest.mark.parametrize("name", ["application/json", "text/plain", ""])
def test_what_is_no_ndjson_is_refused(client: FlaskClient, name: str) -> None:
    assert bulk(client, LINES, name).status_code == 415


def test_a_byte_order_mark_is_no_part_of_a_text(client: FlaskClient) -> None:
    assert extract(client, BOM + BODY).status_code == 200
    joined = BOM + LINES.splitlines()[0] + b"\n" + BOM + LINES.splitlines()[1]
    assert [result["status"] for result in results(bulk(client, joined))] == [201, 201]


@pytest.mark.parametrize("query", ["q=%FF", "publisher=a%C3", "speaker=%ED%A0%80", "%FF=1"])
def test_a_parameter_that_is_no_text_is_refused(client: FlaskClient, query: str) -> None:
    for path in ("/v1/quotes", "/v1/articles/1/revisions"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert answer.json["errors"][0]["parameter"]


def test_each_line_is_one_line_to_every_reader(client: FlaskClient) -> None:
    between = "\u2028 \u2029 \u0085"
    text = f"It was noon.{between}Mara Lindqvist said that 300 ships had come."
    post(client, text=text)
    for name in ("articles", "quotes", "figures"):
        lines = client.get(f"/v1/export/{name}.ndjson").text.splitlines()
        (row,) = map(json.loads, lines)
        assert between in (row["text"] if name == "articles" else row["selector"]["prefix"])
    (result,) = results(bulk(client, b'{"te\xc2\x85xt": 1, "text": "a"}'))
    assert "te\u0085xt" in result["errors"][0]["pointer"]
