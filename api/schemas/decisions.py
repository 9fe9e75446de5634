"""Many decisions in one request on the wire."""

from marshmallow import Schema, fields, validate

from .answers import Answer
from .figures import Figure, FigureChange
from .items import ByWhom
from .problems import FaultSchema
from .quotes import Quote, QuoteChange

MOST = 200
EXAMPLE = {"type": "quote", "id": 3, "decision": {"status": "confirmed"}}
CHANGES: dict[str, type[Schema]] = {"quote": QuoteChange, "figure": FigureChange}


class Decision(Schema):
    """One of many decisions: on what, and what `PATCH` of it takes."""

    type = fields.String(
        required=True, validate=validate.OneOf(CHANGES), metadata={"example": "quote"}
    )
    id = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1, 10**18 - 1),
        metadata={"example": 3},
    )
    if_match = fields.String(
        load_default="*",
        metadata={
            "description": "The ETag of the state that is meant, in its quote marks; without it "
            "whatever it is.",
            "example": "*",
        },
    )
    decision = fields.Dict(
        required=True,
        metadata={
            "description": "What `PATCH` of it takes: a status, or what is to be corrected.",
            "example": {"status": "confirmed"},
        },
    )


class Decisions(ByWhom):
    """Many decisions."""

    items = fields.List(
        fields.Dict(metadata={"example": EXAMPLE}),
        required=True,
        validate=validate.Length(1, MOST),
        metadata={
            "description": "Each has `type` (quote or figure), `id`, `decision`, which is what "
            "`PATCH` of it takes, and may have `if_match`, the ETag of the state that is meant in "
            "its quote marks. They are made in this order."
        },
    )


class DecisionResult(Answer):
    """What became of one decision."""

    optional = ("etag", "quote", "figure", "detail", "errors")

    status = fields.Integer(
        metadata={
            "description": "As `PATCH` would answer: 200, 404, 409, 412, 422 …",
            "example": 200,
        }
    )
    etag = fields.String(metadata={"description": "Of its state now."})
    quote = fields.Nested(Quote, metadata={"description": "The quote as it is now."})
    figure = fields.Nested(Figure, metadata={"description": "The figure as it is now."})
    detail = fields.String(metadata={"description": "What was wrong."})
    errors = fields.List(fields.Nested(FaultSchema))


class DecisionResults(Answer):
    """What became of each decision, in their order."""

    items = fields.List(fields.Nested(DecisionResult))
