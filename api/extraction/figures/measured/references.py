"""Who or what "it" and "the pipeline" are, where the sentence of a figure does not say."""

from dataclasses import replace

from ...document import Document
from ..counted.tagging import tag
from ..sentence import Sentence, sentence_of
from ..tables import words
from .naming import Measure
from .phrases import Phrase, phrases_of

_SENTENCES_BACK = 3
_LONGEST_SENTENCE = 120  # tokens; longer ones are no prose and are passed over


class Antecedents:
    """The entities that the sentences before one have named.

    A sentence is cut into phrases once at most, and only when something points back at it.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._names: dict[int, tuple[Sentence, list[Phrase]]] = {}

    def resolve(self, measure: Measure, index: int) -> Measure:
        """Fill in the entity that a measure points back at, where a sentence before names it."""
        if measure.refers is None:
            return measure
        wanted = measure.refers
        for back in range(index - 1, max(-1, index - 1 - _SENTENCES_BACK), -1):
            sentence, names = self._named_in(back)
            for phrase in names:
                if wanted in words("subjects of it") or sentence.lower[phrase.head] == wanted:
                    first = phrase.first + (1 if phrase.determined else 0)
                    name = sentence.surface(first, phrase.end)
                    return replace(measure, entity=name, property=_without(measure, wanted))
        return measure

    def _named_in(self, index: int) -> tuple[Sentence, list[Phrase]]:
        known = self._names.get(index)
        if known is None:
            first, end = self._document.sentences[index]
            end = min(end, first + _LONGEST_SENTENCE)
            sentence = sentence_of(self._document, first, end)
            row = phrases_of(sentence, tag(sentence), [])
            named = [
                phrase
                for phrase in row
                if phrase.kind == "noun"
                and phrase.named
                and sentence.lower[phrase.head] not in words("time nouns")
            ]
            known = self._names[index] = sentence, named
        return known


def _without(measure: Measure, wanted: str) -> str | None:
    """Leave out a property that was only the pointing noun itself."""
    return None if (measure.property or "").lower() == wanted else measure.property
