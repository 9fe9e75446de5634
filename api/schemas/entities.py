"""Entities on the wire."""

from collections.abc import Mapping
from typing import Any, get_args

from marshmallow import Schema, fields, validate, validates_schema

from ..extraction.model import Kind
from .answers import Answer
from .choices import Several
from .fields import FieldNames, Id, Labels, ShortList, Text, Uri, UTCDateTime, must_not_be_empty
from .items import EntityReference
from .pages import PageQuery, ids, page_of

KINDS = get_args(Kind)
_NAME = r"^[^\u0000]*\w[^\u0000]*$"
_KIND = fields.String(
    validate=validate.OneOf(KINDS),
    metadata={
        "description": "What sort of thing it is; `other` also where nothing told.",
        "enum": KINDS,
        "example": "person",
    },
)


def _name(**described: str) -> Text:
    """A field for a name: something in it can be read aloud."""
    return Text(
        validate=[
            validate.Length(max=200),
            validate.Regexp(_NAME, error="A name has a letter or a digit."),
        ],
        metadata={"pattern": _NAME, **described},
    )


class NamedEntity(EntityReference):
    """What an entity is called and what it is."""

    kind = _KIND
    article_id = fields.Integer(
        allow_none=True,
        metadata={
            "description": "The article in which alone it goes by its name, such as a surname that "
            "no full name goes with; null where the name is known everywhere.",
            "example": None,
        },
    )
    version = fields.Integer(
        metadata={"description": "Rises with every change by hand; in its ETag.", "example": 1}
    )


class EntityMerge(Answer):
    """That another went into this one."""

    id = fields.Integer(metadata={"description": "The merge's, to undo it.", "example": 2})
    merged = fields.Nested(EntityReference, metadata={"example": {"id": 6, "name": "M. Lindqvist"}})


class Entity(NamedEntity):
    """A person, organisation, place or thing that articles name."""

    aliases = fields.List(
        fields.String(),
        metadata={"description": "Its other names.", "example": ["M. Lindqvist"]},
    )
    same_as = fields.List(
        fields.String(metadata={"format": "uri"}),
        metadata={
            "description": "URIs that mean the same elsewhere, also those of what was merged into "
            "it.",
            "example": ["http://www.wikidata.org/entity/Q42"],
        },
    )
    quotes = fields.Integer(
        metadata={
            "description": "How many quotes of current texts it speaks; counted up to 10,000.",
            "example": 12,
        }
    )
    figures = fields.Integer(
        metadata={
            "description": "How many figures of current texts measure it; counted up to 10,000.",
            "example": 3,
        }
    )
    first_seen = UTCDateTime(
        allow_none=True,
        metadata={
            "description": "When the first article with one of them was published.",
            "example": "2026-03-04T08:30:00.000000Z",
        },
    )
    last_seen = UTCDateTime(allow_none=True, metadata={"example": "2026-03-04T08:30:00.000000Z"})
    merges = fields.List(fields.Nested(EntityMerge))


EntityPage = page_of(Entity)


class EntityQuery(PageQuery):
    """Filters of entities; all that are given must hold."""

    name = Text(
        validate=validate.Length(1, 200),
        metadata={
            "description": "Whole words of a name or alias, whatever case and accents. Where "
            "nothing has them, those with one slip a word: `Lindkvist` finds Lindqvist.",
            "example": "lindqvist",
        },
    )
    prefix = Text(
        validate=validate.Length(1, 200),
        metadata={
            "description": "The beginning of a name or alias, or of a word in it, as somebody "
            "types it; of the first 200 such names by the alphabet. Those with the most quotes "
            "and figures come first.",
            "example": "lindq",
        },
    )
    ids = ids()
    kind = Several(
        fields.String(validate=validate.OneOf(KINDS), metadata={"example": "person"}),
        f"({'|'.join(KINDS)})",
    )
    same_as = Uri(
        metadata={
            "description": "A URI that means it elsewhere.",
            "example": "http://www.wikidata.org/entity/Q42",
        },
    )
    shown = FieldNames(Entity)


class EntityChange(Schema):
    """What is to change; a field that is left out stays."""

    name = _name(example="Mara Lindqvist")
    kind = _KIND
    aliases = ShortList(
        _name(example="M. Lindqvist"),
        validate=validate.Length(max=100),
        metadata={
            "description": "All of its other names. Articles to come find it by each; a name that "
            "came by a merge goes by undoing it.",
            "example": ["M. Lindqvist"],
        },
    )

    same_as = Labels(
        Uri(),
        validate=validate.Length(max=50),
        metadata={
            "description": "All URIs that mean it elsewhere. A page of Wikidata stands for what it "
            "is about.",
            "example": ["http://www.wikidata.org/entity/Q42"],
        },
    )

    @validates_schema
    def _changes_something(self, data: Mapping[str, Any], **_: Any) -> None:
        must_not_be_empty(data)


class EntityToMerge(Schema):
    """What is to go into this entity."""

    entity = Id(
        required=True,
        metadata={"description": "The id of the other.", "example": 6},
    )
