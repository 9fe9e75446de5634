"""Measures and their series on the wire."""

from copy import copy
from typing import Any, get_args

from marshmallow import Schema, fields, validate

from ..extraction.model import Change, Outlook
from ..extraction.units import dimensions
from .answers import Answer
from .choices import NUMBER
from .counts import PERIODS
from .fields import Id, Number, ShortList, Text, UTCDateTime
from .figures import ConvertedFigure, MeasureReference, known_unit
from .items import EntityReference
from .pages import PageQuery, copies, ids, page_of

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

    ids = ids()
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


def _by(**options: Any) -> fields.String:
    return fields.String(
        validate=validate.OneOf(PERIODS),
        metadata={
            "description": "Adds what the readings of each day, week, month, quarter or year come "
            "to, by publication in UTC: all that the filters leave, not those of the page alone.",
            "example": "month",
        },
        **options,
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
    by = _by()


class Ids(fields.String):
    """Several ids with commas between them, read into a tuple."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(
            metadata={
                "description": f"Ids, up to {most}, with commas between them.",
                "pattern": f"^{NUMBER}(,{NUMBER}){{0,{most - 1}}}$",
                "example": "4,9",
            },
            validate=validate.Regexp(
                f"^{NUMBER}(,{NUMBER}){{0,{most - 1}}}$",
                error=f"Not ids with commas between them, {most} at most.",
            ),
            **kwargs,
        )

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Checked, and then read."""
        checked = super().deserialize(value, *args, **kwargs)
        return tuple(map(int, checked.split(","))) if isinstance(checked, str) else checked


class SeveralSeriesQuery(Schema):
    """Which measures, and which of their readings, in which unit, by which period."""

    ids = Ids(50, required=True)
    by = _by(load_default="month")
    unit = copy(SeriesQuery().fields["unit"])
    published_from = copy(SeriesQuery().fields["published_from"])
    published_to = copy(SeriesQuery().fields["published_to"])
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


class PeriodReadings(Answer):
    """What the readings of one period come to."""

    period = fields.String(
        metadata={
            "description": "`2026-03-04`, `2026-W10`, `2026-03`, `2026-Q1` or `2026`.",
            "example": "2026-03",
        }
    )
    readings = fields.Integer(metadata={"example": 3})
    least = Number(metadata={"description": "Of ranges, the lower ends.", "example": 11.8})
    median = Number(metadata={"description": "Of ranges, the middles.", "example": 12})
    greatest = Number(metadata={"description": "Of ranges, the upper ends.", "example": 12.5})


_PERIODS = fields.List(
    fields.Nested(PeriodReadings),
    metadata={"description": "Those that have readings, the newest first, up to 10,000."},
)
_UNIT = fields.String(
    allow_none=True,
    metadata={"description": "Null where there are no readings.", "example": "cubic metre"},
)
_UNIT_CODE = fields.String(allow_none=True, metadata={"example": "m3"})


class SeriesPage(page_of(ConvertedFigure)):  # type: ignore[misc]
    """Readings of a measure, newest first, and what those of this page come to.

    With `by`, `periods` tells what all of them come to, in `unit`.
    """

    optional = ("unit", "unit_code", "periods")

    publishers = fields.List(fields.Nested(PublisherReadings))
    disagreements = fields.List(fields.Nested(Disagreement))
    unit = _UNIT
    unit_code = _UNIT_CODE
    periods = _PERIODS


class MeasurePeriods(Answer):
    """What the readings of a measure come to, period by period, in one unit."""

    measure = fields.Nested(MeasureReference)
    unit = _UNIT
    unit_code = _UNIT_CODE
    periods = _PERIODS


class MeasurePeriodsList(Answer):
    """Several measures, in the order in which they were asked for."""

    items = fields.List(fields.Nested(MeasurePeriods))
