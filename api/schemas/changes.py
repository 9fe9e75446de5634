"""The change feed on the wire."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from marshmallow import (
    Schema,
    ValidationError,
    fields,
    missing,
    post_load,
    validate,
    validates_schema,
)

from ..models.changes import ACTIONS, TYPES
from .answers import Answer
from .articles import Article, ArticleQuery, ArticleSummary
from .entities import Entity
from .fields import Alternatives, Names, UTCDateTime
from .figures import Figure, FigureQuery, units_must_fit
from .measures import Measure
from .pages import PageQuery
from .quotes import Quote, QuoteQuery

LONGEST_WAIT = 60


_LISTS: Mapping[str, Schema] = {
    "article": ArticleQuery(),
    "figure": FigureQuery(),
    "quote": QuoteQuery(),
}
# What a change cannot answer: which page, in which order, what of each; words, which have an index
# in the order of time; and one by one, which is no feed.
_NOT_OF_CHANGES = {
    *("limit", "cursor", "sort", "shown", "total", "sample", "seed", "convert_to"),
    *("q", "author", "title", "ids", "url", "copy_of"),
}
FILTERS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(TYPES, frozenset[str]()),
    **{name: frozenset(query.fields.keys() - _NOT_OF_CHANGES) for name, query in _LISTS.items()},
}


def _filters() -> dict[str, fields.Field[Any]]:
    """The filters of the lists; what is not asked for leaves nothing out."""
    found = {}
    for kind, query in _LISTS.items():
        for name in sorted(FILTERS[kind]):
            found[name] = field = copy(query.fields[name])
            field.load_default = missing
    return found


class Since(UTCDateTime):
    """`now`, or a moment."""

    def __init__(self) -> None:
        super().__init__(
            metadata={
                "description": "Without `after`: where the feed begins, instead of with everything "
                "that is there: at the first change at this moment, or date, or later; `now` with "
                "what happens next. 410 where deletions since then are forgotten.",
                "anyOf": [{"enum": ["now"]}, {"format": "date-time"}, {"format": "date"}],
                "example": "2026-03-04T08:30:00Z",
            }
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return value if value == "now" else super()._deserialize(value, attr, data, **kwargs)


class ChangeQuery(Schema.from_dict(_filters())):  # type: ignore[misc]
    """What changed of what, since when, and how long to wait for it; and filters of the lists."""

    after = fields.String(
        validate=validate.Length(1, 500),
        metadata={
            "description": "Where to go on, as `next` gave it. Without it, the feed begins with "
            "everything that is there."
        },
    )
    since = Since()
    types = Names(
        TYPES,
        metadata={
            "description": "Only changes of these, with commas between them; without it, of all "
            "that have the filters that are given. `after` holds only with the same types.",
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

    @validates_schema
    def _units_fit(self, data: Mapping[str, Any], **_: Any) -> None:
        units_must_fit(data)

    @validates_schema
    def _filters_fit(self, data: Mapping[str, Any], **_: Any) -> None:
        given = filters_in(data)
        for kind in data.get("types", ()):
            if lost := min(given - FILTERS[kind], default=None):
                message = f"No filter of every {kind}: leave {kind} out of `types`."
                raise ValidationError(message, lost)
        if not types_with(given):
            both = " and ".join(sorted(given))
            raise ValidationError(f"Nothing has all of these: {both}.", max(given))

    @post_load
    def _fill_types(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"types": types_with(filters_in(data)), **data}


def filters_in(query: Mapping[str, Any]) -> frozenset[str]:
    """The names of a query that are filters."""
    return frozenset().union(*FILTERS.values()) & query.keys()


def types_with(given: frozenset[str]) -> tuple[str, ...]:
    """What has all of some filters."""
    return tuple(kind for kind in TYPES if given <= FILTERS[kind])


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
            "then changed is `updated`: take an id that you do not know as new. With filters, what "
            "was changed and does not match (any more) is `deleted`.",
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
            "description": "Where to go on: always there.",
            "format": "uri",
            "example": "http://127.0.0.1:8000/v1/changes?after=MH4xMjN-",
        },
    )
    more = fields.Boolean(
        metadata={
            "description": "Whether there is more already: ask again at once. With filters a page "
            "may have few items, or none, and still not be the last.",
            "example": False,
        }
    )
