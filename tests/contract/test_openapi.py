"""The API's document: current, valid, complete, and true."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate

from tests.articles import post

CHECKED_IN = Path(__file__).parents[2] / "openapi.yaml"
DOCUMENT = yaml.safe_load(CHECKED_IN.read_text())


def operations() -> Iterator[Any]:
    for path, item in DOCUMENT["paths"].items():
        for method in item.keys() & {"get", "post", "patch", "delete"}:
            yield pytest.param(item[method], id=f"{method} {path}")


def test_it_is_what_the_code_says(client: FlaskClient) -> None:
    assert client.get("/openapi.json").json == DOCUMENT, "run: make openapi"


def test_it_is_valid() -> None:
    validate(DOCUMENT)


@pytest.mark.parametrize("operation", list(operations()))
def test_every_operation_is_explained(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["responses"].keys() >= {"422", "500"}
    success = next(answer for status, answer in operation["responses"].items() if status < "300")
    for content in success.get("content", {}).values():
        assert content.keys() & {"example", "schema"}


@pytest.mark.parametrize(
    "label",
    [
        f"{method.upper()} {path}"
        for path, item in DOCUMENT["paths"].items()
        for method in sorted(item.keys() & {"get", "post", "patch", "delete"})
    ],
)
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_answers_keep_to_it_whatever_is_asked(
    app: Flask, client: FlaskClient, label: str, mode: schemathesis.GenerationMode
) -> None:
    """Schemathesis asks what the document allows, and what it does not."""
    post(client)
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    operation = schema.find_operation_by_label(label)
    assert operation

    @settings(
        max_examples=40,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate()

    ask()
