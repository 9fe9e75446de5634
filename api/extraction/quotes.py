"""Quotes: who said what."""

from api.extraction.document import Document
from api.extraction.model import Quote


def find_quotes(document: Document) -> list[Quote]:
    """All quotes of a document, in order, with their speakers."""
    return []
