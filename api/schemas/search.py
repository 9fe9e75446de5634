"""Searching articles, quotes and figures at once, on the wire."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from ..search.query import phrases
from ..search.words import FIELDS
from .answers import Answer
from .articles import ArticleSummary
from .fields import Alternatives, Names
from .figures import Figure
from .fulltext import Searched, SearchText, Sort
from .pages import PublishedQuery, Sampled, copies, page_of
from .quotes import Quote

TYPES = ("article", "quote", "figure")


class SearchQuery(Searched, Sampled, PublishedQuery):
    """What is looked for, and among what."""

    q = SearchText(FIELDS, required=True)
    copies = copies("once")

    class Meta:
        """What is of several lists is counted on each of them."""

        exclude = ("total",)

    types = Names(
        TYPES,
        load_default=TYPES,
        metadata={
            "description": "Only these, with commas between them.",
            "default": ",".join(TYPES),
            "example": "quote,figure",
        },
    )
    sort = Sort(
        "1,000 quotes, 1,000 figures and 200 articles", ("newest", "rank"), load_default="newest"
    )

    @validates_schema
    def _fields_are_of_articles(self, data: Mapping[str, Any], **_: Any) -> None:
        if "article" in data["types"]:
            return
        if field := next((one.field for one in phrases(data["q"]) if one.field), None):
            raise ValidationError(f"{field}: is a field of articles; types leaves them out.", "q")


class Found(Answer):
    """An article, quote or figure that was found."""

    type = fields.String(metadata={"enum": TYPES, "example": "quote"})
    id = fields.Integer(metadata={"example": 3})
    highlight = fields.String(
        metadata={
            "description": "HTML, what was found in `<mark>`: all of a quote; a figure with the "
            "words around it; of an article the passage, of about 240 characters, with the most "
            "of what was asked for, or its title where only that has it.",
            "example": "that the <mark>terminal</mark> would open in May",
        },
    )


def _of(name: str, schema: type[Answer]) -> type[Answer]:
    """The finds of one type: what was found is the member of that name."""
    members = {
        "__doc__": f"One {name} that was found.",
        "type": fields.String(metadata={"const": name, "example": name}),
        name: fields.Nested(schema),
    }
    return type(f"Found{name.title()}", (Found,), members)


_EACH = {
    name: _of(name, schema)
    for name, schema in {"article": ArticleSummary, "quote": Quote, "figure": Figure}.items()
}
FoundPage = page_of(Found, Alternatives("type", _EACH))
