"""What the engine finds in a text, as the values of columns and of answers."""

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple

from .. import extraction
from ..models.names import term
from ..models.readings import CONTEXT

DEFAULT_LANGUAGE = "en"

_FIGURE_COLUMNS = (
    *("value", "value_max", "modifier", "change", "period", "outlook", "unit", "unit_code"),
    *("dimension", "si_value", "si_value_max", "si_unit", "property", "salience", "confidence"),
)


_TURN = Lock()


class Reading(NamedTuple):
    """Quotes and figures as mappings.

    Beside the columns of its table, a quote has `speaker` and a figure `entity`, names or None,
    each with its kind, and a figure has `quote`, an index into the quotes, or None.
    """

    extractor: str | None
    quotes: Sequence[Mapping[str, Any]]
    figures: Sequence[Mapping[str, Any]]


def read(text: str, language: str) -> Reading:
    """Read a text; one at a time in each process.

    It is all computing: threads that do it at once only take the interpreter from each other.
    """
    with _TURN:
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


def quote_place(text: str, parts: Sequence[Mapping[str, int]]) -> dict[str, Any]:
    """The columns that say where a quote stands, and what its words are."""
    start, end = parts[0]["start"], parts[-1]["end"]
    words = " ".join(text[part["start"] : part["end"]] for part in parts)
    exact = text[start:end]
    return _place(text, start, end) | {
        "text": words,
        "around": exact if exact != words else None,
        "parts": [dict(part) for part in parts],
    }


def figure_place(text: str, start: int, end: int) -> dict[str, Any]:
    """The columns that say where a figure stands, and how it is written."""
    return _place(text, start, end) | {"text": text[start:end]}


def _quote(text: str, quote: extraction.Quote) -> dict[str, Any]:
    parts = [{"start": part.start, "end": part.end} for part in quote.parts]
    return quote_place(text, parts) | {
        "kind": quote.kind,
        "speaker": quote.speaker_name,
        "speaker_kind": quote.speaker_kind,
        "speaker_text": quote.speaker.text if quote.speaker else None,
        "cue": quote.cue.text if quote.cue else None,
        "confidence": quote.confidence,
    }


def _figure(text: str, figure: extraction.Figure) -> dict[str, Any]:
    columns = {name: getattr(figure, name) for name in _FIGURE_COLUMNS}
    columns["property"] = term(figure.property) if figure.property else None
    named = {"entity": figure.entity, "entity_kind": figure.entity_kind, "quote": figure.quote}
    return figure_place(text, figure.start, figure.end) | columns | named


def _place(text: str, start: int, end: int) -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }
