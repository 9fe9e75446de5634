"""What the engine finds in a text, as the values of columns and of answers."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from api import extraction
from api.models.names import term

CONTEXT = 32  # characters of prefix and suffix
DEFAULT_LANGUAGE = "en"

_FIGURE_COLUMNS = (
    *("value", "value_max", "modifier", "change", "period", "outlook", "unit", "unit_code"),
    *("dimension", "si_value", "si_value_max", "si_unit", "property", "salience", "confidence"),
)


class Reading(NamedTuple):
    """Quotes and figures as mappings.

    Beside the columns of its table, a quote has `speaker` and a figure `entity`, names or None,
    each with its kind, and a figure has `quote`, an index into the quotes, or None.
    """

    extractor: str | None
    quotes: Sequence[Mapping[str, Any]]
    figures: Sequence[Mapping[str, Any]]


def read(text: str, language: str) -> Reading:
    """Read a text."""
    found = extraction.extract(text, language)
    return Reading(
        found.extractor,
        [_quote(text, quote) for quote in found.quotes],
        [_figure(text, figure) for figure in found.figures],
    )


def answer(text: str, language: str) -> dict[str, Any]:
    """Read a text, as the answer about one that is not stored."""
    found = read(text, language)
    return {
        "extractor": found.extractor,
        "quotes": [_shown(quote, "speaker") for quote in found.quotes],
        "figures": [_shown(figure, "entity") for figure in found.figures],
    }


def _shown(reading: Mapping[str, Any], named: str) -> dict[str, Any]:
    name = reading[named]
    return {
        **reading,
        "exact": reading.get("around") or reading["text"],
        named: {"name": name} if name else None,
    }


def _quote(text: str, quote: extraction.Quote) -> dict[str, Any]:
    exact = text[quote.start : quote.end]
    words = " ".join(part.text for part in quote.parts)
    return _place(text, quote.start, quote.end) | {
        "kind": quote.kind,
        "text": words,
        "around": exact if exact != words else None,
        "parts": [{"start": part.start, "end": part.end} for part in quote.parts],
        "speaker": quote.speaker_name,
        "speaker_kind": quote.speaker_kind,
        "speaker_text": quote.speaker.text if quote.speaker else None,
        "cue": quote.cue.text if quote.cue else None,
        "confidence": quote.confidence,
    }


def _figure(text: str, figure: extraction.Figure) -> dict[str, Any]:
    columns = {name: getattr(figure, name) for name in _FIGURE_COLUMNS}
    columns["property"] = term(figure.property) if figure.property else None
    place = _place(text, figure.start, figure.end)
    return (
        place
        | columns
        | {
            "text": figure.text,
            "entity": figure.entity,
            "entity_kind": figure.entity_kind,
            "quote": figure.quote,
        }
    )


def _place(text: str, start: int, end: int) -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }
