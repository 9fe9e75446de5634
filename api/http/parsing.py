"""Strict parsing: what is not understood is refused by name."""

from typing import Any

from flask import Request
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from api.http.problems import refuse
from api.schemas.strict import Unreadable, parse_json


class Parser(FlaskParser):
    """webargs' parser, with bodies that must be JSON and parameters that must be known."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "json": RAISE,
        "query": RAISE,
    }

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body, parsed; refuses other media types and what is no JSON, naming the place."""
        if req.mimetype != "application/json":
            raise UnsupportedMediaType(
                "The body must be JSON, with Content-Type: application/json."
            )
        try:
            return parse_json(req.get_data(cache=False))
        except Unreadable as error:
            refuse(400, f"The body {error}")

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """The query's parameters; one given twice is refused."""
        if repeated := [name for name, values in req.args.lists() if len(values) > 1]:
            raise ValidationError({name: ["Given more than once."] for name in repeated})
        return MultiDictProxy(MultiDict(req.args), schema)
