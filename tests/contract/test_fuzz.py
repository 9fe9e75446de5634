"""What one answer leads to is asked next: schemathesis walks through the API, on both stores.

A few walks in each run of the tests; `make fuzz` takes many more.
"""

from typing import Any

import schemathesis
from flask import Flask
from hypothesis import Phase
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.services import fulltext
from api.store.database import Database
from tests.articles import post
from tests.conftest import empty
from tests.contract.test_openapi import keep_to_what_no_schema_says, schema_of
from tests.fuzz import often

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def test_a_walk_meets_no_error_and_no_answer_against_the_document(app: Flask) -> None:
    database: Database = app.extensions["database"]

    class Walk(schema_of(app).as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            """Begin each with the same store, so that a walk goes the same way again."""
            empty(database)
            for _ in fulltext.renew(database):
                continue
            post(app.test_client())

        def before_call(self, case: schemathesis.Case) -> None:
            keep_to_what_no_schema_says(case.operation.label, case.query or {})

        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"headers": {"Accept-Encoding": "identity"}}

        def validate_response(self, response: Any, case: schemathesis.Case, **_: Any) -> None:
            case.validate_response(response, checks=CHECKS)

    run_state_machine_as_test(Walk, settings=often(stateful_step_count=8, phases=[Phase.generate]))
