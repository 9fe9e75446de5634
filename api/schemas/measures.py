"""Measures and their series on the wire."""

from typing import get_args

from marshmallow import Schema, fields, validate

from ..extraction.model import Change, Outlook
from ..extraction.units import dimensions
from .answers import Answer
from .fields import Id, Number, ShortList, Text, UTCDateTime
from .figures import ConvertedFigure, MeasureReference, known_unit
from .items import EntityReference
from .pages import PageQuery, copies, page_of

_PROPERTY = Text(
    validate=validate.Length(1, 200),
    metadata={"description": "What of the entity is measured.", "example": "capacity"},
)


class NamedMeasure(MeasureReference):
    """What is measured, and of what."""

    entity = fields.Nested(EntityReference)
    property = fields.String(metadata={"example": "capacity"})
    dimension = fields.String(metadata={"example": "volume"})
    version = fields.Integer(metadata={"description": "In its ETag.", "example": 1})


class MeasureMerge(Answer):
    """That another went into this one."""

    id = fields.Integer(metadata={"description": "The merge's, to undo it.", "example": 3})
    merged = fields.Nested(MeasureReference)


class Measure(NamedMeasure):
    """A named quantity that figures of many articles are readings of."""

    figures = fields.Integer(
        metadata={"description": "How many readings; counted up to 10,000.", "example": 3}
    )
    first_seen = UTCDateTime(allow_none=True, metadata={"example": "2026-03-04T08:30:00.000000Z"})
    last_seen = UTCDateTime(allow_none=True, metadata={"example": "2026-03-04T08:30:00.000000Z"})
    merges = fields.List(fields.Nested(MeasureMerge))


MeasurePage = page_of(Measure)


class MeasureQuery(PageQuery):
    """Filters of measures; all that are given must hold."""

    entity = Text(
        validate=validate.Length(1, 200),
        metadata={
            "description": "The id of an entity, or whole words of a name.",
            "example": "Northern Arc",
        },
    )
    property = _PROPERTY
    dimension = fields.String(validate=validate.OneOf(dimensions()), metadata={"example": "volume"})


class MeasureToMerge(Schema):
    """What is to go into this measure."""

    measure = Id(
        required=True,
        metadata={"description": "The id of the other.", "example": 6},
    )


class Split(Schema):
    """Readings that are of something else."""

    property = Text(
        required=True,
        validate=[validate.Length(1, 200), validate.Regexp(r"^[^\u0000]*\w[^\u0000]*$")],
        metadata={
            "description": "What they measure; one that no measure of this entity and dimension "
            "has yet.",
            "pattern": r"^[^\u0000]*\w[^\u0000]*$",
            "example": "design capacity",
        },
    )
    figures = ShortList(
        Id(),
        required=True,
        validate=validate.Length(1, 1000),
        metadata={"description": "The ids of figures of this measure.", "example": [7]},
    )


class SeriesQuery(PageQuery):
    """Which readings of a measure, and in which unit."""

    limit = fields.Integer(
        load_default=200,
        validate=validate.Range(1, 1000),
        metadata={"description": "How many readings at most."},
    )
    unit = Text(
        validate=known_unit,
        metadata={
            "description": "The unit of all values: a code or a name. Of a flow, a quantity means "
            "so much a year. Without it, the newest reading's.",
            "example": "m3",
        },
    )
    published_from = UTCDateTime(
        data_key="from", metadata={"description": "The earliest moment, or date, that counts."}
    )
    published_to = UTCDateTime(
        data_key="to",
        metadata={"description": "The first moment, or date, that no longer counts."},
    )
    copies = copies("once")


class PublisherReadings(Answer):
    """What one publisher's readings come to."""

    publisher = fields.String(allow_none=True, metadata={"example": "Harbour Courier"})
    readings = fields.Integer(metadata={"example": 1})
    least = Number(metadata={"example": 12_000_000_000})
    greatest = Number(metadata={"example": 12_000_000_000})
    last = UTCDateTime(allow_none=True, metadata={"example": "2026-03-04T08:30:00.000000Z"})


class Disagreement(Answer):
    """Readings of one time that cannot all be true, given their modifiers and ranges."""

    period = fields.String(
        metadata={
            "description": "The time: the day of publication where none is named.",
            "example": "2026-03-04",
        }
    )
    outlook = fields.String(allow_none=True, metadata={"enum": [*get_args(Outlook), None]})
    change = fields.String(allow_none=True, metadata={"enum": [*get_args(Change), None]})
    figures = fields.List(fields.Integer(), metadata={"example": [7, 12]})


class SeriesPage(page_of(ConvertedFigure)):  # type: ignore[misc]
    """Readings of a measure, newest first, and what those of this page come to."""

    publishers = fields.List(fields.Nested(PublisherReadings))
    disagreements = fields.List(fields.Nested(Disagreement))
