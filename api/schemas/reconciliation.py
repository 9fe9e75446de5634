"""The Reconciliation Service API 0.2 of the W3C's community group, over entities.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from .answers import Answer
from .entities import KINDS
from .fields import Text

VERSION = "0.2"
MOST_QUERIES = 100  # of one batch
MOST_IDS = 200  # of which properties are asked for at once
TYPES = [{"id": kind, "name": kind.title()} for kind in KINDS]
PROPERTIES = {
    "name": "Name",
    "aliases": "Other names",
    "kind": "Kind",
    "same_as": "Same as",
    "quotes": "Quotes",
    "figures": "Figures",
    "first_seen": "First seen",
    "last_seen": "Last seen",
}
_JSON = {"contentMediaType": "application/json"}


class ReconcileQuery(Schema):
    """What is asked: names to be matched, or properties of what was; JSON in either."""

    queries = fields.String(
        metadata={
            "description": f"A batch of at most {MOST_QUERIES} queries, each under a name of its "
            "own.",
            "example": '{"q0": {"query": "Mara Lindqvist", "type": "person"}}',
            **_JSON,
        }
    )
    extend = fields.String(
        metadata={
            "description": f"The ids of at most {MOST_IDS} entities, and the properties wanted.",
            "example": '{"ids": ["5"], "properties": [{"id": "same_as"}]}',
            **_JSON,
        }
    )

    @validates_schema
    def _is_one_of_them(self, data: Mapping[str, Any], **_: Any) -> None:
        if len(data) > 1:
            raise ValidationError("Give queries or extend, one of them.", "extend")


class SuggestQuery(Schema):
    """The beginning of a name."""

    prefix = Text(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "What somebody has typed so far, or an id.", "example": "lindq"},
    )
    cursor = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 1000),
        metadata={"description": "How many suggestions to skip.", "example": 20},
    )


class ProposeQuery(Schema):
    """The type of what properties are wanted of."""

    type = Text(metadata={"description": "All have the same.", "example": "person"})
    limit = fields.Integer(validate=validate.Range(1, 1000), metadata={"example": 10})


class _Lenient(Schema):
    class Meta:
        """Other members, such as those of later versions, are passed over."""

        unknown = EXCLUDE


class PropertyValue(_Lenient):
    """A property that a candidate should have."""

    pid = fields.String(required=True)
    v = fields.Raw(required=True)


class Query(_Lenient):
    """One query of a batch."""

    query = Text(load_default="")
    type = fields.Raw(load_default=())
    type_strict = fields.String(
        load_default="any", validate=validate.OneOf(["any", "all", "should"])
    )
    limit = fields.Float(load_default=10, validate=validate.Range(1))
    properties = fields.List(fields.Nested(PropertyValue), load_default=())

    @validates_schema
    def _asks_something(self, data: Mapping[str, Any], **_: Any) -> None:
        if not data["query"].strip() and not data["properties"]:
            raise ValidationError("Give a query or properties.", "query")


class WantedProperty(_Lenient):
    """A property that is wanted."""

    id = fields.String(required=True, validate=validate.OneOf(PROPERTIES))


class Extension(_Lenient):
    """Whose properties are wanted, and which."""

    ids = fields.List(fields.String(), required=True, validate=validate.Length(max=MOST_IDS))
    properties = fields.List(fields.Nested(WantedProperty), required=True)


class Suggestion(Answer):
    """What may be meant."""

    optional = ("description", "notable")

    id = fields.String(metadata={"example": "5"})
    name = fields.String(metadata={"example": "Mara Lindqvist"})
    description = fields.String(metadata={"example": "person, also M. Lindqvist"})
    notable = fields.List(fields.Dict(), metadata={"description": "Its types."})


class Suggestions(Answer):
    """What may be meant, the first by the alphabet."""

    result = fields.List(fields.Nested(Suggestion))


class Proposal(Answer):
    """The properties of a type."""

    optional = ("type", "limit")

    type = fields.String(metadata={"example": "person"})
    limit = fields.Integer(metadata={"example": 10})
    properties = fields.List(fields.Nested(Suggestion))
