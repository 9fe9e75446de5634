"""What a figure is a reading of: the entity and the property."""

from api.extraction.figures.scan import Found
from api.extraction.figures.sentence import Sentence

Measure = tuple[str | None, str | None]


def read_measures(sentence: Sentence, found: list[Found], tags: list[str]) -> list[Measure]:
    """Give property and entity of each figure of a sentence."""
    return [(None, None) for _ in found]
