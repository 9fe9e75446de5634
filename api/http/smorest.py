"""flask-smorest bent to the contract: strict arguments, problem documents, documented errors."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import wraps
from http import HTTPStatus
from inspect import unwrap
from typing import Any, TypeVar

import flask_smorest
from flask import Flask, request
from marshmallow import Schema, fields
from werkzeug.routing import IntegerConverter

from ..models import Scope
from ..schemas.fields import Alternatives
from ..schemas.problems import Problem
from . import etags, idempotency, problems
from .idempotency import idempotent
from .parsing import PARSER, must_be_utf8, query_of
from .scopes import guarded, taken_by
from .transactions import committing

View = TypeVar("View", bound=Callable[..., Any])
_BODY_ERRORS = {413, 415}


class Blueprint(flask_smorest.Blueprint):
    """A resource whose operations refuse what they do not know and document what they refuse.

    Views answer with a Response. flask-smorest's decorators document them and are taken off again,
    since each would cost a call at every request.
    """

    ARGUMENTS_PARSER = PARSER

    def add_url_rule(
        self,
        rule: str,
        endpoint: Any,
        view_func: Any = None,
        methods: Iterable[str] = ("GET",),
        **options: Any,
    ) -> None:
        """Add an operation, with the errors that follow from its rule and arguments."""
        name = endpoint or view_func.__name__
        arguments = getattr(view_func, "_apidoc", {}).get("arguments", {})
        places = {parameter["in"] for parameter in arguments.get("parameters", ())}
        errors = {400, 401, 403, 422, 429, 500, 503} | (_BODY_ERRORS if "json" in places else set())
        errors |= {507} if set(methods) - {"GET"} else set()
        takes = taken_by(view_func)
        # What comes as a stream is not kept: each of its lines may be sent again as it is.
        is_streamed = "requestBody" in view_func._apidoc.get("manual_doc", {})  # noqa: SLF001
        is_repeatable = "POST" in methods and takes.scope is not Scope.READ and not is_streamed
        errors |= {409} if is_repeatable else set()
        documented = self.problems(*errors, *([404] if "<" in rule else []))(view_func)
        # The operation's id is what generated clients call it.
        documented = self.doc(operationId=f"{self.name}_{name}")(documented)
        view: Any = _plain(view_func)
        if "query" not in places:
            view = _without_query(view)
        if set(methods) - {"GET"}:
            view = committing(view)
        if is_repeatable:
            view = idempotent(view)
        view = guarded(view, takes)
        view._apidoc = _with_headers(documented._apidoc, is_repeatable)  # noqa: SLF001
        super().add_url_rule(rule, name, view, methods=methods, **options)

    def arguments(self, schema: type[Schema], location: str = "json", **options: Any) -> Any:
        """Take arguments: a view's first, parsed by a schema."""
        parser = schema()
        document = super().arguments(parser, location=location, **options)

        def take(view: View) -> Any:
            documented, plain = document(view), _plain(view)

            @wraps(documented)
            def parsing(*parsed: Any, **path: Any) -> Any:
                if location == "query":
                    return plain(*parsed, query_of(parser), **path)
                return plain(*parsed, PARSER.parse(parser, request, location=location), **path)

            parsing.__dict__["runs_per_request"] = True
            return parsing

        return take

    def conditional(self, view: View) -> Any:
        """Document that the answer is left out where the client has it already."""
        return self.alt_response(304, description="Not changed since.", success=True)(view)

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


def _with_headers(docs: dict[str, Any], is_repeatable: bool) -> dict[str, Any]:
    """Document the headers that follow from what an operation answers.

    Among its arguments: what smorest is told by `doc` would stand in the place of those.
    """
    answers = docs["response"]["responses"]
    headers = []
    if HTTPStatus.NOT_MODIFIED in answers:
        headers.append(etags.parameter("If-None-Match"))
        for answer in answers[HTTPStatus.OK]:
            answer["headers"] = etags.HEADERS
    if HTTPStatus.PRECONDITION_REQUIRED in answers:
        headers.append(etags.parameter("If-Match", required=True))
    if is_repeatable:
        headers.append(idempotency.PARAMETER)
    if headers:
        arguments = docs.setdefault("arguments", {"parameters": [], "responses": {}})
        arguments["parameters"] += headers
    return docs


def _plain(view: Any) -> Any:
    """A view without the decorators that only document it."""
    return unwrap(view, stop=lambda one: hasattr(one, "runs_per_request"))


def _without_query(view: View) -> Any:
    """Refuse every parameter of an operation that takes none."""

    @wraps(view)
    def checked(**path: Any) -> Any:
        if asked := request.query_string:
            must_be_utf8(asked)
            faults = [{"detail": "Unknown field.", "parameter": name} for name in request.args]
            if faults:
                return problems.problem(422, "This takes no parameters.", faults)
        return view(**path)

    return checked


def _alternatives(converter: Any, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
    """Document a field that holds one of several schemas, and the member that tells which."""
    if not isinstance(field, Alternatives):
        return {}
    each = {name: converter.resolve_nested_schema(schema) for name, schema in field.schemas.items()}
    mapping = {name: schema["$ref"] for name, schema in each.items()}
    return {
        "oneOf": [*each.values()],
        "discriminator": {"propertyName": field.discriminator, "mapping": mapping},
    }


def _words_or_null(
    _converter: Any, _field: fields.Field[Any], ret: dict[str, Any], **_: Any
) -> dict[str, Any]:
    """Leave it to the words which types they are: clients get one name for them, not one a type."""
    if None in ret.get("enum", ()):
        del ret["type"]
    return {}


_KEY = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "onr_<id>_<secret>",
    "description": "Made by `onrecord key create`; none is needed where the service is open.",
}


def _constant(_converter: Any, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
    """Document what a member always says (JSON Schema's `const`, which apispec leaves out)."""
    return {"const": field.metadata["const"]} if "const" in field.metadata else {}


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
        self.spec.components.security_scheme("key", _KEY)
        self.register_converter(IdConverter, lambda _: limits)
        self.ma_plugin.converter.add_attribute_function(_alternatives)
        self.ma_plugin.converter.add_attribute_function(_words_or_null)
        self.ma_plugin.converter.add_attribute_function(_constant)

    def _register_error_handlers(self) -> None:
        """Leave errors to `problems`, which answers all of the app's, not only the API's."""

    def _register_pagination_header(self) -> None:
        """Leave smorest's pages out of the document: lists here have cursors."""

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
