"""Errors on the wire (RFC 9457)."""

from marshmallow import Schema, fields


class Fault(Schema):
    """One thing that is wrong with a request, and where."""

    detail = fields.String(required=True, metadata={"example": "Not a valid integer."})
    pointer = fields.String(
        metadata={"description": "JSON Pointer into the body.", "example": "#/authors/0"}
    )
    parameter = fields.String(metadata={"description": "The query parameter."})
    header = fields.String(metadata={"description": "The header."})


class Problem(Schema):
    """What went wrong; `errors` lists every fault of a request at once."""

    type = fields.String(required=True, metadata={"example": "about:blank"})
    title = fields.String(required=True, metadata={"example": "Unprocessable Content"})
    status = fields.Integer(required=True, metadata={"example": 422})
    detail = fields.String(metadata={"example": "The request has 1 fault."})
    errors = fields.List(fields.Nested(Fault))
