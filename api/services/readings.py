"""Quotes and figures as rows: put in as they were read, and given their place in a text."""

from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from api.models import Article, Figure, Quote
from api.schemas.readings import Status
from api.services import attribution, entities, records, search
from api.services.entities import MeasureKey
from api.services.reading import Reading, figure_place, quote_place
from api.services.rows import insert_numbered

Item: TypeAlias = Quote | Figure
Rows = list[dict[str, Any]]
Ids = dict[str | None, int | None]  # of entities by name, None for none


def add(session: Session, article: Article, found: Reading) -> None:
    """Put in what was read from an article that is new."""
    quotes, figures = rows(session, article, found)
    quote_ids = insert_numbered(session, Quote, quotes)
    stated: dict[int | None, dict[str, Any]] = {None: {"quote_id": None, "stated_by_id": None}}
    for index, quote_id in enumerate(quote_ids):
        stated[index] = {"quote_id": quote_id, "stated_by_id": quotes[index]["speaker_id"]}
    within = [stated[figure["quote"]] for figure in found.figures]
    placed = [figure | place for figure, place in zip(figures, within, strict=True)]
    insert_numbered(session, Figure, placed)
    records.write(session, article.id, since=article.revision)
    search.add_article(session, article.id)


def rows(session: Session, article: Article, found: Reading) -> tuple[Rows, Rows]:
    """What was read as rows, quotes and figures; figures that stand in no quote yet."""
    shared = {
        "article_id": article.id,
        "revision": article.revision,
        "current": True,
        "status": Status.EXTRACTED.value,
        **repeated(article),
    }
    names = {quote["speaker"] for quote in found.quotes}
    names |= {figure["entity"] for figure in found.figures}
    ids: Ids = {None: None}
    ids.update(entities.entity_ids(session, names - {None}))
    measures = _measures(session, found, ids)
    quotes = [
        _without(quote, "speaker") | shared | {"speaker_id": ids[quote["speaker"]]}
        for quote in found.quotes
    ]
    figures = [
        _without(figure, "entity", "quote")
        | shared
        | {
            "entity_id": ids[figure["entity"]],
            "measure_id": measures.get(_measure_key(figure, ids)),
            "quote_id": None,
            "stated_by_id": None,
        }
        for figure in found.figures
    ]
    return quotes, figures


def take_in(item: Item, article: Article) -> None:
    """Make an item one of the article's present text."""
    item.revision, item.current, item.unplaced = article.revision, True, False
    for name, value in repeated(article).items():
        setattr(item, name, value)


def put(item: Item, text: str, parts: list[dict[str, int]]) -> None:
    """Give an item its place in a text; a figure has one part."""
    if isinstance(item, Quote):
        place = quote_place(text, parts)
    else:
        place = figure_place(text, parts[0]["start"], parts[0]["end"])
    for name, value in place.items():
        setattr(item, name, value)


def refresh(session: Session, article: Article) -> None:
    """Bring everything that shows the items of an article's present text into step with them."""
    session.flush()
    attribution.attribute(session, article.id)
    records.write(session, article.id, since=article.revision)


def repeated(article: Article) -> dict[str, Any]:
    """What quotes and figures repeat of their article."""
    return {
        "publisher": article.publisher,
        "published_at": article.published_at,
        "dated_at": article.dated_at,
    }


def _measures(session: Session, found: Reading, ids: Ids) -> dict[MeasureKey | None, int]:
    wanted = {_measure_key(figure, ids): figure["entity"] for figure in found.figures}
    wanted.pop(None, None)
    return entities.measure_ids(session, wanted)  # type: ignore[arg-type, return-value]


def _measure_key(figure: Any, ids: Ids) -> MeasureKey | None:
    """A figure is a reading of a measure where entity, property and dimension are known."""
    entity_id = ids[figure["entity"]]
    if entity_id is None or not figure["property"] or not figure["dimension"]:
        return None
    return entity_id, figure["property"], figure["dimension"]


def _without(row: Any, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
