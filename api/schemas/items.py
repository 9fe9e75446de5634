"""What quotes and figures have in common on the wire."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from ..models.entities import LinkedBy
from ..models.items import Status
from .answers import Answer
from .choices import NUMBER, Several
from .fields import NOT_BLANK, Id, Number, PlainInteger, Text, UTCDateTime
from .pages import PublishedQuery, Sampled, ids

_FARTHEST = 2**31 - 1  # what both stores hold as a place


def place(description: str, *, required: bool = False) -> PlainInteger:
    """A place in a text, as it comes in."""
    return PlainInteger(
        required=required,
        validate=validate.Range(0, _FARTHEST),
        metadata={"description": description},
    )


def name(**options: Any) -> Text:
    """A name or a few words, not blank."""
    described = {"pattern": NOT_BLANK} | options.pop("metadata", {})
    not_blank = validate.Regexp(r"(?s).*\S", error="Blank.")
    return Text(validate=[validate.Length(1, 200), not_blank], metadata=described, **options)


class NewSelector(Schema):
    """Where it stands in the article's current text.

    By `start` and `end`, or by `exact`, which has to stand there once with this `prefix` and
    `suffix`; by both, where they agree.
    """

    start = place("First code point.")
    end = place("The code point after the last.")
    exact = Text(
        validate=validate.Length(1, 100_000),
        metadata={
            "description": "The characters between them.",
            "example": "that the terminal would open in May",
        },
    )
    prefix = Text(metadata={"description": "Characters right before.", "example": "said "})
    suffix = Text(metadata={"description": "Characters right after.", "example": "."})

    @validates_schema
    def _says_where(self, data: Mapping[str, Any], **_: Any) -> None:
        if ("start" in data) != ("end" in data):
            raise ValidationError("Give both start and end.", "start" if "end" in data else "end")
        if "start" not in data and "exact" not in data:
            raise ValidationError("Give start and end, or exact.")


class EntityChoice(Schema):
    """An entity by `id`, or by `name`; a new name makes a new entity."""

    id = PlainInteger(validate=validate.Range(1, 10**18 - 1))
    name = name(metadata={"example": "Mara Lindqvist"})

    @validates_schema
    def _names_one(self, data: Mapping[str, Any], **_: Any) -> None:
        if len(data) != 1:
            raise ValidationError("Give id or name, one of them.")


class ByWhom(Schema):
    """Who decides."""

    by = name(
        metadata={
            "description": "Who decides, for the history. With a key its name counts instead.",
            "example": "Ana Reyes",
        }
    )


class NewItem(ByWhom):
    """What a quote and a figure added by hand have in common."""

    article_id = PlainInteger(
        required=True, validate=validate.Range(1, 10**18 - 1), metadata={"example": 1}
    )


class ItemChange(ByWhom):
    """What a person decides: a status, or corrections."""

    status = fields.Enum(
        Status,
        by_value=True,
        validate=validate.OneOf([Status.CONFIRMED, Status.REJECTED]),
        metadata={
            "description": "`confirmed` or `rejected`, by itself; corrections make it `corrected`.",
            "enum": [Status.CONFIRMED.value, Status.REJECTED.value],
            "example": "confirmed",
        },
    )

    @validates_schema
    def _decides_one_thing(self, data: Mapping[str, Any], **_: Any) -> None:
        corrections = data.keys() - {"status", "by"}
        if "status" in data and corrections:
            raise ValidationError("Confirm or reject by itself: corrections change it.", "status")
        if "status" not in data and not corrections:
            raise ValidationError("Nothing is decided: give a status, or what is to be corrected.")


class Selector(Answer):
    """Where it stands: a W3C Web Annotation TextPositionSelector and TextQuoteSelector in one."""

    start = fields.Integer(metadata={"description": "First code point in the article's text."})
    end = fields.Integer(metadata={"description": "The code point after the last."})
    exact = fields.String(metadata={"description": "The characters between them."})
    prefix = fields.String(metadata={"description": "Up to 32 characters before."})
    suffix = fields.String(metadata={"description": "Up to 32 characters after."})


class EntityName(Answer):
    """A person, organisation, place or thing that a text names."""

    name = fields.String(metadata={"example": "Mara Lindqvist"})


class EntityReference(Answer):
    """A person, organisation, place or thing."""

    id = fields.Integer(metadata={"example": 5})
    name = fields.String(metadata={"example": "Mara Lindqvist"})


class InArticle(Answer):
    """What a stored quote or figure has in addition to what was read: a state, and its article."""

    id = fields.Integer(metadata={"example": 3})
    status = fields.String(
        metadata={
            "description": "`extracted`; or `confirmed`, `corrected`, `rejected`, `added` by hand.",
            "enum": [str(status) for status in Status],
            "example": "extracted",
        }
    )

    article_id = fields.Integer(metadata={"example": 1})
    revision = fields.Integer(
        metadata={"description": "Which state of the article's text.", "example": 1}
    )
    article_title = fields.String(
        attribute="article.title", allow_none=True, metadata={"example": "Terminal to open"}
    )
    article_url = fields.String(
        attribute="article.url",
        allow_none=True,
        metadata={"format": "uri", "example": "https://courier.example/terminal"},
    )
    publisher = fields.String(
        allow_none=True, metadata={"description": "The article's.", "example": "Harbour Courier"}
    )
    published_at = UTCDateTime(
        allow_none=True,
        metadata={"description": "The article's.", "example": "2026-03-04T08:30:00.000000Z"},
    )


class Linked(Answer):
    """How a stored quote or figure came to its entity, where not by the entity's own name."""

    linked_by = fields.String(
        allow_none=True,
        metadata={
            "description": "The rule by which the name in the article was taken for the entity's: "
            "`variant` a middle name or initial more, `short_form` a short first name, `suffix` "
            "Jr. or Sr. more, `spelling` another spelling or acronym, `surname` a surname alone. "
            "Null where the name is the entity's own or a person said so.",
            "enum": [*(str(rule) for rule in LinkedBy), None],
            "example": None,
        },
    )
    link_confidence = Number(
        allow_none=True,
        metadata={
            "description": "The probability, from 0 to 1, that the name means this entity.",
            "example": None,
        },
    )
    link_id = fields.Integer(
        allow_none=True,
        metadata={
            "description": "The link, to undo it: `DELETE /v1/entities/{id}/links/{link_id}`.",
            "example": None,
        },
    )


class Confidence(Answer):
    """How sure the reading is."""

    confidence = Number(
        metadata={
            "description": "The probability, from 0 to 1, that the reading is right; 1 where a "
            "person confirmed, corrected or added it.",
            "example": 0.91,
        }
    )


class ItemQuery(Sampled, PublishedQuery):
    """What lists of quotes and of figures are filtered by alike."""

    ids = ids()
    article = Several(Id(metadata={"description": "An article's id."}), NUMBER)
    status = Several(
        fields.String(
            validate=validate.OneOf([*Status, "all"]),
            metadata={
                "description": "What became of it. `all` shows also what was rejected, which is "
                "left out otherwise.",
                "example": "confirmed",
            },
        ),
        f"({'|'.join([*Status, 'all'])})",
    )
    linked_by = Several(
        fields.String(
            validate=validate.OneOf([*LinkedBy]),
            metadata={
                "description": "Only those that came to their entity by this rule.",
                "example": "surname",
            },
        ),
        f"({'|'.join(LinkedBy)})",
        none=True,
    )
    min_confidence = fields.Float(validate=validate.Range(0, 1), metadata={"example": 0.8})
