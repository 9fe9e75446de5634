"""The API's own description, and the health checks."""

import importlib.util
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import flask
import yaml
from flask import Blueprint, Response, current_app, request, send_from_directory
from sqlalchemy import select, update

from ..http import database
from ..http.addresses import root
from ..http.problems import LATER, problem
from ..models import SigningKey
from ..store import trouble
from ..store.database import Database

blueprint = Blueprint("documents", __name__)

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>onrecord API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="%(root)s/docs/swagger-ui.css">
<link rel="stylesheet" href="%(root)s/docs/readable.css">
<div id="api" data-document="%(root)s/openapi.json"></div>
<script src="%(root)s/docs/swagger-ui-bundle.js"></script>
<script src="%(root)s/docs/start.js"></script>
</html>
"""
# Its icons are data: addresses, its styles are set by its script.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'"
)


@blueprint.get("/docs")
def docs() -> Response:
    """Show the API's document, to be read and tried out."""
    page = Response(PAGE % {"root": request.root_path}, content_type="text/html; charset=utf-8")
    page.headers["Content-Security-Policy"] = POLICY
    return page


@blueprint.get("/docs/<any('start.js', 'readable.css'):name>")
def own_asset(name: str) -> Response:
    """Serve what begins the page, and its colours."""
    return send_from_directory(Path(__file__).with_name("reference"), name, max_age=3600)


@blueprint.get("/docs/<any('swagger-ui.css', 'swagger-ui-bundle.js'):name>")
def asset(name: str) -> Response:
    """Serve Swagger UI from the package that brings it."""
    return send_from_directory(_assets(), name, max_age=86400)


@blueprint.get("/openapi.json")
def openapi_json() -> Response:
    """Give the API's document (OpenAPI 3.1)."""
    return flask.jsonify(_here(_document()))


@blueprint.get("/openapi.yaml")
def openapi_yaml() -> Response:
    """Give the same as YAML (RFC 9512)."""
    return Response(as_yaml(_here(_document())), content_type="application/yaml")


@blueprint.get("/healthz")
def alive() -> Response:
    """Say that the process answers."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/readyz")
def ready() -> Response:
    """Say that the store answers, has its tables, and takes what is written."""
    if faults := [fault for name, check in _PARTS.items() if (fault := _fault(name, check))]:
        return problem(503, " ".join(faults), headers=LATER)
    return Response("ok\n", content_type="text/plain; charset=utf-8")


def _read(store: Database) -> None:
    store.read(select(SigningKey.name).limit(1), {})


def _write(store: Database) -> None:
    store.must_take_writes(update(SigningKey).values(name=SigningKey.name))


_PARTS = {"Reading": _read, "Writing": _write}


def _fault(part: str, check: Callable[[Database], None]) -> str:
    store = database()
    try:
        check(store)
    except store.errors as error:
        return f"{part} fails: {trouble.of(error) or 'the store has not the tables it needs.'}"
    return ""


def as_yaml(document: dict[str, Any] | None = None) -> str:
    """Write the API's document as openapi.yaml holds it."""
    found = document or _document()
    return yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=100)


def _here(document: dict[str, Any]) -> dict[str, Any]:
    """The document, with the address of this service where it is below a path."""
    return document | {"servers": [{"url": root()}]} if request.root_path else document


def _document() -> dict[str, Any]:
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    document: dict[str, Any] = json.loads(json.dumps(api.spec.to_dict()))  # plain data, unshared
    for item in document["paths"].values():
        if "get" in item:
            _set_fields_apart(item["get"])
    return document


def _set_fields_apart(operation: dict[str, Any]) -> None:
    """Move the parameter `fields` out of those that generated clients know.

    What it leaves of an answer has another shape, of which such a client could make nothing.
    """
    parameters = operation.get("parameters", [])
    for parameter in [one for one in parameters if one.get("name") == "fields"]:
        parameters.remove(parameter)
        operation["x-sparse"] = parameter
        operation["description"] += (
            "\n\nWith `fields`, names with commas between them, only these members are shown "
            "(`x-sparse`)."
        )


@cache
def _assets() -> Path:
    found = importlib.util.find_spec("flask_swagger_ui")
    assert found  # noqa: S101 (a dependency of this project)
    assert found.origin  # noqa: S101
    return Path(found.origin).parent / "dist"
