"""What the engine finds in a text, printed."""

import json
from collections.abc import Sequence

import click

from ..extraction import Figure, Quote, TooManyFigures
from ..extraction import extract as read
from .tables import print_table


def as_tables(text: str) -> None:
    """Print a line for each quote and figure; for this the engine alone is loaded."""
    try:
        found = read(text)
    except TooManyFigures as error:
        raise click.ClickException(str(error)) from error
    print_table(("QUOTE", "SPEAKER", "CUE", "WORDS"), [_quote(text, one) for one in found.quotes])
    click.echo()
    print_table(("FIGURE", "VALUE", "UNIT", "OF"), [_figure(one) for one in found.figures])


def as_json(text: str) -> None:
    """Print what POST /v1/extract answers."""
    from ..schemas.articles import Extraction
    from ..services.engine import DEFAULT_LANGUAGE, answer

    found = Extraction().dump(answer(text, DEFAULT_LANGUAGE))
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _quote(text: str, quote: Quote) -> Sequence[str]:
    words = " ".join(text[part.start : part.end] for part in quote.parts)
    speaker = quote.speaker_name or (quote.speaker.text if quote.speaker else "")
    return quote.kind, speaker, quote.cue.text if quote.cue else "", words


def _figure(figure: Figure) -> Sequence[str]:
    ends = [end for end in (figure.value, figure.value_max) if end is not None]
    value = "–".join(f"{end:,.12g}" for end in ends)
    sign = figure.modifier if figure.modifier != "=" else ""
    of = ": ".join(filter(None, [figure.entity, figure.property]))
    return figure.text, sign + value, figure.unit or "", of
