"""The tables of the figure reader, each in the form that its reader asks it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal

from ..lexicons import listed, rows
from ..model import Change, Modifier

NumeralKind = Literal[
    "small",
    "ten",
    "hundred",
    "scale",
    "suffix",
    "moneysuffix",
    "dozen",
    "part",
    "half",
    "fold",
    "vague",
]
ChangeKind = Literal["particle", "closing", "verb", "money", "way", "by"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A word that makes numbers."""

    value: Fraction
    kind: NumeralKind


@dataclass(frozen=True, slots=True)
class ChangeWord:
    """A word that tells which way a number went."""

    change: Change
    kind: ChangeKind


@cache
def numerals() -> Mapping[str, Numeral]:
    """Words that make numbers; suffixes are not among them."""
    return {
        word: Numeral(Fraction(value), kind)  # type: ignore[arg-type]
        for word, value, kind in rows("figures/numerals.tsv")
        if not kind.endswith("suffix")
    }


@cache
def suffixes() -> Mapping[str, Numeral]:
    """Scales written right behind digits, case kept."""
    return {
        word: Numeral(Fraction(value), kind)  # type: ignore[arg-type]
        for word, value, kind in rows("figures/numerals.tsv")
        if kind.endswith("suffix")
    }


@cache
def ordinals() -> Mapping[str, int]:
    """Ordinal words."""
    return {word: int(value) for word, value, _ in rows("figures/ordinals.tsv")}


@cache
def starters() -> frozenset[str]:
    """All words that a number can start with, as they are cased in running text."""
    alone = {word for word, _, stands in rows("figures/ordinals.tsv") if stands == "alone"}
    known = {*numerals(), *alone} - words("no start")
    return frozenset(form for word in known for form in (word, word.capitalize(), word.upper()))


@cache
def modifiers(place: Literal["before", "after"]) -> Mapping[str, Modifier]:
    """Phrases, in lower case, and what they make of the number beside them."""
    return {
        phrase: sign  # type: ignore[misc]
        for phrase, sign, stands in rows("figures/modifiers.tsv")
        if stands == place
    }


@cache
def passed_over(on_the_way_to: Literal["modifier", "change"]) -> frozenset[str]:
    """Words that may stand between a number and its modifier or change."""
    return frozenset(
        word
        for word, purpose in rows("figures/passed_over.tsv")
        if purpose in {"both", on_the_way_to}
    )


@cache
def changes() -> Mapping[str, ChangeWord]:
    """Words that tell which way a number went."""
    return {
        word: ChangeWord(change, kind)  # type: ignore[arg-type]
        for word, change, kind in rows("figures/changes.tsv")
    }


@cache
def calendar(kind: str) -> frozenset[str]:
    """Words of dates and times of one kind."""
    return frozenset(word for word, is_kind in rows("figures/calendar.tsv") if is_kind == kind)


@cache
def labels(kind: str) -> frozenset[str]:
    """Nouns beside which a number is a name."""
    return frozenset(word for word, is_kind in rows("figures/labels.tsv") if is_kind == kind)


@cache
def everyday() -> Mapping[str, frozenset[str]]:
    """Names of units that are everyday words, and the words beside which they are units."""
    return {name: frozenset(listed(cues)) for name, cues in rows("figures/everyday_units.tsv")}


@cache
def words(name: str) -> frozenset[str]:
    """The words of one of the small closed lists."""
    return _lists()[name]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return {
        name: frozenset(entry.strip('"') or entry for entry in listed(entries))
        for name, entries in rows("figures/words.tsv")
    }
