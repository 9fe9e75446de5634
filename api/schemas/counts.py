"""Counts on the wire."""

from collections.abc import Sequence

from marshmallow import fields, validate

from .answers import Answer
from .figures import FigureQuery
from .pages import copies
from .quotes import QuoteQuery

_IN_BOTH = ("publisher", "status", "linked_by", "article", "tag", "month", "year")
QUOTE_KEYS = ("speaker", "speaker_kind", "kind", "cue", *_IN_BOTH)
FIGURE_KEYS = ("measure", "entity", "property", "dimension", "unit", "stated_by", *_IN_BOTH)


def _by(keys: Sequence[str]) -> fields.String:
    return fields.String(
        required=True,
        validate=validate.OneOf(keys),
        metadata={
            "description": "What is counted by. A month (`2026-03`) or year is that of "
            "publication in UTC, or, where nobody said, of storing. Of a `tag`, what is in an "
            "article counts for each tag that it has.",
            "example": keys[0],
        },
    )


def _limit() -> fields.Integer:
    return fields.Integer(
        load_default=20,
        validate=validate.Range(1, 1000),
        metadata={"description": "How many keys at most."},
    )


class QuoteCountQuery(QuoteQuery):
    """What quotes are counted by, and their filters; all that are given must hold."""

    class Meta:
        """A count has one page, in an order of its own."""

        exclude = ("cursor", "shown", "sort", "total", "sample", "seed")

    by = _by(QUOTE_KEYS)
    copies = copies("once")
    limit = _limit()


class FigureCountQuery(FigureQuery):
    """What figures are counted by, and their filters; all that are given must hold."""

    class Meta:
        """A count has one page, in an order of its own."""

        exclude = ("cursor", "shown", "sort", "total", "sample", "seed", "convert_to")

    by = _by(FIGURE_KEYS)
    copies = copies("once")
    limit = _limit()


class Count(Answer):
    """How many there are of one key."""

    optional = ("name",)

    key = fields.Raw(
        allow_none=True,
        metadata={
            "type": ["integer", "string"],
            "description": "An id, a word, a month; null for those that have none.",
            "example": 5,
        },
    )
    name = fields.String(
        allow_none=True,
        metadata={"description": "Whose id the key is.", "example": "Mara Lindqvist"},
    )
    count = fields.Integer(metadata={"example": 12})


class CountList(Answer):
    """The most frequent keys, the most frequent first."""

    items = fields.List(fields.Nested(Count))
