"""Errors on the wire (RFC 9457)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marshmallow import fields

from .answers import Answer

Fault = dict[str, str]
_SHOWN = 200  # characters of a name that nobody knows
MOST = 100  # faults that an answer lists; its detail says how many there are


class FaultSchema(Answer):
    """One thing that is wrong with a request, and where."""

    optional = ("pointer", "parameter", "header")

    detail = fields.String(metadata={"example": "Not a valid integer."})
    pointer = fields.String(
        metadata={"description": "JSON Pointer into the body.", "example": "#/authors/0"}
    )
    parameter = fields.String(metadata={"description": "The query parameter."})
    header = fields.String(metadata={"description": "The header."})


class Problem(Answer):
    """What went wrong; `errors` lists every fault of a request at once."""

    optional = ("detail", "errors")

    type = fields.String(metadata={"example": "about:blank"})
    title = fields.String(metadata={"example": "Unprocessable Content"})
    status = fields.Integer(metadata={"example": 422})
    detail = fields.String(metadata={"example": "The request has 1 fault."})
    errors = fields.List(fields.Nested(FaultSchema))


def faults_of(messages: Mapping[str, Any], location: str = "") -> list[Fault]:
    """What marshmallow says was wrong, as faults with their places.

    `messages` are {field: [message]} of one location; those of webargs, {location: {field:
    [message]}}, where none is named.
    """
    if not location:
        return [fault for place, found in messages.items() for fault in faults_of(found, place)]
    return [{"detail": text, **_place(location, path)} for path, text in _flat(messages, ())]


def summary(faults: Sequence[Fault], what: str) -> str:
    """Count them in a sentence: "The request has 2 faults"."""
    return f"{what} has {len(faults)} fault{'s' if len(faults) > 1 else ''}."


def _flat(messages: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, path if key == "_schema" else (*path, str(key)[:_SHOWN]))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flat(inner, path)
    else:
        yield path, str(messages)


def _place(location: str, path: tuple[str, ...]) -> Fault:
    if location == "query":
        return {"parameter": path[0]} if path else {}
    # A JSON Pointer as a URI fragment (RFC 6901)
    steps = (step.replace("~", "~0").replace("/", "~1") for step in path)
    return {"pointer": "#" + "".join(f"/{step}" for step in steps)}
