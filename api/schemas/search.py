"""What a user types to search, read."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from marshmallow import ValidationError

from api.schemas.fields import Text

LONGEST = 500
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_WORD = re.compile(r"[^\W_]+")  # as both stores part words: "re-use" is a phrase of two


class Terms(NamedTuple):
    """Words and phrases that must be there, and those that must not."""

    wanted: Sequence[str]
    unwanted: Sequence[str]


class SearchText(Text):
    """Words, "phrases in marks", and -words that must not be there; read into Terms."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if len(typed) > LONGEST:
            raise ValidationError(f"Longer than maximum length {LONGEST}.")
        wanted: list[str] = []
        unwanted: list[str] = []
        for minus, phrase, word in _TERM.findall(typed):
            if words := _WORD.findall(phrase or word):
                (unwanted if minus else wanted).append(" ".join(words))
        if not wanted:
            raise ValidationError("Nothing to search for: give a word that must be there.")
        return Terms(wanted, unwanted)
