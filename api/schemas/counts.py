"""Counts on the wire."""

from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError, fields, validate

from .answers import Answer
from .figures import FigureQuery
from .pages import copies
from .quotes import QuoteQuery

PERIODS = ("day", "week", "month", "quarter", "year")
_MOST = 2
_IN_BOTH = ("publisher", "status", "linked_by", "article", "tag", *PERIODS)
QUOTE_KEYS = ("speaker", "speaker_kind", "kind", "cue", *_IN_BOTH)
FIGURE_KEYS = ("measure", "entity", "property", "dimension", "unit", "stated_by", *_IN_BOTH)


class By(fields.String):
    """One or two things that are counted by, in that order, read into a tuple."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = keys
        key = f"({'|'.join(keys)})"
        super().__init__(
            required=True,
            metadata={
                "description": "What is counted by, or two of these with a comma between them. "
                "A day, week (`2026-W10`, ISO 8601), month (`2026-03`), quarter (`2026-Q1`) or "
                "year is that of publication in UTC, or, where nobody said, of storing. Of a "
                "`tag`, what is in an article counts for each tag that it has.",
                "pattern": f"^{key}(,{key})?$",
                "example": f"{keys[0]},month",
            },
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        asked = tuple(super()._deserialize(value, attr, data, **kwargs).split(","))
        if unknown := [name for name in asked if name not in self._keys]:
            known = ", ".join(self._keys)
            raise ValidationError([f"{name!r} is none of {known}." for name in unknown])
        if len(asked) > _MOST:
            raise ValidationError(f"{len(asked)} things, which is more than {_MOST}.")
        return tuple(dict.fromkeys(asked))


def _limit() -> fields.Integer:
    return fields.Integer(
        load_default=20,
        validate=validate.Range(1, 10_000),
        metadata={"description": "How many keys, or pairs of keys, at most."},
    )


def _sort() -> fields.String:
    return fields.String(
        load_default="-count",
        validate=validate.OneOf(["-count", "key", "-key"]),
        metadata={
            "description": "`-count`: the most frequent first. `key`: by the keys, such as months "
            "from the first on; `-key` from the last on.",
        },
    )


class QuoteCountQuery(QuoteQuery):
    """What quotes are counted by, and their filters; all that are given must hold."""

    class Meta:
        """A count has one page, in orders of its own."""

        exclude = ("cursor", "shown", "total", "sample", "seed")

    by = By(QUOTE_KEYS)
    copies = copies("once")
    limit = _limit()
    sort = _sort()  # type: ignore[assignment]  # (a count has orders of its own)


class FigureCountQuery(FigureQuery):
    """What figures are counted by, and their filters; all that are given must hold."""

    class Meta:
        """A count has one page, in orders of its own."""

        exclude = ("cursor", "shown", "total", "sample", "seed", "convert_to")

    by = By(FIGURE_KEYS)
    copies = copies("once")
    limit = _limit()
    sort = _sort()  # type: ignore[assignment]  # (a count has orders of its own)


def _key() -> fields.Raw:
    return fields.Raw(
        allow_none=True,
        metadata={
            "type": ["integer", "string"],
            "description": "An id, a word, a month; null for those that have none.",
            "example": 5,
        },
    )


def _name() -> fields.String:
    return fields.String(
        allow_none=True,
        metadata={"description": "Whose id the key is.", "example": "Mara Lindqvist"},
    )


class Count(Answer):
    """How many there are of one key, or of one pair of keys."""

    optional = ("name", "second_key", "second_name")

    key = _key()
    name = _name()
    second_key = _key()
    second_name = _name()
    count = fields.Integer(metadata={"example": 12})


class CountList(Answer):
    """How many there are of each."""

    items = fields.List(fields.Nested(Count))
