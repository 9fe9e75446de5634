"""What the engine finds in a text, as the values of columns and of answers."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from time import perf_counter
from typing import Any, NamedTuple

from .. import extraction, metrics, tracing
from ..errors import Busy, Invalid
from ..extraction import Span
from ..models import Figure, Quote
from ..models.items import CONTEXT
from ..models.names import term
from .columns import copied
from .naming import name_of

DEFAULT_LANGUAGE = "en"

_OF_QUOTE, _OF_FIGURE = copied(Quote), copied(Figure)
# A long text takes seconds, so that it waits for long ones, and no other has to wait for it.
LONG = 50_000  # characters: a report, where news has 5,000
TURN, LONG_TURN = Lock(), Lock()
LONGEST = 60.0  # seconds of processor time for one text
# Seconds that a text waits for those before it. A thread that waits takes no processor time: past
# two minutes of that the server would take it for hung, and replace its process.
PATIENCE = 30.0


class Extracted(NamedTuple):
    """Quotes and figures as mappings.

    Beside the columns of its table, a quote has `speaker` and a figure `entity`, names or None,
    each with the `named_kind` of what bears it, and a figure has `quote`, an index into the quotes,
    or None.
    """

    extractor: str | None
    quotes: Sequence[Mapping[str, Any]]
    figures: Sequence[Mapping[str, Any]]


def extract(text: str, language: str) -> Extracted:
    """Read a text; in each process one at a time, and one long one.

    It is all computing: threads that do it at once only take the interpreter from each other.
    Raises Invalid for a text that takes too long or has too many figures, Busy where others take
    too long.
    """
    with _turn(LONG_TURN if len(text) > LONG else TURN):
        began = perf_counter()
        with tracing.span("extraction"):
            found = _found(text, language)
        took = perf_counter() - began
    metrics.EXTRACTION_SECONDS.observe(took)
    metrics.CHARACTERS.add(amount=len(text))
    metrics.FOUND.observe(len(found.quotes), ("quote",))
    metrics.FOUND.observe(len(found.figures), ("figure",))
    return Extracted(
        found.extractor,
        [_quote(text, quote) for quote in found.quotes],
        [_figure(text, figure) for figure in found.figures],
    )


@contextmanager
def _turn(turn: Lock) -> Iterator[None]:
    if not turn.acquire(timeout=PATIENCE):
        raise Busy("Other texts are being read, which takes long: try again later.")
    try:
        yield
    finally:
        turn.release()


def _found(text: str, language: str) -> extraction.Extraction:
    try:
        return extraction.extract(text, language, LONGEST)
    except (extraction.TooManyFigures, extraction.TooSlow) as error:
        raise Invalid(str(error), "#/text") from error


def answer(text: str, language: str) -> dict[str, Any]:
    """Read a text, as the answer about one that is not stored."""
    found = extract(text, language)
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
    named = {
        "speaker": name_of(quote.speaker_name, quote.entity_kind),
        "named_kind": quote.entity_kind,
        "speaker_text": quote.speaker and quote.speaker.text,
    }
    return quote_place(text, parts) | _copied(quote, _OF_QUOTE) | named


def _figure(text: str, figure: extraction.Figure) -> dict[str, Any]:
    name = name_of(figure.entity, figure.entity_kind) if figure.entity_named else None
    named = {
        "entity": name,
        "named_kind": figure.entity_kind,
        "entity_text": figure.entity if name is None else None,
        "quote": figure.quote,
    }
    place = figure_place(text, figure.start, figure.end)
    measured = {"property": figure.property and term(figure.property)}
    return place | _copied(figure, _OF_FIGURE) | measured | named


def _copied(found: Any, names: Sequence[str]) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in names}
    spans = {name: span.text for name, span in values.items() if isinstance(span, Span)}
    return values | spans


def _place(text: str, start: int, end: int) -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }
