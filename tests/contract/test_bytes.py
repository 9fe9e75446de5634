"""What nobody would send: it is answered, with a fault where it has one, and never with an error.

A few hundred in each run of the tests; `make fuzz` takes many more.
Whatever was once answered wrongly stands here as an example.
"""

import io
import json

from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st

from tests.articles import TEXT, post_many
from tests.fuzz import often
from tests.web.sending import send

searches = st.lists(
    st.sampled_from(
        [
            "gas",
            "OR",
            "AND",
            "NOT",
            "-",
            "(",
            ")",
            '"',
            "“",
            "*",
            "title:",
            ":",
            "¦",
            "ß",
            " ",
            "\0",
        ]
    )
    | st.text(max_size=3),
    max_size=12,
).map("".join)
texts = st.lists(
    st.sampled_from(
        [*TEXT.split(), "“", "”", '"', "said", "$3-", "1,000", "½", "\n\n", "\u2028", "’s", "Mr."]
    )
    | st.text(st.characters(codec="utf-8"), max_size=4),
    max_size=60,
).map(" ".join)
documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "url", "title", "authors", "x", ""]), inner)
    ),
    max_leaves=12,
)


def written(document: object) -> bytes:
    return json.dumps(document).encode()


@often(20)
@given(searches)
@example('title:"')
@example("a" * 5000)
def test_searches(client: FlaskClient, typed: str) -> None:
    for name in ("articles", "quotes", "figures", "entities"):
        answer = client.get(f"/v1/{name}", query_string={"q": typed})
        assert answer.status_code in {200, 422}, answer.text


@often(20)
@given(texts)
def test_texts(client: FlaskClient, text: str) -> None:
    answer = client.post("/v1/extract", json={"text": text})
    assert answer.status_code in {200, 422}
    read: dict = answer.json or {}
    for found in (*read.get("quotes", ()), *read.get("figures", ())):
        place = found["selector"]
        assert text[place["start"] : place["end"]] == place["exact"]


@often(20)
@given(documents)
@example({"text": "a", "authors": [[]]})
@example({"a" * 100_000: 1})
def test_documents(client: FlaskClient, document: object) -> None:
    for path in ("/v1/extract", "/v1/articles"):
        answer = client.post(path, data=written(document), content_type="application/json")
        assert answer.status_code in {200, 201, 422}
        if answer.status_code == 422:
            assert 0 < len(answer.json["errors"]) <= 100
            assert len(answer.data) < 100_000


@often(20)
@given(st.data())
def test_cursors(client: FlaskClient, data: st.DataObject) -> None:
    if not client.get("/v1/articles").json["items"]:
        post_many(client, 3)
    following = client.get("/v1/articles?limit=1").json["next"]
    cursor = following.rpartition("cursor=")[2]
    place = data.draw(st.integers(0, len(cursor) - 1))
    changed = cursor[:place] + data.draw(st.text(max_size=3)) + cursor[place + 1 :]
    answer = client.get("/v1/articles", query_string={"limit": 1, "cursor": changed})
    assert answer.status_code in {200, 422}
    if answer.status_code == 200:  # base64 has more than one way to write the last of it
        assert len(answer.json["items"]) <= 1


@often(20)
@given(
    st.sampled_from(["a.txt", "a.json", "a.toml", "a.md", "a.html", "a"]),
    st.binary(max_size=60)
    | texts.map(str.encode)
    | documents.map(lambda it: json.dumps(it).encode()),
)
@example("a.html", b"<html><body>" + b"<div>" * 500)
@example("a.toml", b"text = 1979-05-27")
@example("a.json", b"[" * 2000)
def test_files(client: FlaskClient, name: str, content: bytes) -> None:
    answer = send(client, "/read", file=(io.BytesIO(content), name))
    assert answer.status_code in {200, 422}, answer.text
