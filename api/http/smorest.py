"""flask-smorest bent to the contract: strict arguments, problem documents, documented errors."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar

import flask_smorest
from flask import Flask, Response, request
from marshmallow import Schema
from werkzeug.routing import IntegerConverter

from api.http import problems
from api.http.parsing import Parser
from api.schemas.problems import Problem

View = TypeVar("View", bound=Callable[..., Any])
_BODY_ERRORS = {400, 413, 415}


class Blueprint(flask_smorest.Blueprint):
    """A resource whose operations refuse what they do not know and document what they refuse."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._without_query: set[str] = set()
        self.before_request(self._refuse_query)

    def add_url_rule(self, rule: str, endpoint: Any, view_func: Any = None, **options: Any) -> None:
        """Add an operation, with the errors that follow from its rule and arguments."""
        name = endpoint or view_func.__name__
        arguments = getattr(view_func, "_apidoc", {}).get("arguments", {})
        places = {parameter["in"] for parameter in arguments.get("parameters", ())}
        if "query" not in places:
            self._without_query.add(f"{self.name}.{name}")
        errors = {422, 500} | (_BODY_ERRORS if "json" in places else set())
        view = self.problems(*errors, *([404] if "<" in rule else []))(view_func)
        view = self.doc(operationId=f"{self.name}_{name}")(view)  # what generated clients call it
        super().add_url_rule(rule, name, view, **options)

    def arguments(self, schema: type[Schema], **options: Any) -> Any:
        """Take arguments. webargs would make a schema given as a class anew for each request."""
        return super().arguments(schema(), **options)

    @staticmethod
    def problems(*statuses: int) -> Callable[[View], View]:
        """Document errors that an operation can answer with."""

        def document(view: View) -> View:
            docs = deepcopy(getattr(view, "_apidoc", {}))
            responses = docs.setdefault("response", {}).setdefault("responses", {})
            for status in sorted(statuses):
                responses[status] = [problems.MEANINGS[status].name]
            view._apidoc = docs  # type: ignore[attr-defined]  # noqa: SLF001 (smorest's own store)
            return view

        return document

    def _refuse_query(self) -> Response | None:
        """Refuse every parameter of an operation that takes none."""
        if not request.args or request.endpoint not in self._without_query:
            return None
        faults = [{"detail": "Unknown field.", "parameter": name} for name in request.args]
        return problems.problem(422, "This takes no parameters.", faults)


class IdConverter(IntegerConverter):
    """An id in an address: a whole number that both stores can hold."""

    regex = r"[1-9]\d{0,17}"


class Api(flask_smorest.Api):
    """The API whose document is openapi.yaml; its errors are answered by `problems`."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask, **spec_kwargs: Any) -> None:
        app.url_map.converters["id"] = IdConverter
        super().__init__(app, spec_kwargs=spec_kwargs)
        limits = {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
        self.register_converter(IdConverter, lambda _: limits)

    def _register_error_handlers(self) -> None:
        """Leave errors to `problems`, which answers all of the app's, not only the API's."""

    def _register_responses(self) -> None:
        """Define the answer of each error once; operations refer to it."""
        for status, meaning in problems.MEANINGS.items():
            answer = {
                "schema": Problem(),
                "example": problems.body(status, meaning.description),
            }
            self.spec.components.response(
                meaning.name,
                {
                    "description": meaning.description,
                    "content": {problems.CONTENT_TYPE: answer},
                },
                lazy=True,
            )
