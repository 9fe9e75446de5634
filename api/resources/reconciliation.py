"""Reconciliation: names in a table matched to entities, as OpenRefine asks for it."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, current_app
from marshmallow import Schema, ValidationError

from ..http import Blueprint, database, responses
from ..http.addresses import root
from ..http.problems import problem, refuse
from ..http.scopes import requires
from ..models import Scope
from ..queries import reconciliation
from ..schemas.problems import faults_of, summary
from ..schemas.reconciliation import (
    MOST_QUERIES,
    PROPERTIES,
    TYPES,
    VERSION,
    Extension,
    Proposal,
    ProposeQuery,
    Query,
    ReconcileQuery,
    Suggestions,
    SuggestQuery,
)
from ..schemas.strict import MOST_MEMBERS, Unreadable, parse_json
from ..store.documents import dumped

blueprint = Blueprint(
    "reconciliation",
    __name__,
    url_prefix="/v1/reconcile",
    description="Names matched to entities: the Reconciliation Service API 0.2.",
)

_QUERY, _EXTENSION = Query(), Extension()
_ANSWER = {"type": "object", "additionalProperties": True}
_CANDIDATE = {
    "id": "5",
    "name": "Mara Lindqvist",
    "type": [TYPES[0]],
    "score": 100,
    "features": [{"id": "name", "value": 100}],
    "match": True,
}
_EXAMPLE = {"q0": {"result": [_CANDIDATE]}}


@blueprint.get("")
@requires(Scope.READ)
@blueprint.arguments(ReconcileQuery, location="query")
@blueprint.response(200, _ANSWER, example=_EXAMPLE)
@blueprint.conditional
def show(asked: dict[str, Any]) -> Response:
    """Describe the service, or match names to entities.

    Without parameters it is the service's manifest, whose address OpenRefine is given.
    """
    return _answered(asked) if asked else responses.answer(dumped(_manifest()))


@blueprint.post("")
@requires(Scope.READ)
@blueprint.arguments(ReconcileQuery, location="form")
@blueprint.response(200, _ANSWER, example=_EXAMPLE)
@blueprint.problems(413)
def match(asked: dict[str, Any]) -> Response:
    """Match names to entities, or get properties of these.

    Each query is answered with candidates, the likeliest first, with a score from 0 to 100. Certain
    (`match`) is one alone that has just this name, or a URI that is given as `same_as`.
    """
    if not asked:
        refuse(422, "Give queries or extend.", pointer="#/queries")
    return _answered(asked)


@blueprint.get("/suggest/entity")
@requires(Scope.READ)
@blueprint.arguments(SuggestQuery, location="query")
@blueprint.response(200, Suggestions, example={"result": [{"id": "5", "name": "Mara Lindqvist"}]})
@blueprint.conditional
def suggest_entities(asked: dict[str, Any]) -> Response:
    """Complete the name of an entity.

    Twenty at most, `cursor` of them left out.
    """
    found = reconciliation.begun(database(), asked["prefix"], asked["cursor"])
    return responses.answer(dumped({"result": found}))


@blueprint.get("/suggest/type")
@requires(Scope.READ)
@blueprint.arguments(SuggestQuery, location="query")
@blueprint.response(200, Suggestions, example={"result": [TYPES[0]]})
@blueprint.conditional
def suggest_types(asked: dict[str, Any]) -> Response:
    """Complete the name of a type.

    Types are the kinds of entities.
    """
    return _suggested(TYPES, asked)


@blueprint.get("/suggest/property")
@requires(Scope.READ)
@blueprint.arguments(SuggestQuery, location="query")
@blueprint.response(200, Suggestions, example={"result": [{"id": "same_as", "name": "Same as"}]})
@blueprint.conditional
def suggest_properties(asked: dict[str, Any]) -> Response:
    """Complete the name of a property.

    Of those that can be asked for with `extend`.
    """
    return _suggested(_properties(), asked)


@blueprint.get("/properties")
@requires(Scope.READ)
@blueprint.arguments(ProposeQuery, location="query")
@blueprint.response(200, Proposal, example={"properties": [{"id": "same_as", "name": "Same as"}]})
@blueprint.conditional
def propose(asked: dict[str, Any]) -> Response:
    """List the properties that can be asked for with `extend`.

    Entities of all types have the same.
    """
    return responses.answer(dumped({**asked, "properties": _properties()[: asked.get("limit")]}))


def _answered(asked: Mapping[str, Any]) -> Response:
    if "extend" in asked:
        wanted = _loaded(_EXTENSION, _read(asked["extend"], "extend"), "#/extend")
        properties = [each["id"] for each in wanted["properties"]]
        found = reconciliation.extended(database(), wanted["ids"], properties)
        return responses.answer(dumped(found))
    batch = _read(asked["queries"], "queries")
    if len(batch) > MOST_QUERIES:
        refuse(422, f"{len(batch)} queries: more than {MOST_QUERIES}.", pointer="#/queries")
    queries = {name: _loaded(_QUERY, one, f"#/queries/{name}") for name, one in batch.items()}
    found = {
        name: {"result": reconciliation.candidates(database(), query)}
        for name, query in queries.items()
    }
    return responses.answer(dumped(found))


def _read(text: str, name: str) -> dict[str, Any]:
    try:
        found = parse_json(text.encode(errors="surrogatepass"), MOST_MEMBERS)
    except Unreadable as error:
        refuse(422, f"It {error}", pointer=f"#/{name}")
    if not isinstance(found, dict):
        refuse(422, "Not a JSON object.", pointer=f"#/{name}")
    return found


def _loaded(schema: Schema, given: Any, place: str) -> dict[str, Any]:
    try:
        return dict(schema.load(given))
    except ValidationError as error:
        faults = [
            fault | {"pointer": f"{place}{fault.get('pointer', '#')[1:]}"}
            for fault in faults_of(error.messages_dict, "json")
        ]
        abort(problem(422, summary(faults, "The request"), faults))


def _suggested(all_of_them: list[dict[str, str]], asked: Mapping[str, Any]) -> Response:
    begun = asked["prefix"].casefold()
    found = [
        one
        for one in all_of_them
        if one["id"].casefold() == begun or one["name"].casefold().startswith(begun)
    ]
    return responses.answer(dumped({"result": found[asked["cursor"] :]}))


def _properties() -> list[dict[str, str]]:
    return [{"id": name, "name": title} for name, title in PROPERTIES.items()]


def _manifest() -> dict[str, Any]:
    here = f"{root()}/v1/reconcile"
    return {
        "versions": [VERSION],
        "name": "onrecord",
        "identifierSpace": f"{root()}/v1/entities/",
        "schemaSpace": f"{root()}/docs/api#reconciling",
        "documentation": f"{root()}/docs",
        "serviceVersion": current_app.config["API_VERSION"],
        "view": {"url": f"{root()}/entities/{{{{id}}}}"},
        "defaultTypes": TYPES,
        "suggest": {
            name: {"service_url": here, "service_path": f"/suggest/{name}"}
            for name in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [],
        },
    }
