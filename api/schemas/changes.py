"""The change feed on the wire."""

from marshmallow import Schema, fields, validate

from ..models.changes import ACTIONS, TYPES
from .answers import Answer
from .articles import Article, ArticleSummary
from .entities import Entity
from .fields import Alternatives, Names, UTCDateTime
from .figures import Figure
from .measures import Measure
from .pages import PageQuery
from .quotes import Quote

LONGEST_WAIT = 60


class ChangeQuery(Schema):
    """What changed of what, since when, and how long to wait for it."""

    after = fields.String(
        validate=validate.Length(1, 500),
        metadata={
            "description": "Where to go on, as `next` gave it. Without it, the feed begins with "
            "everything that is there."
        },
    )
    since = fields.String(
        validate=validate.OneOf(["now"]),
        metadata={
            "description": "Without `after`: `now` leaves out everything that is there already.",
            "example": "now",
        },
    )
    types = Names(
        TYPES,
        load_default=TYPES,
        metadata={
            "description": "Only changes of these, with commas between them. `after` holds only "
            "with the same types.",
            "default": ",".join(TYPES),
            "example": "quote,figure",
        },
    )
    limit = PageQuery().fields["limit"]
    wait = fields.Integer(
        load_default=0,
        validate=validate.Range(0, LONGEST_WAIT),
        metadata={
            "description": "Where there is nothing yet, wait so many seconds for it.",
        },
    )


class ChangedArticle(ArticleSummary):
    """An article with its text. Its quotes and figures are changes of their own."""

    text = Article().fields["text"]


class Change(Answer):
    """What happened last to one object."""

    type = fields.String(metadata={"enum": TYPES, "example": "quote"})
    id = fields.Integer(attribute="object_id", metadata={"example": 3})
    action = fields.String(
        metadata={
            "description": "The last thing that happened to it. An object that was created and "
            "then changed is `updated`: take an id that you do not know as new.",
            "enum": ACTIONS,
            "example": "created",
        }
    )
    at = UTCDateTime(metadata={"description": "When.", "example": "2026-03-04T09:00:00.000000Z"})


def _of(name: str, schema: type[Answer]) -> type[Answer]:
    """The changes of one type of object, with the object as it is now."""
    description = "The object as it is now, null where it was deleted."
    if name in {"entity", "measure"}:
        description += " What is counted of it is of now too; that it rises is no change of it."
    return type(
        f"ChangeOf{name.title()}",
        (Change,),
        {
            "__doc__": f"What happened last to one {name}, and what it is now.",
            "type": fields.String(metadata={"const": name, "example": name}),
            "object": fields.Nested(schema, allow_none=True, metadata={"description": description}),
        },
    )


_EACH = {
    name: _of(name, schema)
    for name, schema in {
        "article": ChangedArticle,
        "entity": Entity,
        "figure": Figure,
        "measure": Measure,
        "quote": Quote,
    }.items()
}


class ChangePage(Answer):
    """One page of the feed, in the order in which things happened."""

    items = fields.List(Alternatives("type", _EACH))
    next = fields.String(
        metadata={
            "description": "Where to go on: always there. A page with fewer items than `limit` "
            "was the last for now.",
            "format": "uri",
            "example": "http://127.0.0.1:8000/v1/changes?after=MH4xMjN-",
        },
    )
