"""Decisions: many in one request, each by itself."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, abort
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import HTTPException

from ..errors import Error
from ..http import Blueprint, database, etags, problems, responses
from ..http.scopes import requires, signed
from ..http.transactions import own_transaction
from ..models import Figure, Quote, Scope
from ..queries import figures, quotes
from ..queries.paging import Single
from ..schemas import examples
from ..schemas.decisions import CHANGES, EXAMPLE, Decision, DecisionResults, Decisions
from ..schemas.problems import Fault, faults_of, summary
from ..services import curation
from ..store.documents import dumped, with_members

blueprint = Blueprint(
    "decisions", __name__, url_prefix="/v1/decisions", description="Many decisions at once."
)

_DECISION = Decision()
_CHANGES = {name: schema() for name, schema in CHANGES.items()}
_OF: Mapping[str, tuple[curation.Table, Single]] = {
    "quote": (Quote, quotes.ONE),
    "figure": (Figure, figures.ONE),
}


@blueprint.post("")
@requires(Scope.CURATE)
@blueprint.arguments(Decisions, example={"items": [EXAMPLE], "by": "Ana Reyes"})
@blueprint.response(
    200,
    DecisionResults,
    example={"items": [{"status": 200, "etag": '"5d2f"', "quote": examples.QUOTE}]},
)
def create(decisions: dict[str, Any]) -> Response:
    """Confirm, reject or correct many quotes and figures.

    Up to 200, one after the other, each as `PATCH` of it would: a transaction of its own, an entry
    in its history, and a result in its place. One that is refused leaves the others as they are.
    """
    by = {"by": decisions["by"]} if "by" in decisions else {}
    return responses.items([_result(item, by) for item in decisions["items"]])


def _result(item: Mapping[str, Any], by: Mapping[str, Any]) -> bytes:
    try:
        return _decided(item, by)
    except HTTPException as error:
        return _refused(problems.of_http(error))
    except Error as error:
        return _refused(problems.of_domain(error))
    except database().errors as error:
        return _refused(problems.of_trouble(error))


def _decided(item: Mapping[str, Any], by: Mapping[str, Any]) -> bytes:
    asked = _loaded(_DECISION, item, "")
    decision = _loaded(_CHANGES[asked["type"]], {**by, **asked["decision"]}, "/decision")
    table, one = _OF[asked["type"]]
    meant = etags.meant_by(asked["if_match"], "#/if_match")
    with own_transaction() as session:
        curation.decide(session, table, asked["id"], meant, **signed(decision))
        text = one.written(session, asked["id"])
    etag = dumped(f'"{etags.of_text(text)}"')
    return with_members(b'{"status":200}', etag=etag, **{asked["type"]: text})


def _loaded(schema: Schema, given: Mapping[str, Any], place: str) -> dict[str, Any]:
    try:
        return dict(schema.load(given))
    except ValidationError as error:
        faults = [_at(place, fault) for fault in faults_of(error.messages_dict, "json")]
        abort(problems.problem(422, summary(faults, "The decision"), faults))


def _at(place: str, fault: Fault) -> Fault:
    return fault | {"pointer": f"#{place}{fault.get('pointer', '#')[1:]}"}


def _refused(problem: Response) -> bytes:
    said = json.loads(problem.data)
    return dumped({name: said[name] for name in ("status", "detail", "errors") if name in said})
