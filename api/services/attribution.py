"""Which quote each figure stands in, and so who stated it."""

from bisect import bisect_right

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ..models import Figure, Quote
from ..models.items import Status


def attribute(session: Session, article_id: int) -> None:
    """Settle it for the figures of an article's present text, after its quotes have changed.

    A figure stands in a quote where it is among its words; a rejected quote is none.
    """
    of_article = Quote.article_id == article_id, Quote.current, Quote.status != Status.REJECTED
    quotes = session.execute(select(Quote.id, Quote.parts, Quote.speaker_id).where(*of_article))
    parts = sorted(
        (part["start"], part["end"], quote_id, speaker_id or 0)
        for quote_id, spans, speaker_id in quotes
        for part in spans
    )
    starts = [part[0] for part in parts]
    figures = select(Figure.id, Figure.start, Figure.end, Figure.quote_id, Figure.stated_by_id)
    moved = []
    for figure in session.execute(figures.where(Figure.article_id == article_id, Figure.current)):
        at = bisect_right(starts, figure.start) - 1
        inside = at >= 0 and figure.end <= parts[at][1]
        quote_id, speaker_id = (parts[at][2], parts[at][3] or None) if inside else (None, None)
        if (quote_id, speaker_id) != (figure.quote_id, figure.stated_by_id):
            place = {"quote_id": quote_id, "stated_by_id": speaker_id}
            moved.append({"id": figure.id, **place})
    if moved:
        session.execute(update(Figure), moved)
