"""Quotes on the wire."""

from collections.abc import Mapping
from typing import Any, get_args

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from ..extraction.model import QuoteKind
from .answers import Answer
from .choices import NAME, Several
from .fields import Embedded, FieldNames, ShortList, Text
from .fulltext import BY_CONFIDENCE, LISTED, ORDERS, Searched, Sort, highlight
from .items import (
    Confidence,
    EntityChoice,
    EntityReference,
    InArticle,
    ItemChange,
    ItemQuery,
    Linked,
    NewItem,
    NewSelector,
    Selector,
    name,
    place,
)

KINDS = get_args(QuoteKind)
SPEAKER_KINDS = ("person", "organisation", "group", "document", "unnamed", "author")


class Part(Answer):
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
    speaker_kind = fields.String(
        allow_none=True,
        metadata={
            "description": 'What sort of source speaks: `unnamed` for "officials" or "a '
            "source\", `author` for the article's first person. Null where nothing tells.",
            "enum": [*SPEAKER_KINDS, None],
            "example": "person",
        },
    )
    cue = fields.String(
        allow_none=True,
        metadata={"description": "The word that attributes.", "example": "said"},
    )


class Quote(ReadQuote, Linked, InArticle):
    """A quote and the article it stands in."""

    speaker = fields.Nested(
        EntityReference,
        allow_none=True,
        metadata={"description": "Null where the article gives the speaker no name."},
    )


class QuoteHit(Quote):
    """A quote and, where a search found it, what was found."""

    optional = ("highlight",)

    highlight = highlight("the words", "that the <mark>terminal</mark> would open in May")


class QuoteQuery(Searched, ItemQuery):
    """Filters of quotes; all that are given must hold."""

    sort = Sort("1,000", (*ORDERS, *BY_CONFIDENCE, *LISTED))
    speaker = Several(
        Text(
            validate=validate.Length(1, 200),
            metadata={
                "description": "The id of an entity, or whole words of a name: `Lindqvist`.",
                "example": "Lindqvist",
            },
        ),
        NAME,
        none=True,
    )
    kind = Several(
        fields.String(validate=validate.OneOf(KINDS), metadata={"example": "direct"}),
        f"({'|'.join(KINDS)})",
    )
    speaker_kind = Several(
        fields.String(
            validate=validate.OneOf(SPEAKER_KINDS),
            metadata={"description": "What sort of source speaks.", "example": "unnamed"},
        ),
        f"({'|'.join(SPEAKER_KINDS)})",
        none=True,
    )
    shown = FieldNames(QuoteHit)


class QuoteParts(Schema):
    """How much of a quote."""

    shown = FieldNames(Quote)


class NewPart(Schema):
    """One stretch of a quote's words."""

    start = place("First code point.", required=True)
    end = place("The code point after the last.", required=True)


class _QuoteFields(Schema):
    speaker = fields.Nested(EntityChoice, allow_none=True)
    speaker_text = name(allow_none=True, metadata={"example": "Port director Mara Lindqvist"})
    speaker_kind = fields.String(
        allow_none=True,
        validate=validate.OneOf(SPEAKER_KINDS),
        metadata={"example": "person"},
    )
    cue = name(allow_none=True, metadata={"example": "said"})
    selector = fields.Nested(
        NewSelector, metadata={"description": "Where the words stand, all in one part."}
    )
    parts = ShortList(
        fields.Nested(NewPart),
        validate=validate.Length(1, 100),
        metadata={"description": "Where the words stand, instead of `selector`, in their order."},
    )

    @validates_schema
    def _one_place(self, data: Mapping[str, Any], **_: Any) -> None:
        if "selector" in data and "parts" in data:
            raise ValidationError("Give selector or parts, one of them.", "parts")


def _kind(*, required: bool = False) -> fields.String:
    return fields.String(
        required=required, validate=validate.OneOf(KINDS), metadata={"example": "indirect"}
    )


class NewQuote(NewItem, _QuoteFields):
    """A quote that a person adds."""

    kind = _kind(required=True)

    @validates_schema
    def _has_a_place(self, data: Mapping[str, Any], **_: Any) -> None:
        if "selector" not in data and "parts" not in data:
            raise ValidationError("Missing: say where the words stand.", "selector")


class QuoteChange(ItemChange, _QuoteFields):
    """What a person decides about a quote: a status, or corrections; what is left out stays."""

    kind = _kind()
