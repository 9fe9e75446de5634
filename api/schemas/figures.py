"""Figures on the wire."""

from collections.abc import Mapping
from typing import Any, get_args

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from ..extraction.model import Change, Modifier, Outlook, Salience
from ..extraction.units import common_unit, dimensions, unit
from .answers import Answer
from .choices import NAME, NUMBER, Several
from .fields import Embedded, FieldNames, Id, Number, PlainNumber, Text
from .fulltext import BY_CONFIDENCE, BY_VALUE, LISTED, ORDERS, Searched, Sort, highlight
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
)


class MeasureReference(Answer):
    """The named quantity that figures are readings of."""

    id = fields.Integer(metadata={"example": 4})
    name = fields.String(metadata={"example": "Northern Arc: capacity"})


class ReadFigure(Confidence):
    """A number that a text states of something, as it was read."""

    text = fields.String(
        metadata={"description": "The figure as written.", "example": "12 billion cubic metres"}
    )
    selector = Embedded(Selector)
    value = Number(
        metadata={
            "description": "The number in `unit`, scale words applied; the lower end of a range.",
            "example": 12_000_000_000,
        }
    )
    value_max = Number(
        allow_none=True, metadata={"description": "The upper end of a range.", "example": None}
    )
    modifier = fields.String(
        metadata={
            "description": "`=` as said, `~` about, `>` more than or at least, `<` less than or "
            "up to.",
            "enum": get_args(Modifier),
            "example": "~",
        }
    )
    change = fields.String(
        allow_none=True,
        metadata={
            "description": "Which way it went, where the number is a change.",
            "enum": [*get_args(Change), None],
            "example": None,
        },
    )
    period = fields.String(
        allow_none=True,
        metadata={"description": "The time it holds for, as written.", "example": "a year"},
    )
    outlook = fields.String(
        allow_none=True,
        metadata={
            "description": "Where the words say that it is no reading of today.",
            "enum": [*get_args(Outlook), None],
            "example": None,
        },
    )
    unit = fields.String(
        allow_none=True,
        metadata={
            "description": "The unit's English name, or the noun that is counted.",
            "example": "cubic metre",
        },
    )
    unit_code = fields.String(
        allow_none=True,
        metadata={
            "description": "UCUM, with `{…}` for counted nouns; ISO 4217 for money.",
            "example": "m3",
        },
    )
    dimension = fields.String(allow_none=True, metadata={"example": "volume"})
    si_value = Number(
        allow_none=True,
        metadata={
            "description": "`value` in `si_unit`, the one unit all figures of the dimension are "
            "compared in.",
            "example": 12_000_000_000,
        },
    )
    si_value_max = Number(allow_none=True, metadata={"example": None})
    si_unit = fields.String(allow_none=True, metadata={"example": "m3"})
    entity_text = fields.String(
        allow_none=True,
        metadata={
            "description": "What the number is said of, where that has no name and so is no "
            "entity.",
            "example": None,
        },
    )
    property = fields.String(
        allow_none=True,
        metadata={"description": "What of the entity is measured.", "example": "capacity"},
    )
    measure_confidence = Number(
        allow_none=True,
        metadata={
            "description": "The probability that the entity and the property are right; null where "
            "there is no entity.",
            "example": 0.74,
        },
    )
    salience = fields.String(
        metadata={
            "description": "`low` for counts that nobody would look up, such as two leaders.",
            "enum": get_args(Salience),
            "example": "high",
        }
    )


class Figure(ReadFigure, Linked, InArticle):
    """A figure and the article it stands in."""

    measure = fields.Nested(
        MeasureReference,
        allow_none=True,
        metadata={"description": "Null where no entity or no property was found."},
    )
    entity = fields.Nested(EntityReference, allow_none=True)
    quote_id = fields.Integer(
        allow_none=True, metadata={"description": "The quote it stands in.", "example": 3}
    )
    stated_by = fields.Nested(
        EntityReference, allow_none=True, metadata={"description": "The speaker of that quote."}
    )


def known_unit(text: str) -> None:
    """Refuse what is no unit."""
    if unit(text) is None:
        raise ValidationError(
            f"{text!r} is not a known unit: give a UCUM code (m3), an ISO 4217 code (USD), a "
            "name (barrel) or, for what is counted, {ship}."
        )


class Converted(Answer):
    """A figure's value in another unit."""

    value = Number(metadata={"example": 423.8})
    value_max = Number(allow_none=True, metadata={"example": None})
    unit = fields.String(metadata={"example": "billion cubic feet"})
    unit_code = fields.String(metadata={"example": "10*9.[cft_i]"})


class ConvertedFigure(Figure):
    """A figure and, where a unit was asked for, its value in that unit."""

    converted = fields.Nested(
        Converted,
        allow_none=True,
        metadata={"description": "With `convert_to`; null where no fixed rate leads there."},
    )


class FigureHit(ConvertedFigure):
    """A figure and, where a search found it, what was found."""

    optional = ("converted", "highlight")

    highlight = highlight(
        "the figure among the words around it",
        "pipeline has a <mark>capacity</mark> of about 12 billion cubic metres",
    )


def units_must_fit(query: Mapping[str, Any]) -> None:
    """Refuse a unit of another dimension, and bounds in no one unit."""
    asked, dimension = query.get("unit"), query.get("dimension")
    known = unit(asked) if isinstance(asked, str) else None
    if known and isinstance(dimension, str) and dimension != known.dimension:
        message = f"{known.name} is a unit of {known.dimension}, not of {dimension}."
        raise ValidationError(message, "unit")
    if not known and (asked or not isinstance(dimension, str)):
        lost = "A bound needs one `unit`, or one `dimension` for its SI unit."
        if faults := {bound: [lost] for bound in ("min", "max") if bound in query}:
            raise ValidationError(faults)


class FigureQuery(Searched, ItemQuery):
    """Filters of figures; all that are given must hold."""

    sort = Sort("1,000", (*ORDERS, *BY_VALUE, *BY_CONFIDENCE, *LISTED))

    entity = Several(
        Text(
            validate=validate.Length(1, 200),
            metadata={
                "description": "The id of an entity, or whole words of a name.",
                "example": "Northern Arc",
            },
        ),
        NAME,
        none=True,
    )
    measure = Several(Id(metadata={"description": "A measure's id."}), NUMBER, none=True)
    property = Several(
        Text(
            validate=validate.Length(1, 200),
            metadata={"description": "What is measured, in full.", "example": "capacity"},
        ),
        NAME,
        none=True,
    )
    stated_by = Several(
        Text(
            validate=validate.Length(1, 200),
            metadata={
                "description": "Who speaks the quote it stands in: the id of an entity, or whole "
                "words of a name.",
                "example": "Lindqvist",
            },
        ),
        NAME,
        none=True,
    )
    convert_to = Text(
        validate=known_unit,
        metadata={
            "description": "Adds `converted`, the value in this unit, to every figure.",
            "example": "m3",
        },
    )
    dimension = Several(
        fields.String(validate=validate.OneOf(dimensions()), metadata={"example": "volume"}),
        f"({'|'.join(dimensions())})",
        none=True,
    )
    unit = Several(
        Text(
            validate=known_unit,
            metadata={
                "description": "Figures that can be compared in this unit, whatever theirs is: a "
                "UCUM or ISO 4217 code, a name, or `{ship}` for what is counted. `min` and `max` "
                "are in it. Money and counts are compared in their own unit only.",
                "example": "m3",
            },
        ),
        none=True,
    )
    unit_code = Several(
        Text(
            validate=validate.Length(1, 100),
            metadata={"description": "Exactly this `unit_code`.", "example": "m3"},
        ),
        none=True,
    )
    min = fields.Float(
        metadata={
            "description": "The least value; a range counts by its upper end.",
            "example": 40_000_000_000,
        }
    )
    max = fields.Float(metadata={"description": "The greatest value."})
    salience = fields.String(
        validate=validate.OneOf(["high", "all"]),
        load_default="high",
        metadata={"description": "`all` shows also counts that nobody would look up."},
    )
    shown = FieldNames(FigureHit)

    @validates_schema
    def _units_fit(self, data: Mapping[str, Any], **_: Any) -> None:
        units_must_fit(data)

    @validates_schema
    def _values_can_be_ordered(self, data: Mapping[str, Any], **_: Any) -> None:
        if data.get("sort") not in BY_VALUE:
            return
        if isinstance(data.get("unit"), str) or isinstance(data.get("unit_code"), str):
            return
        dimension = data.get("dimension")
        if not (isinstance(dimension, str) and common_unit(dimension)):
            raise ValidationError(
                "Values are ordered in one unit: give `unit`, `unit_code` or, but for what has no "
                "fixed rates such as money, `dimension`.",
                "sort",
            )


class FigureParts(Schema):
    """How much of a figure."""

    shown = FieldNames(Figure)


def _value(*, required: bool = False) -> PlainNumber:
    return PlainNumber(
        required=required,
        metadata={
            "description": "The number in `unit`, scale words applied.",
            "example": 12_000_000_000,
        },
    )


def _one_of(values: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(get_args(values)), **options)


class _FigureFields(Schema):
    value_max = PlainNumber(allow_none=True, metadata={"example": None})
    change = _one_of(Change, allow_none=True)
    period = name(allow_none=True, metadata={"example": "a year"})
    outlook = _one_of(Outlook, allow_none=True)
    unit = Text(
        allow_none=True,
        validate=known_unit,
        metadata={
            "description": "A UCUM or ISO 4217 code, a name, or `{ship}` for what is counted. "
            "`unit_code`, `dimension` and `si_value` follow from it.",
            "example": "m3",
        },
    )
    entity = fields.Nested(EntityChoice, allow_none=True)
    property = name(allow_none=True, metadata={"example": "capacity"})


class NewFigure(NewItem, _FigureFields):
    """A figure that a person adds."""

    selector = fields.Nested(NewSelector, required=True)
    value = _value(required=True)
    modifier = _one_of(Modifier, load_default="=")
    salience = _one_of(Salience, load_default="high")


class FigureChange(ItemChange, _FigureFields):
    """What a person decides about a figure: a status, or corrections; what is left out stays."""

    selector = fields.Nested(NewSelector)
    value = _value()
    modifier = _one_of(Modifier)
    salience = _one_of(Salience)
