"""Quotes on the wire."""

from typing import get_args

from marshmallow import Schema, fields, validate

from api.extraction.model import QuoteKind
from api.schemas.fields import Embedded, FieldNames, Text
from api.schemas.pages import page_of
from api.schemas.readings import (
    Confidence,
    EntityReference,
    InArticle,
    ReadingQuery,
    Selector,
)
from api.schemas.search import LONGEST, SearchText

KINDS = get_args(QuoteKind)


class Part(Schema):
    """One stretch of a quote's words."""

    start = fields.Integer()
    end = fields.Integer()


class ReadQuote(Confidence):
    """Words attributed to somebody, as they were read from a text."""

    kind = fields.String(
        metadata={
            "description": "All of it in quote marks, reported speech, or some of each.",
            "enum": KINDS,
            "example": "indirect",
        }
    )
    text = fields.String(
        metadata={
            "description": "The words; several parts are joined by a space.",
            "example": "that the terminal would open in May",
        }
    )
    selector = Embedded(Selector)
    parts = fields.List(
        fields.Nested(Part),
        metadata={
            "description": "Where the words stand; several where the cue stands in their middle.",
        },
    )
    speaker_text = fields.String(
        allow_none=True,
        metadata={
            "description": "The speaker as this sentence names them.",
            "example": "Port director Mara Lindqvist",
        },
    )
    cue = fields.String(
        allow_none=True,
        metadata={"description": "The word that attributes.", "example": "said"},
    )


class Quote(ReadQuote, InArticle):
    """A quote and the article it stands in."""

    speaker = fields.Nested(
        EntityReference,
        allow_none=True,
        metadata={"description": "Null where the article gives the speaker no name."},
    )


class QuoteHit(Quote):
    """A quote and, where a search found it, what was found."""

    highlight = fields.String(
        metadata={
            "description": "With `q`: the words as HTML, what was found in `<mark>`.",
            "example": "that the <mark>terminal</mark> would open in May",
        }
    )


QuotePage = page_of(QuoteHit)


class QuoteQuery(ReadingQuery):
    """Filters of quotes; all that are given must hold."""

    q = SearchText(
        metadata={
            "description": 'Words that the quote has, "phrases in marks", and -words that it has '
            "not. Found quotes are listed latest stored first.",
            "maxLength": LONGEST,
            "example": "terminal",
        },
    )

    speaker = Text(
        validate=validate.Length(1, 200),
        metadata={
            "description": "The id of an entity, or whole words of a name: `Lindqvist`.",
            "example": "Lindqvist",
        },
    )
    kind = fields.String(validate=validate.OneOf(KINDS), metadata={"example": "direct"})
    shown = FieldNames(QuoteHit)


class QuoteParts(Schema):
    """How much of a quote."""

    shown = FieldNames(Quote)
