"""Lists on the wire."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from .answers import Answer
from .choices import NUMBER, Several
from .fields import Id, Label, PublisherKey, UTCDateTime


class PageQuery(Schema):
    """How much of a list, and from where."""

    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, 200),
        metadata={"description": "How many items at most."},
    )
    cursor = fields.String(
        validate=validate.Length(1, 500),
        metadata={
            "description": "Where the page starts, as `next` of the page before gave it. It holds "
            "only with the filters of that page."
        },
    )


class Sampled(Schema):
    """A list of which a sample can be taken."""

    sample = fields.Integer(
        validate=validate.Range(1, 1000),
        metadata={
            "description": "So many of all that the filters leave, each equally likely, on one "
            "page in the order of time; the same for the same `seed` as long as nothing is "
            "stored.",
            "example": 100,
        },
    )
    seed = fields.Integer(
        validate=validate.Range(0, 2**63 - 1),
        metadata={"description": "Of the sample; 0 without it.", "example": 7},
    )

    @validates_schema
    def _has_one_page(self, data: Mapping[str, Any], **_: Any) -> None:
        if "sample" in data and "cursor" in data:
            raise ValidationError("A sample has one page.", "cursor")
        if "sample" in data and data.get("sort", "newest") != "newest":
            raise ValidationError("A sample is in the order of time, newest first.", "sort")
        if "seed" in data and "sample" not in data:
            raise ValidationError("Only a `sample` has a seed.", "seed")


def copies(default: str) -> fields.String:
    """Whether copies count."""
    return fields.String(
        load_default=default,
        validate=validate.OneOf(["once", "all"]),
        metadata={
            "description": "`once` leaves out what is of copies: articles with nearly the same "
            "text as one stored before. `all` does not."
        },
    )


class PublishedQuery(PageQuery):
    """A list by when and by whom it was published."""

    publisher = Several(
        PublisherKey(
            metadata={
                "description": "Case, blanks and Unicode's other forms do not count.",
                "example": "Harbour Courier",
            }
        ),
        none=True,
    )
    tag = Several(
        Label(metadata={"description": "A tag of the article.", "example": "harbour"}), none=True
    )
    copies = copies("all")
    published_from = UTCDateTime(
        metadata={"description": "The earliest moment, or date, that counts."}
    )
    published_to = UTCDateTime(
        metadata={"description": "The first moment, or date, that no longer counts."}
    )


def ids() -> Several:
    """The filter of a list by the ids of its items."""
    return Several(
        Id(metadata={"description": "Only these, by their ids.", "example": "3,7"}), NUMBER
    )


class Total(Answer):
    """How many a list has in all."""

    value = fields.Integer(metadata={"example": 812})
    modifier = fields.String(
        metadata={
            "description": "`=`: exactly so many. `>`: more than so many, where counting ends.",
            "enum": ["=", ">"],
            "example": "=",
        }
    )


_TOTAL = {
    "optional": ("total",),
    "total": fields.Nested(Total, metadata={"description": "With `total=true`."}),
}


def page_of(
    item: type[Answer], one: fields.Field[Any] | None = None, *, counted: bool = False
) -> type[Answer]:
    """The schema of one page: documentation, since the database writes the items.

    Where items are of several schemas, `one` is the field that says so. `counted` where the page
    may tell how many there are in all.
    """
    return type(
        f"{item.__name__}Page",
        (Answer,),
        {
            "__doc__": f"One page of a list, newest first: {item.__doc__}",
            "items": fields.List(one or fields.Nested(item)),
            "next": fields.String(
                allow_none=True,
                metadata={
                    "description": "The next page's address, null on the last.",
                    "format": "uri",
                    "example": None,
                },
            ),
            **(_TOTAL if counted else {}),
        },
    )
