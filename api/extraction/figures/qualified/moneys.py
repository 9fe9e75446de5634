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


class Moneys:
    """The currencies that the names in one document stand for; its words are looked at once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[str, Unit | None] = {}

    def resolve(self, unit: Unit, surface: str) -> Unit:
        """Give the country's own unit for a shared one; `surface` is how the figure is written."""
        money, slash, below = unit.code.partition("/")
        if money not in _places() or (money == _DOLLAR and not _is_bare(surface)):
            return unit
        if money not in self._known:
            self._known[money] = self._find(money)
        found = self._known[money]
        if found is None:
            return unit
        _, per, counted_by = unit.name.partition(" per ")
        return replace(unit, name=found.name + per + counted_by, code=found.code + slash + below)

    def _find(self, money: str) -> Unit | None:
        if money == _DOLLAR and not any(sign in self._document.text for sign in words("us dollar")):
            return None
        places = _places()[money]
        codes = {places[word] for word in set(self._document.words) & places.keys()}
        return units.unit(codes.pop()) if len(codes) == 1 else None


def _is_bare(surface: str) -> bool:
    """Tell whether a dollar sign stands without its country."""
    return surface.startswith("$") and surface[1:2].isdecimal()


@cache
def _places() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for money, word, code in rows("figures/money_places.tsv"):
        found.setdefault(money, {})[word] = code
    return found
