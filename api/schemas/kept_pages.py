"""Pages that are kept, and places in them, on the wire.

The selectors are those of the W3C's Web Annotation Data Model, 4.2.
"""

from typing import Any

from marshmallow import Schema, fields

from .answers import Answer
from .fields import Alternatives, Id

EXAMPLE_PAGE = (
    "<!DOCTYPE html>\n<html><body><p>Port director Mara Lindqvist said that the terminal…"
)


def _point(column: int) -> dict[str, Any]:
    place = {"type": "TextPositionSelector", "start": column, "end": column}
    return {"type": "XPathSelector", "value": "/html/body/article/p[1]", "refinedBy": place}


_SELECTORS = [
    {"type": "RangeSelector", "startSelector": _point(35), "endSelector": _point(70)},
    {"type": "TextPositionSelector", "start": 1180, "end": 1215},
    {
        "type": "TextQuoteSelector",
        "exact": "that the terminal would open in May",
        "prefix": "Port director Mara Lindqvist said ",
        "suffix": ".",
    },
]
EXAMPLE = {"revision": 1, "quotes": [{"id": 3, "selectors": _SELECTORS}], "figures": []}


class PageQuery(Schema):
    """Which page of an article."""

    revision = Id(metadata={"description": "That of this state of the text, not of the current."})


def _type(name: str) -> fields.String:
    return fields.String(metadata={"const": name, "example": name})


class TextPositionSelector(Answer):
    """A place in a text, in Unicode code points, end exclusive."""

    type = _type("TextPositionSelector")
    start = fields.Integer()
    end = fields.Integer()


class XPathSelector(Answer):
    """A place in an element: both ends of `refinedBy` are the place in its `textContent`."""

    type = _type("XPathSelector")
    value = fields.String(metadata={"description": "The element, as XPath has it."})
    refined_by = fields.Nested(TextPositionSelector, data_key="refinedBy")


class RangeSelector(Answer):
    """What stands between two places."""

    type = _type("RangeSelector")
    start_selector = fields.Nested(XPathSelector, data_key="startSelector")
    end_selector = fields.Nested(XPathSelector, data_key="endSelector")


class TextQuoteSelector(Answer):
    """The words themselves as the page has them, with its blanks, and what stands around them."""

    type = _type("TextQuoteSelector")
    exact = fields.String()
    prefix = fields.String(metadata={"description": "Up to 32 characters before."})
    suffix = fields.String(metadata={"description": "Up to 32 characters after."})


_EACH = {
    "RangeSelector": RangeSelector,
    "TextPositionSelector": TextPositionSelector,
    "TextQuoteSelector": TextQuoteSelector,
}


class InPage(Answer):
    """Where in a page a quote or figure stands."""

    id = fields.Integer(metadata={"example": 3})
    selectors = fields.List(
        Alternatives("type", _EACH),
        metadata={"description": "Three that mean the same; none where it was not found again."},
    )


class PageSelectors(Answer):
    """Where in a page everything stands that was found in the text taken out of it."""

    revision = fields.Integer(
        metadata={"description": "The state of the text that was taken out.", "example": 1}
    )
    quotes = fields.Nested(InPage, many=True)
    figures = fields.Nested(InPage, many=True)
