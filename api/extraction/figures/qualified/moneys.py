"""Whose money a shared name is: pesos in an article about Chile are Chile's."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from ... import units
from ...document import Document
from ...lexicons import rows
from ...units import Unit
from ..tables import words

_DOLLAR = "USD"
_OPENING = 60  # tokens
_DATELINE = 6  # tokens


class Moneys:
    """The currencies that the names in one document stand for; its words are looked at once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[str, Unit | None] = {}

    def resolve(self, unit: Unit, surface: str) -> Unit:
        """Give the country's own unit for a shared one; `surface` is how the figure is written."""
        money, slash, below = unit.code.partition("/")
        if money not in _places() or not _is_bare(money, surface):
            return unit
        if money == _DOLLAR and below in words("priced in us dollars"):
            return unit
        if money not in self._known:
            self._known[money] = self._find(money)
        found = self._known[money]
        if found is None:
            return unit
        _, per, counted_by = unit.name.partition(" per ")
        return replace(unit, name=found.name + per + counted_by, code=found.code + slash + below)

    def _find(self, money: str) -> Unit | None:
        places = _places()[money]
        all_words = self._document.words
        dateline = {word.capitalize() for word in all_words[:_DATELINE] if word.isupper()}
        named = {*all_words, *dateline} & places.keys()
        codes = {places[word] for word in named}
        if money == _DOLLAR:
            codes = self._dollars(named, codes)
        return units.unit(codes.pop()) if len(codes) == 1 else None

    def _dollars(self, named: set[str], codes: set[str]) -> set[str]:
        """Give whose dollars those without a country can be; of none where they stay America's."""
        text = self._document.text
        if any(sign in text for sign in words("us dollar")):
            return codes - {_DOLLAR}
        if any(sign in text for sign in words("dollar told apart")):
            return set()
        all_words = self._document.words
        opens = not named.isdisjoint(map(str.capitalize, all_words[:_OPENING]))
        return codes if opens or sum(map(all_words.count, named)) > 1 else set()


def _is_bare(money: str, surface: str) -> bool:
    """Tell whether a name or sign stands without its country: "$5", "5m francs"."""
    if money.startswith("{"):
        return True
    if surface[0] in words("money signs"):
        return surface[0] == "$" and surface[1:2].isdecimal() and money == _DOLLAR
    known = [word for word in surface.lower().split() if word in words("moneys of several")]
    return bool(known) and all(not word[0].isupper() for word in surface.split()[1:])


@cache
def _places() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for money, word, code in rows("figures/money_places.tsv"):
        found.setdefault(money, {})[word] = code
    return found
