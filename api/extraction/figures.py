"""Figures: the numbers that a text states of something."""

from api.extraction.document import Document
from api.extraction.model import Figure


def find_figures(document: Document) -> list[Figure]:
    """All figures of a document, in order, with what they measure."""
    return []
