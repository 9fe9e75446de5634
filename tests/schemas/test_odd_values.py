"""Whatever comes in is taken or refused: a validator meets what was read, not what was sent."""

import importlib
import itertools
import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import jsonschema_rs
import pytest
from marshmallow import Schema, ValidationError

import api.schemas
from api.schemas.fields import NOT_BLANK

ODD: list[Any] = [
    *(None, True, 0, -1, 2**63, 10**400, 1e308, float("inf"), float("nan"), 0.5),
    *("", "x", "\0", "\ud800", "1", "0", "9" * 5000, "1e999", "a,b", ",", "\\", "!", "none", "now"),
    *("2026-03-04", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:60Z", "q:" * 100, "(", '"', "*"),
    *("title:", "http://[", "http://a:99999999/", "//", "urn:x"),
    *([], [None], [[]], [{}], ["x"], {}, {"id": []}, {"name": {}}, {"start": 1, "end": "x"}),
]
PAIRS: list[tuple[Any, Any]] = [
    *(("x", "x"), (None, None), ("a,b", "1"), ("1", "2026-03-04"), ([], {})),
]
NEEDED = {"types": "quote", "q": "x", "text": "x", "by": "month", "ids": "1"}


def schemas(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for schema in of.__subclasses__():
        if schema.__module__.startswith("api."):
            yield schema
        yield from schemas(schema)


for _module in pkgutil.iter_modules(api.schemas.__path__):
    importlib.import_module(f"api.schemas.{_module.name}")
ALL = sorted(set(schemas()), key=lambda schema: (schema.__module__, schema.__name__))


@pytest.mark.parametrize("schema", ALL, ids=lambda schema: schema.__name__)
def test_odd_values_are_taken_or_refused(schema: type[Schema]) -> None:
    read = schema()
    names = [field.data_key or name for name, field in read.load_fields.items()]
    rest = {name: NEEDED[name] for name in NEEDED if name in names}
    for name, value in itertools.product(names, ODD):
        must_be_read(read, {**rest, name: value})
    for one, other in itertools.combinations(names, 2):
        for values in PAIRS:
            must_be_read(read, {**rest, one: values[0], other: values[1]})


def must_be_read(schema: Schema, sent: dict[str, Any]) -> None:
    with suppress(ValidationError):
        schema.load(sent)


@pytest.mark.parametrize("blank", ["", " ", "\x1c", "\x1f", "\x85", "\u2003"])
def test_what_is_blank_is_so_by_the_document_too(blank: str) -> None:
    """As validators of other languages read its patterns, not only Python's."""
    assert not jsonschema_rs.is_valid({"type": "string", "pattern": NOT_BLANK}, blank)
    assert not blank.strip()
