"""The API's document: current, valid, complete, and true."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import Phase, given
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

from api.schemas import examples
from tests.articles import post
from tests.fuzz import often

CHECKED_IN = Path(__file__).parents[2] / "openapi.yaml"
DOCUMENT = yaml.safe_load(CHECKED_IN.read_text())


OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method in {"get", "post", "patch", "delete"}
}


def test_it_is_what_the_code_says(client: FlaskClient) -> None:
    assert client.get("/openapi.json").json == DOCUMENT, "run: make openapi"


def test_it_is_valid() -> None:
    validate(DOCUMENT)


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_every_address_is_in_the_readme(path: str) -> None:
    readme = re.sub(r"\{\w+\}", "{}", CHECKED_IN.with_name("README.md").read_text())
    assert f"`{re.sub(r'{[^}]+}', '{}', path)}`" in readme


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_operation_is_explained(label: str) -> None:
    operation = OPERATIONS[label]
    assert operation["summary"]
    assert operation["description"]
    assert operation["responses"].keys() >= {"422", "500"}
    for status, answer in operation["responses"].items():
        if "content" in answer and status < "300":
            for content in answer["content"].values():
                assert content.keys() == {"schema", "example"}


@pytest.mark.parametrize("reading", examples.ARTICLE["quotes"] + examples.ARTICLE["figures"])
def test_the_example_is_true_to_its_text(reading: dict[str, Any]) -> None:
    selector = reading["selector"]
    assert (
        examples.TEXT[selector["start"] : selector["end"]] == selector["exact"] == reading["text"]
    )


def test_the_example_is_an_answer_like_any_other(client: FlaskClient) -> None:
    def shape(value: Any) -> Any:
        return {key: shape(inner) for key, inner in value.items()} if isinstance(value, dict) else 0

    answer: dict[str, Any] = post(client, text=examples.TEXT).json or {}
    for name in ("quotes", "figures"):
        assert answer[name][0].keys() == examples.ARTICLE[name][0].keys()
        assert shape(answer[name][0]["selector"]) == shape(examples.ARTICLE[name][0]["selector"])
    assert answer.keys() == examples.ARTICLE.keys()


@schemathesis.serializer("application/x-ndjson")
def as_lines(_context: Any, value: Any) -> bytes:
    """Send a generated body as a line."""
    return str(value).encode(errors="replace")


@schemathesis.deserializer("application/x-ndjson")
def first_line(context: Any, response: Any) -> Any:
    """Read the first line, or the document's example where there is none."""
    answer = OPERATIONS[context.operation.label]["responses"]["200"]["content"]
    lines = response.content.splitlines()
    return json.loads(lines[0]) if lines else answer["application/x-ndjson"]["example"]


def keep_to_what_no_schema_says(label: str, query: dict[str, Any]) -> None:
    """Make a query that is valid by the schema valid by what its descriptions say too."""
    for cursor in ("cursor", "after"):
        query.pop(cursor, None)  # only one that was handed out
    query.pop("wait", None)  # nothing else happens meanwhile
    query.pop("bom", None)  # of CSV only
    reconcile_one_thing(query)
    if "sample" in query:
        query.pop("sort", None)
    else:
        query.pop("seed", None)
    if "q" in query or query.get("sort") == "rank":
        query["q"] = "terminal"
    query.update(dict.fromkeys(query.keys() & {"author", "title"}, "terminal"))
    if query.keys() & {"q", "author", "title"} and query.get("sort") != "rank":
        query.pop("sort", None)
    if query.get("sort") in {"value", "-value"} or "unit" in query:
        query["unit"] = "m3"
    if "convert_to" in query:
        query["convert_to"] = "m3"
    if "/changes" in label:
        query.pop("types", None)
        for name in ("speaker", "kind", "speaker_kind", "language"):
            query.pop(name, None)  # of what has no unit
    if re.search("/figures|/changes", label) and query.keys() & {"min", "max", "unit"}:
        query["dimension"] = "volume"


def reconcile_one_thing(asked: dict[str, Any]) -> None:
    """Make what is JSON in a parameter such."""
    if "extend" in asked:
        asked.pop("queries", None)
        asked["extend"] = '{"ids": ["1"], "properties": [{"id": "name"}]}'
    elif "queries" in asked:
        asked["queries"] = '{"q0": {"query": "Lindqvist"}}'


def decide_one_thing(body: dict[str, Any]) -> None:
    """Make what a person decides on a quote or figure keep to what its descriptions say."""
    known: dict[str, Any] = {"selector": {"exact": "Northern Arc"}, "unit": "m3"}
    known |= {role: {"name": "Mara Lindqvist"} for role in ("speaker", "entity")}
    body.pop("parts", None)
    body.update({name: value for name, value in known.items() if body.get(name) is not None})
    if "article_id" in body:
        body["selector"] = known["selector"]
    elif "status" in body or not body.keys() - {"by"}:
        for name in body.keys() - {"by"}:
            del body[name]
        body["status"] = "confirmed"


@schemathesis.hook
def before_load_schema(_context: Any, raw_schema: dict[str, Any]) -> None:
    """Leave out how long a text may be where none that is made up is nearly as long.

    Of such a bound and a pattern schemathesis makes a pattern that counts, `[^…]{1,100000}`, for
    each operation; to compile one takes two seconds and 300 MB, which stay.
    """
    for schema in raw_schema["components"]["schemas"].values():
        for field in schema.get("properties", {}).values():
            if field.get("maxLength", 0) >= 10_000:
                del field["maxLength"]


@cache
def schema_of(app: Flask) -> Any:
    """The document as schemathesis reads it, which takes a second and some memory."""
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_answers_keep_to_it_whatever_is_asked(
    app: Flask, client: FlaskClient, label: str, mode: schemathesis.GenerationMode
) -> None:
    """Schemathesis asks what the document allows, and what it does not.

    What is refused never gets as far as the store: one of them is enough for it.
    """
    if mode.is_negative and not app.extensions["database"].is_sqlite:
        return
    post(client)
    operation = schema_of(app).find_operation_by_label(label)
    assert operation

    @often(3, phases=[Phase.explicit, Phase.generate])
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        if mode.is_positive:
            keep_to_what_no_schema_says(label, case.query or {})
            if re.fullmatch(r"(POST|PATCH) /v1/(quotes|figures)(/{\w+})?", label):
                decide_one_thing(case.body)  # type: ignore[arg-type]
            if label == "POST /v1/reconcile":
                case.body = {"queries": ""}
                reconcile_one_thing(case.body)
        excluded: list[Any] = []
        if label == "POST /v1/articles/bulk":
            # What is wrong in a stream is told line by line, in an answer that is a success.
            excluded.append(negative_data_rejection)
        if {"If-Match", "Idempotency-Key"} & set(case.headers or {}):
            # A version that can be written may not be the one that stands: 412. A key that can be
            # written may have come with another body: 422.
            excluded.append(positive_data_acceptance)
        case.call_and_validate(
            excluded_checks=excluded,
            headers={"Accept-Encoding": "identity"},  # it would not unpack what it asks for
        )

    ask()
