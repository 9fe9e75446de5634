"""Which quote each figure stands in, and so who stated it."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ..extraction.within import quote_at
from ..models import Figure, Quote
from ..models.items import Status


def attribute(session: Session, article_id: int) -> None:
    """Settle it for the figures of an article's current text, after its quotes have changed.

    A figure stands in a quote where it is among its words; a rejected quote is none.
    """
    of_article = Quote.article_id == article_id, Quote.current, Quote.status != Status.REJECTED
    quotes = session.execute(select(Quote.id, Quote.parts, Quote.speaker_id).where(*of_article))
    find = quote_at(
        (part["start"], part["end"], (quote_id, speaker_id))
        for quote_id, spans, speaker_id in quotes
        for part in spans
    )
    figures = select(Figure.id, Figure.start, Figure.end, Figure.quote_id, Figure.stated_by_id)
    moved = []
    for figure in session.execute(figures.where(Figure.article_id == article_id, Figure.current)):
        quote_id, speaker_id = find(figure.start, figure.end) or (None, None)
        if (quote_id, speaker_id) != (figure.quote_id, figure.stated_by_id):
            place = {"quote_id": quote_id, "stated_by_id": speaker_id}
            moved.append({"id": figure.id, **place})
    if moved:
        session.execute(update(Figure), moved)
