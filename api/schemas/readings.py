"""What quotes and figures have in common on the wire."""

from enum import StrEnum

from marshmallow import Schema, fields, validate

from api.schemas.fields import Number, UTCDateTime
from api.schemas.pages import PublishedQuery


class Status(StrEnum):
    """How a quote or figure came about and what became of it."""

    EXTRACTED = "extracted"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ADDED = "added"


class Selector(Schema):
    """Where it stands: a W3C Web Annotation TextPositionSelector and TextQuoteSelector in one."""

    start = fields.Integer(metadata={"description": "First code point in the article's text."})
    end = fields.Integer(metadata={"description": "The code point after the last."})
    exact = fields.String(metadata={"description": "The characters between them."})
    prefix = fields.String(metadata={"description": "Up to 32 characters before."})
    suffix = fields.String(metadata={"description": "Up to 32 characters after."})


class EntityName(Schema):
    """A person, organisation, place or thing that a text names."""

    name = fields.String(metadata={"example": "Mara Lindqvist"})


class EntityReference(Schema):
    """A person, organisation, place or thing."""

    id = fields.Integer(metadata={"example": 5})
    name = fields.String(metadata={"example": "Mara Lindqvist"})


class InArticle(Schema):
    """What a stored quote or figure has beside what was read: a state, and its article."""

    id = fields.Integer(metadata={"example": 3})
    status = fields.String(
        metadata={
            "description": "`extracted`; or `confirmed`, `corrected`, `rejected`, `added` by hand.",
            "enum": [str(status) for status in Status],
            "example": "extracted",
        }
    )

    article_id = fields.Integer(metadata={"example": 1})
    revision = fields.Integer(
        metadata={"description": "Which state of the article's text.", "example": 1}
    )
    publisher = fields.String(
        allow_none=True, metadata={"description": "The article's.", "example": "Harbour Courier"}
    )
    published_at = UTCDateTime(
        allow_none=True,
        metadata={"description": "The article's.", "example": "2026-03-04T08:30:00.000000Z"},
    )


class Confidence(Schema):
    """How sure the reading is."""

    confidence = Number(
        metadata={
            "description": "The probability, from 0 to 1, that the reading is right.",
            "example": 0.91,
        }
    )


class ReadingQuery(PublishedQuery):
    """What lists of quotes and of figures are filtered by alike."""

    article = fields.Integer(
        validate=validate.Range(1, 2**63 - 1), metadata={"description": "An article's id."}
    )
    min_confidence = fields.Float(validate=validate.Range(0, 1), metadata={"example": 0.8})
