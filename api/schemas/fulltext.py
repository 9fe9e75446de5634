"""What a user types to search, read; and the order of what is found."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from ..search.query import Either, Phrase, Unsearchable, parse
from ..search.words import FIELDS, words
from .choices import split
from .fields import Text

LONGEST = 500
LANGUAGE = (
    'Words, "phrases in marks" and beginnings*; `AND`, which goes without saying, `OR`, and `NOT` '
    "or `-` before what must be absent; parentheses. Case and accents do not count."
)


ORDERS = ("newest", "oldest", "rank")
# Of lists alone: what is searched has an index in the order of time. A minus as JSON:API has it.
LISTED = ("updated", "-updated")
BY_VALUE = ("value", "-value")
BY_CONFIDENCE = ("confidence", "-confidence")
_NOT_OF_FINDS = {*LISTED, *BY_VALUE, *BY_CONFIDENCE}


class SearchText(Text):
    """A query, read into what it means (`api.search.query`)."""

    def __init__(self, fields: Collection[str] = (), **kwargs: Any) -> None:
        """`fields` are those that words may be looked for in by themselves."""
        self._fields = fields
        named = ", ".join(f"`{field}:`" for field in fields)
        described = LANGUAGE + f" {named} before a word or phrase: in that field." * bool(fields)
        metadata = {"description": described, "maxLength": LONGEST, "example": "terminal"}
        super().__init__(metadata=metadata | kwargs.pop("metadata", {}), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if len(typed) > LONGEST:
            raise ValidationError(f"Longer than maximum length {LONGEST}.")
        try:
            return parse(typed, self._fields)
        except Unsearchable as error:
            raise ValidationError(str(error)) from error


class FieldWords(Text):
    """Words that follow each other in one field, or several such with commas between them."""

    def __init__(self, field: str, example: str) -> None:
        self._field = field
        super().__init__(
            metadata={
                "maxLength": LONGEST,
                "description": f"Words that follow each other in the {field}, case and accents "
                "aside; several with commas between them (`\\,` is a comma).",
                "example": example,
            },
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if len(typed) > LONGEST:
            raise ValidationError(f"Longer than maximum length {LONGEST}.")
        parts = split(typed)
        phrases = [Phrase(tuple(words(part)), open=False, field=self._field) for part in parts]
        if not all(phrase.words for phrase in phrases):
            raise ValidationError("A value has no word; within one, a comma is written \\,.")
        return phrases[0] if len(phrases) == 1 else Either(tuple(phrases))


class Sort(fields.String):
    """The order of what is found."""

    def __init__(self, ranked: str, orders: Sequence[str] = ORDERS, **kwargs: Any) -> None:
        meant = {
            "newest": "`newest`: newest first; with `q`, to the minute of publication.",
            "oldest": "`oldest`: the same from its other end.",
            "rank": f"`rank`, with `q`: the best first, among the newest finds: {ranked}.",
            "value": "`value`, with one `unit`, `unit_code` or `dimension`: the least first; a "
            "range by its lower end.",
            "confidence": "`confidence`: the least sure first.",
            "updated": "`updated`: what changed longest ago first, as `/v1/changes` has it.",
        }
        described = [meant[order] for order in orders if order in meant]
        if "-updated" in orders:
            described.append("With a minus, such as `-updated`: the other way. Not with `q`.")
        description = " ".join(described)
        super().__init__(
            validate=validate.OneOf(orders),
            metadata={"description": description, "example": "newest"},
            **kwargs,
        )


def highlight(what: str, example: str) -> fields.String:
    """What was found, shown; only in the answer to a search."""
    return fields.String(
        metadata={
            "description": f"With `q`: {what} as HTML, what was found in `<mark>`.",
            "example": example,
        }
    )


class Searched(Schema):
    """A list that can be searched."""

    q = SearchText()
    total = fields.Boolean(
        metadata={
            "description": "Count all that the filters leave, up to 10,000. It takes longer than a "
            "page does: ask for it once, with `limit=1`.",
        }
    )

    @validates_schema
    def _only_finds_are_ranked(self, data: Mapping[str, Any], **_: Any) -> None:
        if data.get("sort") == "rank" and "q" not in data:
            raise ValidationError("Only what is found by `q` can be ranked.", "sort")
        if data.get("sort") in _NOT_OF_FINDS and (how := data.keys() & {"q", *FIELDS}):
            orders = ", ".join(ORDERS)
            message = f"What {min(how)} finds comes in one of these orders: {orders}."
            raise ValidationError(message, "sort")
