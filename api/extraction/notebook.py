"""What is found in a text, as a notebook shows it: two tables in HTML."""

from collections.abc import Sequence
from html import escape

from .model import Extraction, Figure, Quote

SIGNS = {"=": "", "~": "about ", ">": "more than ", "<": "less than "}


def tables(found: Extraction) -> str:
    """The quotes and the figures; every cell is escaped."""
    return _table(
        _counted(len(found.quotes), "quote"),
        ("kind", "speaker", "cue", "words", "confidence"),
        [_quote(one) for one in found.quotes],
    ) + _table(
        _counted(len(found.figures), "figure"),
        ("figure", "value", "unit", "of", "confidence"),
        [_figure(one) for one in found.figures],
    )


def _quote(quote: Quote) -> Sequence[str]:
    speaker = quote.speaker_name or (quote.speaker.text if quote.speaker else "")
    words = " ".join(part.text for part in quote.parts)
    cue = quote.cue.text if quote.cue else ""
    return quote.kind, speaker, cue, words, f"{quote.confidence:.0%}"


def _figure(figure: Figure) -> Sequence[str]:
    ends = [end for end in (figure.value, figure.value_max) if end is not None]
    value = SIGNS[figure.modifier] + "–".join(f"{end:,.12g}" for end in ends)
    of = ": ".join(filter(None, [figure.entity, figure.property]))
    return figure.text, value, figure.unit or "", of, f"{figure.confidence:.0%}"


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    names = "".join(f"<th>{name}</th>" for name in head)
    cells = ("".join(f'<td dir="auto">{escape(cell)}</td>' for cell in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return (
        f"<table><caption>{caption}</caption>"
        f"<thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
