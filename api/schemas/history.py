"""The history of quotes and figures on the wire."""

from marshmallow import fields

from ..models.decisions import Action
from . import examples
from .answers import Answer
from .fields import UTCDateTime
from .figures import Figure
from .quotes import Quote


class Entry(Answer):
    """One entry of a history."""

    number = fields.Integer(
        metadata={
            "description": "From 0: the reading, or what was added.",
            "example": 1,
        }
    )
    action = fields.String(
        metadata={
            "description": "By people: `confirmed`, `corrected`, `rejected`, `added`; `undone`, of "
            "the decision before; `placed` or `dropped` where the text no longer said it. By the "
            "extractor: `extracted`; `carried` to its place in a new text, or `unplaced` where "
            "there is none; `read` otherwise than before, which changes nothing here.",
            "enum": [str(action) for action in Action],
            "example": "confirmed",
        }
    )
    at = UTCDateTime(metadata={"example": "2026-03-05T10:00:00.000000Z"})
    by = fields.String(
        allow_none=True,
        metadata={"description": "Who it was, or which extractor.", "example": "Ana Reyes"},
    )
    changed = fields.List(
        fields.String(),
        metadata={"description": "The members that differ from before.", "example": []},
    )


class QuoteEntry(Entry):
    """One entry of a quote's history."""

    state = fields.Nested(Quote, metadata={"description": "What the quote said from then on."})


class FigureEntry(Entry):
    """One entry of a figure's history."""

    state = fields.Nested(Figure, metadata={"description": "What the figure said from then on."})


class QuoteHistory(Answer):
    """All that happened to a quote, first to last."""

    items = fields.List(fields.Nested(QuoteEntry))
    next = fields.String(
        allow_none=True,
        metadata={"description": "Always null: a history is one page.", "example": None},
    )


class FigureHistory(Answer):
    """All that happened to a figure, first to last."""

    items = fields.List(fields.Nested(FigureEntry))
    next = QuoteHistory().fields["next"]


def example(state: dict[str, object]) -> dict[str, object]:
    """A history of one reading, confirmed."""
    extracted = {
        "number": 0,
        "action": "extracted",
        "at": examples.SUMMARY["created_at"],
        "by": examples.SUMMARY["extractor"],
        "changed": [],
        "state": state,
    }
    confirmed = {
        "number": 1,
        "action": "confirmed",
        "at": "2026-03-05T10:00:00.000000Z",
        "by": "Ana Reyes",
        "changed": [],
        "state": state | {"status": "confirmed", "confidence": 1},
    }
    return {"items": [extracted, confirmed], "next": None}
