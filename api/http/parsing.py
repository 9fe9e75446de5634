"""Strict parsing: what is not understood is refused by name."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Request, request
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from ..schemas.choices import NOT, Several
from ..schemas.strict import MOST_MEMBERS, Unreadable, decode, parse_json
from . import bodies
from .problems import refuse


class Parser(FlaskParser):
    """webargs' parser, with bodies that must be JSON and parameters that must be known."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "json": RAISE,
        "query": RAISE,
    }

    def __init__(self) -> None:
        super().__init__()
        self._read: dict[tuple[type[Schema], str], Callable[[Request], Any]] = {}

    def take(self, schema: type[Schema], media_type: str, read: Callable[[Request], Any]) -> None:
        """Take bodies of another media type for a schema: `read` gives its fields."""
        self._read[schema, media_type] = read

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body, parsed; refuses other media types, and JSON with faults by their place."""
        plain = getattr(schema, "plain", None)  # the field that a text by itself would fill
        if read := self._read.get((type(schema), req.mimetype)):
            return read(req)
        try:
            if plain and req.mimetype == "text/plain":
                return {plain: decode(bodies.whole())}
            if req.mimetype == "application/json":
                return parse_json(bodies.whole(), MOST_MEMBERS)
        except Unreadable as error:
            refuse(400, f"The body {error}")
        or_plain = "; or a text alone, with Content-Type: text/plain" if plain else ""
        raise UnsupportedMediaType(
            f"The body must be JSON, with Content-Type: application/json{or_plain}."
        )

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """The query's parameters; one given twice is refused."""
        if repeated := [name for name, values in req.args.lists() if len(values) > 1]:
            raise ValidationError({name: ["Given more than once."] for name in repeated})
        return MultiDictProxy(MultiDict(_with_negations(req.args, schema)), schema)


def _with_negations(args: Mapping[str, str], schema: Schema) -> dict[str, str]:
    """The parameters, with `kind!=direct` as `kind=!direct`; both at once are refused."""
    found = dict(args)
    for name in args:
        plain = name.removesuffix(NOT)
        if plain != name and isinstance(schema.fields.get(plain), Several):
            if plain in found:
                raise ValidationError({plain: ["Given more than once."]})
            found[plain] = NOT + found.pop(name).removeprefix(NOT)
    return found


PARSER = Parser()


def query_of(schema: Schema) -> dict[str, Any]:
    """The request's parameters, parsed."""
    return dict(_parsed(schema, request.query_string))


def must_be_utf8(query_string: bytes) -> None:
    """Refuse parameters that are no text: werkzeug would read something else instead."""
    for part in query_string.split(b"&"):
        try:
            unquote_to_bytes(part).decode()
        except UnicodeDecodeError as error:
            name = part.partition(b"=")[0].decode(errors="replace")
            detail = f"Not UTF-8, without its percent-encoding: byte {error.start}."
            refuse(400, detail, parameter=name)


@lru_cache(maxsize=2048)
def _parsed(schema: Schema, query_string: bytes) -> Any:
    """Parse the request that is being answered; kept, since most clients ask the same again.

    It saves 40 µs, a third of what a page of a list takes outside of the store.
    """
    must_be_utf8(query_string)
    return PARSER.parse(schema, request, location="query")
