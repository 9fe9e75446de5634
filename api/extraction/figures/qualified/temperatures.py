"""What scale plain degrees are of: "three degrees colder, at 11°C", "warming below 2 degrees"."""

from dataclasses import replace

from ... import units
from ...document import Document
from ..amounts.amount import Amount
from ..scan import Found
from ..sentence import Sentence
from ..tables import words

_ANGLE = "deg"
_CELSIUS, _FAHRENHEIT = "Cel", "[degF]"
_NEAR = 10  # tokens


class Temperatures:
    """The scale that the temperatures of one document are told in, as far as it says so."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._scale: str | None = None
        self._known = False

    def resolve(self, sentence: Sentence, found: Found) -> Found:
        """Give degrees of heat the scale that the text names; angles stay what they are."""
        amount = found.amount
        if amount.unit is None or amount.unit.code != _ANGLE:
            return found
        code = self._of(sentence, amount)
        if code is None:
            return found
        return replace(found, amount=replace(amount, unit=units.table().codes[code]))

    def _of(self, sentence: Sentence, amount: Amount) -> str | None:
        near = sentence.lower[max(0, amount.first - _NEAR) : amount.end + _NEAR]
        if not words("climate cue").isdisjoint(near):
            return _FAHRENHEIT if self._named() == _FAHRENHEIT else _CELSIUS
        return None if words("heat cue").isdisjoint(near) else self._named()

    def _named(self) -> str | None:
        if not self._known:
            text = self._document.text
            scales = [
                code
                for code, signs in ((_CELSIUS, "celsius signs"), (_FAHRENHEIT, "fahrenheit signs"))
                if any(sign in text for sign in words(signs))
            ]
            self._scale = scales[0] if scales else None
            self._known = True
        return self._scale
