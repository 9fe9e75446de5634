"""Quotes and figures as rows: put in as they were read, and given their place in a text."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from ..extraction.figures.measured.series import makes_series
from ..models import Article, Figure, Item, Quote
from ..models.items import Status
from ..store.rows import insert_numbered
from . import entities, fulltext, kept_json, linking
from .engine import Extracted, figure_place, quote_place
from .entities import MeasureKey, Named, measure_key

Rows = list[dict[str, Any]]


def add(session: Session, article: Article, found: Extracted) -> None:
    """Put in what was read from an article that is new."""
    quotes, figures = rows(session, article, found)
    quote_ids = insert_numbered(session, Quote, quotes, kept_json.of_quote)
    stated: dict[int | None, dict[str, Any]] = {None: {"quote_id": None, "stated_by_id": None}}
    for index, quote_id in enumerate(quote_ids):
        stated[index] = {"quote_id": quote_id, "stated_by_id": quotes[index]["speaker_id"]}
    within = [stated[figure["quote"]] for figure in found.figures]
    placed = [figure | place for figure, place in zip(figures, within, strict=True)]
    insert_numbered(session, Figure, placed, kept_json.of_figure)
    fulltext.add_article(session, article.id)


def rows(session: Session, article: Article, found: Extracted) -> tuple[Rows, Rows]:
    """What was read as rows, quotes and figures; figures that stand in no quote yet."""
    shared = {
        "article_id": article.id,
        "revision": article.revision,
        "current": True,
        "status": Status.EXTRACTED.value,
        **repeated(article),
    }
    named = _named(session, article, found)
    keys = [_measure(figure, named.get(figure["entity"])) for figure in found.figures]
    called = {entity.id: entity.name for entity in named.values()}
    measures = entities.measure_ids(session, {key: called[key[0]] for key in keys if key})
    quotes = [
        _without(quote, "speaker", "named_kind")
        | shared
        | _reference("speaker_id", named.get(quote["speaker"]))
        for quote in found.quotes
    ]
    figures = [
        _without(figure, "entity", "named_kind", "quote")
        | shared
        | _reference("entity_id", named.get(figure["entity"]))
        | {
            "measure_id": measures[key] if key else None,
            "quote_id": None,
            "stated_by_id": None,
        }
        for figure, key in zip(found.figures, keys, strict=True)
    ]
    return quotes, figures


def _measure(figure: Mapping[str, Any], entity: Named | None) -> MeasureKey | None:
    """The measure of a figure: none of what nobody would look up."""
    if figure["salience"] == "low" or not makes_series(figure["property"]):
        return None
    return measure_key(entity, figure["property"], figure["dimension"])


def _named(session: Session, article: Article, found: Extracted) -> dict[str, Named]:
    """The entities that are named in an article."""
    kinds = {figure["entity"]: figure["named_kind"] for figure in found.figures}
    kinds |= {quote["speaker"]: quote["named_kind"] for quote in found.quotes}
    kinds.pop(None, None)
    named = entities.named(session, kinds, article.id, article)
    rows = (each.row for each in named.values())
    full = {row.id: row.surname for row in rows if row.person_key}
    linking.note_full_names(session, article, full)
    return named


def _reference(column: str, named: Named | None) -> dict[str, Any]:
    """The columns that refer to an entity, by the name that an article gives it."""
    return {column: named.id, **named.link} if named else {column: None, **entities.UNLINKED}


def attach(item: Item, article: Article) -> None:
    """Make an item one of the article's current text."""
    item.revision, item.current, item.unplaced = article.revision, True, False
    for name, value in repeated(article).items():
        setattr(item, name, value)


def place(item: Item, text: str, parts: list[dict[str, int]]) -> None:
    """Give an item its place in a text; a figure has one part."""
    if isinstance(item, Quote):
        place = quote_place(text, parts)
    else:
        place = figure_place(text, parts[0]["start"], parts[0]["end"])
    for name, value in place.items():
        setattr(item, name, value)


def repeated(article: Article) -> dict[str, Any]:
    """What quotes and figures repeat of their article."""
    return {
        "publisher": article.publisher,
        "published_at": article.published_at,
        "dated_at": article.dated_at,
        "copied": article.copy_of is not None,
    }


def _without(row: Any, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
