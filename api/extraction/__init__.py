"""Text in, quotes and figures out. Pure: no store, no web, only how names are folded.

    from api.extraction import extract
    extraction = extract(text, language="en")
    extraction.quotes, extraction.figures

The way through: text → paragraphs and sentences → tokens (`document`) → quotes and figures, each
pointing at the characters it was read from. Work and memory grow linearly with the text.
"""

import math
from dataclasses import replace

from . import document
from .budget import Budget, TooSlow
from .figures import find_figures
from .model import MOST_FIGURES, Extraction, Figure, Quote, Span, TooManyFigures
from .people.names import Names
from .quotes import find_quotes
from .within import quote_at

__all__ = [
    "EXTRACTOR",
    "LANGUAGES",
    "MOST_FIGURES",
    "Extraction",
    "Figure",
    "Quote",
    "Span",
    "TooManyFigures",
    "TooSlow",
    "extract",
]

EXTRACTOR = "onrecord-3"  # raised with every change of what is read from a text
LANGUAGES = frozenset({"en"})


def extract(text: str, language: str = "en", seconds: float = math.inf) -> Extraction:
    """Find the quotes and figures of one text.

    `language` is a BCP 47 tag; a text in a language that is not read gives an empty Extraction
    whose `extractor` is None. Raises TooManyFigures past MOST_FIGURES, and TooSlow past so many
    seconds of processor time.
    """
    if language.partition("-")[0].lower() not in LANGUAGES:
        return Extraction()
    read = document.read(text, Budget(seconds))
    names = Names(read)
    quotes = find_quotes(read, names)
    figures = find_figures(read, names, quotes)
    return Extraction(tuple(quotes), tuple(_place(figures, quotes)), EXTRACTOR)


def _place(figures: list[Figure], quotes: list[Quote]) -> list[Figure]:
    """Tell each figure the quote whose words it is among."""
    spans = [(part.start, part.end, at) for at, quote in enumerate(quotes) for part in quote.parts]
    find = quote_at(spans)
    return [replace(figure, quote=find(figure.start, figure.end)) for figure in figures]
