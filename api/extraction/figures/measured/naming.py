"""How the nouns around a figure share out into the entity and the property that it measures."""

from dataclasses import dataclass
from functools import cache

from ...lexicons import rows
from ...plurals import singular
from ..sentence import Sentence
from ..tables import words
from .phrases import Phrase


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure measures, in the article's words.

    `refers` is the word by which the sentence points at an entity named before it: "it", or the
    head of "the pipeline"; None where it names the entity itself.
    """

    property: str | None = None
    entity: str | None = None
    refers: str | None = None


def measure_of(
    sentence: Sentence, tags: list[str], near: list[Phrase], around: list[Phrase]
) -> Measure:
    """Make a measure of the nouns near a figure and of those further around it."""
    phrases = [phrase for phrase in [*near, *around] if phrase.kind == "noun"]
    if not phrases:
        return Measure()
    nearest = phrases[0]
    if nearest in near and nearest.named and _is_property(sentence, nearest):
        owner, owned = _owner_and_owned(sentence, tags, nearest)
        if owned:
            return Measure(owned, owner)
    entity = _entity_among(sentence, phrases)
    rest = [phrase for phrase in phrases if phrase is not entity]
    quality = _property_among(sentence, rest)
    pointing = _pointing(sentence, rest) if entity is None else None
    if entity is None and quality is not None and len(rest) > 1:
        entity = next((p for p in rest if p is not quality and not _is_empty(sentence, p)), None)
    if entity is None and quality is not None:
        owner, owned = _owner_and_owned(sentence, tags, quality)
        return Measure(owned, owner, pointing) if owned else Measure(owner, None, pointing)
    if entity is None:
        return Measure(None, None, pointing)
    owner, owned = _owner_and_owned(sentence, tags, entity)
    if quality is None:
        return Measure(owned, owner, pointing)
    name = owner if owned and _is_property(sentence, quality) else surface_of(sentence, entity)
    return Measure(surface_of(sentence, quality), name, pointing)


def surface_of(sentence: Sentence, phrase: Phrase) -> str:
    """Give a phrase as it is written, without the article before it."""
    first = phrase.first
    if phrase.determined and first + 1 < phrase.end:
        first += 1
    return sentence.surface(first, phrase.end)


def _entity_among(sentence: Sentence, phrases: list[Phrase]) -> Phrase | None:
    """Choose the named thing: rather the "Elm works" than "Elm output"."""
    named = [phrase for phrase in phrases if phrase.named]
    things = [phrase for phrase in named if not _is_property(sentence, phrase)]
    return next(iter(things or named), None)


def _property_among(sentence: Sentence, phrases: list[Phrase]) -> Phrase | None:
    """Choose what is measured: a property by name, else the first common noun that says much."""
    properties = [phrase for phrase in phrases if _is_property(sentence, phrase)]
    telling = [phrase for phrase in phrases if not _is_empty(sentence, phrase)]
    common = [phrase for phrase in telling if not phrase.named]
    for choice in ([p for p in properties if p in common], common, properties, telling, phrases):
        if choice:
            return choice[0]
    return None


def _owner_and_owned(sentence: Sentence, tags: list[str], phrase: Phrase) -> tuple[str, str | None]:
    """Part "Norvik's output" and "Norvik output" in two; the "Norvik pipeline" stays whole."""
    first = phrase.first + int(phrase.determined)
    if tags[phrase.head] != "P":
        for at in range(first + 1, phrase.head):
            if tags[at] == "E":
                return sentence.surface(first, at), sentence.surface(at + 1, phrase.end)
        at = first
        while at < phrase.head and tags[at] == "P":
            at += 1
        if at > first and _is_property(sentence, phrase):
            return sentence.surface(first, at), sentence.surface(at, phrase.end)
    return surface_of(sentence, phrase), None


def _pointing(sentence: Sentence, phrases: list[Phrase]) -> str | None:
    """Find the word that points back: "the pipeline", "its capacity"."""
    for phrase in phrases:
        opening = sentence.lower[phrase.first]
        if opening in words("pronouns of things"):
            return opening
        if phrase.pointed or (phrase.determined and opening in words("definite")):
            return sentence.lower[phrase.head]
    return None


def _is_empty(sentence: Sentence, phrase: Phrase) -> bool:
    alone = phrase.head - phrase.first == int(phrase.determined)
    return alone and sentence.lower[phrase.head] in words("empty nouns")


def _is_property(sentence: Sentence, phrase: Phrase) -> bool:
    return singular(sentence.lower[phrase.head]) in _properties()


@cache
def _properties() -> frozenset[str]:
    return frozenset(noun.lower() for (noun,) in rows("figures/properties.tsv"))
