"""Exports over HTTP: all of a list in one file, whole or visibly not."""

import csv
import datetime as dt
import io
import json
import sys
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from flask.testing import FlaskClient
from pyarrow import parquet
from sqlalchemy import insert, literal, select, text

from api.models import Quote
from api.store.database import Database
from tests.articles import TEXT, post, post_many

LISTS = ("articles", "quotes", "figures")
MANY = 20_000  # quotes of the large export: 12 MB


def lines(client: FlaskClient, address: str) -> list[Any]:
    return [json.loads(line) for line in client.get(f"/v1/export/{address}").data.splitlines()]


def table(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(f"/v1/export/{address}")
    return list(csv.DictReader(io.StringIO(answer.data.decode(), newline="")))


def columns(client: FlaskClient, address: str) -> pa.Table:
    return parquet.read_table(io.BytesIO(client.get(f"/v1/export/{address}").data))


@pytest.mark.parametrize("name", LISTS)
def test_an_export_holds_the_list(client: FlaskClient, name: str) -> None:
    post_many(client, 25)
    listed = client.get(f"/v1/{name}?limit=200").json["items"]
    found = lines(client, f"{name}.ndjson")
    assert [row | item for row, item in zip(found, listed, strict=True)] == found
    ids = [item["id"] for item in listed]
    assert [int(row["id"]) for row in table(client, f"{name}.csv")] == ids
    assert columns(client, f"{name}.parquet")["id"].to_pylist() == ids


@pytest.mark.parametrize("extension", ["ndjson", "csv", "parquet"])
def test_a_file_has_a_name_and_a_type(client: FlaskClient, extension: str) -> None:
    answer = client.get(f"/v1/export/quotes.{extension}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="quotes.{extension}"'
    assert answer.mimetype == {
        "ndjson": "application/x-ndjson",
        "csv": "text/csv",
        "parquet": "application/vnd.apache.parquet",
    }.get(extension)


def test_an_article_is_exported_with_the_text_that_selectors_count_in(client: FlaskClient) -> None:
    post(client)
    (article,), (quote,) = lines(client, "articles.ndjson"), table(client, "quotes.csv")
    start, end = int(quote["selector.start"]), int(quote["selector.end"])
    assert article["text"][start:end] == quote["selector.exact"]


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("quotes.csv?speaker=Lindqvist", 1),
        ("quotes.csv?q=terminal", 1),
        ("quotes.csv?q=harbour", 0),
        ("quotes.csv?kind=direct", 0),
        ("figures.csv?unit=m3&min=11000000000", 1),
        ("figures.csv?unit=m3&min=13000000000", 0),
        ("figures.csv?q=capacity", 1),
        ("figures.csv?q=terminal", 0),
        ("figures.csv?status=confirmed", 0),
        ("articles.csv?q=terminal", 1),
        ("articles.csv?q=unheard", 0),
        ("articles.csv?published_from=2026-03-05", 0),
    ],
)
def test_an_export_has_the_filters_of_the_list(
    client: FlaskClient, address: str, count: int
) -> None:
    post(client)
    assert len(table(client, address)) == count


def test_what_was_rejected_is_exported_where_it_is_asked_for(client: FlaskClient) -> None:
    (quote,) = post(client).json["quotes"]
    address = f"/v1/quotes/{quote['id']}"
    tag = client.get(address).headers["ETag"]
    client.patch(address, json={"status": "rejected"}, headers={"If-Match": tag})
    for sought in ("", "&q=terminal"):
        assert lines(client, f"quotes.ndjson?{sought}".rstrip("?")) == []
        (row,) = lines(client, f"quotes.ndjson?status=rejected{sought}")
        assert (row["id"], row["status"]) == (quote["id"], "rejected")


@pytest.mark.parametrize("name", LISTS)
def test_a_search_is_exported_as_it_is_listed(client: FlaskClient, name: str) -> None:
    post_many(client, 25)
    listed = client.get(f"/v1/{name}?limit=200&q=terminal OR capacity").json["items"]
    found = lines(client, f"{name}.ndjson?q=terminal OR capacity")
    assert len(found) == len(listed) > 20
    assert [row | item for row, item in zip(found, listed, strict=True)] == found
    assert all("<mark>" in row["highlight"] for row in found)


@pytest.mark.parametrize(
    "query", ["sort=date", "limit=0", "cursor=x", "colour=red", "min_confidence=2"]
)
def test_what_an_export_does_not_know_is_refused(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/v1/export/quotes.csv?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == query.partition("=")[0]


def test_nothing_found_is_a_whole_file_too(client: FlaskClient) -> None:
    assert client.get("/v1/export/quotes.ndjson").data == b""
    assert client.get("/v1/export/quotes.csv").data.endswith(b",speaker.id,speaker.name\r\n")
    assert columns(client, "quotes.parquet").num_rows == 0


def test_columns_are_typed_in_parquet(client: FlaskClient) -> None:
    post(client)
    found = columns(client, "figures.parquet")
    kinds = {name: str(found.schema.field(name).type) for name in found.column_names}
    assert kinds["id"] == kinds["selector.start"] == kinds["entity.id"] == "int64"
    assert kinds["value"] == kinds["value_max"] == kinds["confidence"] == "double"
    assert kinds["published_at"] == "timestamp[us, tz=UTC]"
    assert kinds["entity.name"] == kinds["change"] == "string"
    (row,) = found.to_pylist()
    assert row["value"] == 12e9
    assert row["published_at"] == dt.datetime(2026, 3, 4, 8, 30, tzinfo=dt.UTC)
    assert row["entity.name"] == "Northern Arc"


def test_csv_and_parquet_have_the_same_columns(client: FlaskClient) -> None:
    post(client)
    for name in LISTS:
        (row,) = table(client, f"{name}.csv")
        assert list(row) == columns(client, f"{name}.parquet").column_names


def test_csv_is_no_formula(client: FlaskClient) -> None:
    post(client, title='=HYPERLINK("http://harm.example")', authors=["@nobody", "Ana"])
    (article,) = table(client, "articles.csv")
    assert article["title"] == '\'=HYPERLINK("http://harm.example")'
    assert json.loads(article["authors"]) == ["@nobody", "Ana"]


def test_csv_keeps_numbers_and_signs_as_they_are(client: FlaskClient) -> None:
    post(client, text="The temperature at the port was -12.5 degrees Celsius on average.")
    (figure,) = table(client, "figures.csv?salience=all")
    assert (figure["value"], figure["modifier"], figure["value_max"]) == ("-12.5", "=", "")


def test_csv_keeps_every_character_of_a_text(client: FlaskClient) -> None:
    odd = 'Über “marks”, "quotes",\nlines\r\nand, commas: ' + TEXT
    post(client, text=odd)
    assert table(client, "articles.csv")[0]["text"] == odd
    assert client.get("/v1/export/articles.csv").data.count(b"\r\n") == 3  # one is the text's own


def test_parquet_that_is_not_installed_says_what_to_install(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "api.exporting.parquet", raising=False)
    answer = client.get("/v1/export/quotes.parquet")
    assert (answer.status_code, answer.content_type) == (501, "application/problem+json")
    assert "pip install 'onrecord[parquet]'" in answer.json["detail"]


@pytest.fixture
def _many(client: FlaskClient, database: Database) -> None:
    """Fill the store with copies of one quote."""
    post(client)
    numbers = select(literal(1).label("number")).cte("numbers", recursive=True)
    following = select(numbers.c.number + 1).where(numbers.c.number < MANY)
    numbers = numbers.union_all(following)
    copied = [column for column in Quote.__table__.c if column.name != "id"]
    copies = select(*copied).select_from(Quote.__table__).join(numbers, literal(value=True))
    with database.writes.begin() as connection:
        connection.execute(insert(Quote).from_select([c.name for c in copied], copies))


def parts(client: FlaskClient, address: str) -> Iterator[bytes]:
    """The body as it is sent."""
    with client.get(f"/v1/export/{address}") as answer:
        yield from answer.iter_encoded()


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize("extension", ["ndjson", "csv", "parquet"])
def test_memory_does_not_grow_with_the_file(client: FlaskClient, extension: str) -> None:
    tracemalloc.start()
    sizes = [len(part) for part in parts(client, f"quotes.{extension}")]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    portions = {"ndjson": 1_000, "csv": 1_000, "parquet": 14_000}[extension]
    assert len(sizes) > MANY // portions
    assert peak < portions * 3_000 + 2_000_000


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize("extension", ["ndjson", "csv", "parquet"])
def test_what_breaks_midway_does_not_look_whole(
    client: FlaskClient, database: Database, extension: str
) -> None:
    sent = bytearray()
    export = map(sent.extend, parts(client, f"quotes.{extension}"))
    next(export)
    rename(database, "quotes", "hidden")
    with pytest.raises(database.reads.dialect.loaded_dbapi.Error):
        list(export)
    rename(database, "hidden", "quotes")
    if extension == "parquet":
        with pytest.raises(pa.ArrowInvalid):
            parquet.read_table(io.BytesIO(sent))
    else:
        assert sent
        assert not sent.endswith(b"\n")


@pytest.mark.usefixtures("_many")
def test_writing_goes_on_while_somebody_exports(client: FlaskClient) -> None:
    export = parts(client, "quotes.ndjson")
    begun = next(export)
    assert post(client, url=None, text="Jonas Berg said that it was late.").status_code == 201
    rest = b"".join(export)
    assert len((begun + rest).splitlines()) == MANY + 1


def rename(database: Database, one: str, other: str) -> None:
    with database.writes.begin() as connection:
        connection.execute(text(f"ALTER TABLE {one} RENAME TO {other}"))


def test_only_so_many_go_on_at_once(client: FlaskClient) -> None:
    """A client that reads slowly holds a thread: half of them are left to others."""
    post(client)
    address = "/v1/export/quotes.ndjson"
    going_on = [client.get(address), client.get(address)]
    refused = client.get(address)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    for answer in going_on:
        answer.close()
    assert client.get(address).status_code == 200
