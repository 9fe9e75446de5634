"""Exports of some columns, of so many rows, and for Excel."""

import csv
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyarrow.parquet import read_table

from api.resources import exports
from tests.articles import post_many


@pytest.fixture(autouse=True)
def _stored(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "READINGS", 2)  # several pages
    post_many(client, 5)


@pytest.mark.parametrize("kind", ["articles", "quotes", "figures"])
@pytest.mark.parametrize("limit", [1, 2, 3, 9])
def test_so_many_rows(client: FlaskClient, kind: str, limit: int) -> None:
    every = client.get(f"/v1/export/{kind}.ndjson").text.splitlines()
    some = client.get(f"/v1/export/{kind}.ndjson?limit={limit}").text
    assert some.splitlines() == every[:limit]
    assert some.endswith("\n")


def test_some_columns(client: FlaskClient) -> None:
    query = "fields=id,speaker,article_title&limit=3"
    listed: Any = client.get(f"/v1/quotes?{query}").json["items"]
    lines = client.get(f"/v1/export/quotes.ndjson?{query}").text.splitlines()
    assert [json.loads(line) for line in lines] == listed
    (header, *rows) = csv.reader(client.get(f"/v1/export/quotes.csv?{query}").text.splitlines())
    assert header == ["id", "article_title", "speaker.id", "speaker.name"]
    assert [row[3] for row in rows] == ["Mara Lindqvist"] * 3
    table = read_table(io.BytesIO(client.get(f"/v1/export/quotes.parquet?{query}").data))
    assert (table.column_names, table.num_rows) == (header, 3)


def test_articles_without_their_texts(client: FlaskClient) -> None:
    lines = client.get("/v1/export/articles.ndjson?fields=url&limit=1").text.splitlines()
    assert [json.loads(line) for line in lines] == [{"url": "https://courier.example/5"}]


def test_for_excel(client: FlaskClient) -> None:
    plain = client.get("/v1/export/figures.csv").data
    assert client.get("/v1/export/figures.csv?bom=true").data == b"\xef\xbb\xbf" + plain
    assert client.get("/v1/export/figures.csv?bom=false").data == plain
    refused: Any = client.get("/v1/export/figures.ndjson?bom=true")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["parameter"] == "bom"


@pytest.mark.parametrize("fields", ["", "&fields=id,value,unit_code"])
def test_in_another_unit(client: FlaskClient, fields: str) -> None:
    query = f"unit=m3&convert_to=bcf{fields}"
    listed: Any = client.get(f"/v1/figures?{query}").json["items"]
    assert listed[0]["converted"]["unit_code"] == "10*9.[cft_i]"
    lines = client.get(f"/v1/export/figures.ndjson?{query}").text.splitlines()
    assert [json.loads(line) for line in lines] == listed
    rows = list(csv.DictReader(client.get(f"/v1/export/figures.csv?{query}").text.splitlines()))
    values = [item["converted"]["value"] for item in listed]
    assert [float(row["converted.value"]) for row in rows] == values
    table = read_table(io.BytesIO(client.get(f"/v1/export/figures.parquet?{query}").data))
    assert table["converted.value"].to_pylist() == values
    assert table["converted.value_max"].to_pylist() == [None] * 5
    plain = client.get("/v1/export/figures.csv").text.splitlines()[0]
    assert "converted" not in plain


def test_what_has_no_rate_to_the_unit_is_null(client: FlaskClient) -> None:
    data = client.get("/v1/export/figures.parquet?convert_to=kg").data
    assert read_table(io.BytesIO(data))["converted.value"].to_pylist() == [None] * 5
