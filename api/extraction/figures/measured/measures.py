"""What the figures of a document are readings of: the entity and the property.

The network points at their words; names and pronouns go to the article's full names, properties to
their normal form, and what is too doubtful is left out: a row "entity: property = figure" that may
be wrong is worse than none.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...document import Document
from ...model import Quote
from ...people.names import Names
from ...quotes.cues import speech_verbs
from ..tables import words
from .asides import owner_of_its
from .confidence import LEAST, LEAST_PROPERTY, Evidence, confidence
from .entities import Entities, Entity
from .grammar import age_said, deed_before, left_so, listed_place, quantity_of, whose_age
from .pointers import Pointed, Pointers, pointed, pointers
from .properties import property_of
from .sources import Sources
from .windows import Region, Window, regions

Tokens = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure measures; `confidence` is how likely all of it is right, None of nothing."""

    entity: Entity | None = None
    property: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Pointing:
    """Where the network points for one figure: tokens (first, last) of the document."""

    number: int
    figure: Tokens
    entity: Tokens | None
    property: Tokens | None
    entity_belief: Pointed
    property_belief: Pointed


def read_measures(
    document: Document, names: Names, quotes: Sequence[Quote], figures: Sequence[Tokens]
) -> list[Measure]:
    """Give the measure of each figure; figures are tokens (first, end), in their order."""
    measures = [Measure()] * len(figures)
    if not figures:
        return measures
    entities = Entities(document, names, quotes)
    for pointed_at in read_pointings(document, figures, pointers()):
        one = _by_grammar(document, names, pointed_at)
        entity = entities.at(*one.entity) if one.entity is not None else None
        name = name_of(document, one)
        belief = confidence(evidence_of(one, entity, name, document, figures))
        sure = entity is not None and belief >= LEAST
        measures[one.number] = Measure(
            entity if sure else None,
            name if one.property_belief.share >= LEAST_PROPERTY else None,
            belief if sure else None,
        )
    return measures


def _by_grammar(document: Document, names: Names, one: Pointing) -> Pointing:
    """What the network points at, or whose age, or which place of a list, the words beside tell."""
    if one.entity is not None and one.property is not None:
        owner = owner_of_its(document, one.entity, one.property[0])
        if owner is not None:
            return replace(one, entity=(owner, owner))
    told = whose_age(document, names, one.figure) or listed_place(document, names, one.figure)
    if told is None or (one.entity and one.entity[0] <= told[0] and told[1] <= one.entity[1]):
        return one
    belief = one.entity_belief._replace(share=max(one.entity_belief.share, _BY_GRAMMAR))
    return replace(one, entity=told, entity_belief=belief)


_BY_GRAMMAR = 0.9  # belief


def read_pointings(
    document: Document, figures: Sequence[Tokens], network: Pointers
) -> list[Pointing]:
    """Where the network points for each figure that stands among words, in their order."""
    sources = Sources(document)
    found = []
    for region, window, scores in network.read(regions(document, figures)):
        document.budget.check()
        barred = _rows(region, window, sources.of(figures[window.number]))
        spans = pointed(scores, _numeric(region, window), barred)
        found.append(_pointing(region, window, *spans))
    found.sort(key=lambda one: one.number)
    for number in range(1, len(found)):
        one, before = found[number], found[number - 1]
        if _restates(document, one, before):
            found[number] = replace(before, number=one.number, figure=one.figure)
    return found


def _restates(document: Document, one: Pointing, before: Pointing) -> bool:
    """Whether a figure says another again, in other units: "75 miles (120 kilometres)"."""
    opening = one.figure[0] - 1
    return document.words[opening] in _OPENS_AGAIN and before.figure[1] == opening - 1


_OPENS_AGAIN = frozenset("(/")


def name_of(document: Document, one: Pointing) -> str | None:
    """The property of a figure, in its normal form; of an age it may be the figure's own "old"."""
    age = age_said(document, *one.figure)
    if age is not None:
        return age
    quantity = quantity_of(document, one.figure[0])
    if quantity is not None and not (one.property and _holds(one.property, quantity)):
        return property_of(document, quantity, quantity)
    left = left_so(document, *one.figure)
    if left is not None:
        return document.lower[left]
    deed = deed_before(document, *one.figure)
    if deed is not None and (one.property is None or not deed <= one.property[1] < one.figure[0]):
        return document.lower[deed]
    return property_of(document, *one.property) if one.property is not None else None


def _holds(span: Tokens, token: int) -> bool:
    return span[0] <= token <= span[1]


def _pointing(region: Region, window: Window, entity: Pointed, quality: Pointed) -> Pointing:
    return Pointing(
        window.number,
        (region.tokens[window.first], region.tokens[window.end - 1]),
        _tokens(region, window, entity),
        _tokens(region, window, quality),
        entity,
        quality,
    )


def _numeric(region: Region, window: Window) -> list[int]:
    """The rows of a window that figures stand in."""
    return [row - window.low for row in region.numeric if window.low <= row < window.high]


def _rows(region: Region, window: Window, spans: list[Tokens]) -> list[int]:
    """The rows of a window that some tokens (first, end) of the document stand in."""
    if not spans:
        return []
    barred = {token for first, end in spans for token in range(first, end)}
    rows = region.tokens[window.low : window.high]
    return [row for row, token in enumerate(rows) if token in barred]


def _tokens(region: Region, window: Window, target: Pointed) -> Tokens | None:
    """The document's tokens of a span, without paragraph breaks at its ends."""
    if target.span is None:
        return None
    first, end = target.span
    rows = region.tokens[window.low + first : window.low + end]
    tokens = [token for token in rows if token >= 0]
    return (tokens[0], tokens[-1]) if tokens else None


def evidence_of(
    one: Pointing,
    entity: Entity | None,
    name: str | None,
    document: Document,
    figures: Sequence[Tokens],
) -> Evidence:
    """Gather what tells whether a measure is right."""
    at = one.entity if one.entity is not None else one.figure
    low, high = sorted((at[0], one.figure[0]))
    between = _figures_between(one, low, high, figures)
    quality = one.property if one.property is not None else one.figure
    near = min(at[1], one.figure[1]) + 1
    return Evidence(
        one.entity_belief.share,
        one.property_belief.share,
        named=entity is not None and entity.named,
        pronoun=entity is not None and one.entity is not None and entity.pronoun,
        source=_is_source(document, one),
        opens=at[0] - _opening(document, at[0]) <= 1,
        length=at[1] - at[0] + 1,
        unsaid=name is None,
        distance=high - low,
        sentences=_sentence(document, high) - _sentence(document, low),
        between=between,
        person=entity is not None and entity.kind == "person",
        middle=_is_together(at, quality, one.figure)
        or document.lower[one.figure[1]] in words("tells an age"),
        behind=quality[0] > one.figure[1],
        clause=not words("opens a clause").isdisjoint(document.lower[near : max(near, high)]),
    )


def _is_together(entity: Tokens, quality: Tokens, figure: Tokens) -> bool:
    """Whether a property stands between entity and figure, or right before the entity."""
    if entity[1] < quality[0] < figure[0]:
        return True
    return quality[1] < entity[0] < figure[0] and entity[0] - quality[1] <= _BESIDE


_BESIDE = 6  # tokens of "yield on the 10-year bond"


def _sentence(document: Document, token: int) -> int:
    return bisect_right(document.sentences, token, key=lambda sentence: sentence[0])


def _opening(document: Document, token: int) -> int:
    return document.sentences[_sentence(document, token) - 1][0]


def _is_source(document: Document, one: Pointing) -> bool:
    """Whether an entity stands where a speaker does: "according to the ministry", "Elm said".

    What reports its own revenue is none: the property follows the verb.
    """
    if one.entity is None:
        return False
    first, last = one.entity
    lower = document.lower
    if "according" in lower[max(first - 3, 0) : first] and "to" in lower[max(first - 2, 0) : first]:
        return True
    if last + 1 >= len(lower) or lower[last + 1] not in speech_verbs():
        return False
    own = one.property is not None and last + 1 < one.property[0] <= last + _OWN
    return not own


_OWN = 4  # tokens from an entity within which what it reports stands


def _figures_between(one: Pointing, low: int, high: int, figures: Sequence[Tokens]) -> int:
    """How many other figures stand between an entity and its figure, three at most."""
    count = 0
    step = -1 if low < one.figure[0] else 1
    number = one.number + step
    while 0 <= number < len(figures) and low < figures[number][0] < high and count < _MOST_BETWEEN:
        count += 1
        number += step
    return count


_MOST_BETWEEN = 3
