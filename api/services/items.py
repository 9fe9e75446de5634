"""Quotes and figures as rows: put in as they were read, and given their place in a text."""

from collections.abc import Mapping, Sequence
from itertools import chain, takewhile
from typing import Any

from sqlalchemy.orm import Session

from ..extraction.figures.measured.series import makes_series
from ..extraction.model import Kind
from ..models import Article, Figure, Item, Quote
from ..models.fulltext import FIGURES, QUOTES
from ..models.items import Status
from ..store.rows import insert_numbered
from . import entities, fulltext, kept_json, resolving
from .engine import Extracted, figure_place, quote_place
from .entities import MeasureKey, measure_key
from .resolving import Named, Wanted

Rows = list[dict[str, Any]]
Read = tuple[Article, Extracted]  # a new article, and what was read from it


def add(session: Session, some: Sequence[Read]) -> None:
    """Put in what was read from articles that are new, in their order."""
    while some:
        wanted = [Wanted(_kinds(found), article.id, article) for article, found in some]
        run = resolving.Run(session, wanted)
        taken = len(list(takewhile(run.take, wanted)))
        _add(session, some[:taken], run.made())
        some = some[taken:]


def _add(session: Session, some: Sequence[Read], named: Sequence[Mapping[str, Named]]) -> None:
    """Put in what was read from articles whose names are resolved."""
    quotes, figures = _rows(session, some, named)
    quote_ids = insert_numbered(session, Quote, quotes, kept_json.of_quote)
    first = 0
    for (_, found), rows in zip(some, figures, strict=True):
        for figure, row in zip(found.figures, rows, strict=True):
            if figure["quote"] is not None:
                at = first + figure["quote"]
                row["quote_id"], row["stated_by_id"] = quote_ids[at], quotes[at]["speaker_id"]
        first += len(found.quotes)
    every = list(chain.from_iterable(figures))
    figure_ids = insert_numbered(session, Figure, every, kept_json.of_figure)
    called = {each.id: each.name for some in named for each in some.values()}
    fulltext.add_new(session, QUOTES, quote_ids, quotes)
    shown = [row | {"thing": called.get(row["entity_id"])} for row in every]
    fulltext.add_new(session, FIGURES, figure_ids, shown)


def rows(session: Session, article: Article, found: Extracted) -> tuple[Rows, Rows]:
    """What was read as rows, quotes and figures; figures that stand in no quote yet."""
    named = resolving.named(session, _kinds(found), article.id, article)
    quotes, (figures,) = _rows(session, [(article, found)], [named])
    return quotes, figures


def _rows(
    session: Session, some: Sequence[Read], named: Sequence[Mapping[str, Named]]
) -> tuple[Rows, list[Rows]]:
    """The quotes of all articles, and the figures of each."""
    keys = [
        [_measure(figure, names.get(figure["entity"])) for figure in found.figures]
        for (_, found), names in zip(some, named, strict=True)
    ]
    called = {entity.id: entity.name for names in named for entity in names.values()}
    wanted = {key: called[key[0]] for key in chain.from_iterable(keys) if key}
    measures = entities.measure_ids(session, wanted)
    quotes: Rows = []
    figures: list[Rows] = []
    for (article, found), names, of in zip(some, named, keys, strict=True):
        shared = _shared(article)
        quotes += _quotes(found, shared, names)
        figures.append(
            _figures(found, shared, names, [measures[key] if key else None for key in of])
        )
    return quotes, figures


def _shared(article: Article) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "revision": article.revision,
        "current": True,
        "status": Status.EXTRACTED.value,
        **repeated(article),
    }


def _quotes(found: Extracted, shared: dict[str, Any], named: Mapping[str, Named]) -> Rows:
    rows = [
        {**quote, **shared, **_reference("speaker_id", named.get(quote["speaker"]))}
        for quote in found.quotes
    ]
    return _without(rows, "speaker", "named_kind")


def _figures(
    found: Extracted,
    shared: dict[str, Any],
    named: Mapping[str, Named],
    measures: Sequence[int | None],
) -> Rows:
    unplaced = {**shared, "quote_id": None, "stated_by_id": None}
    rows = [
        {
            **figure,
            **unplaced,
            **_reference("entity_id", named.get(figure["entity"])),
            "measure_id": measure,
        }
        for figure, measure in zip(found.figures, measures, strict=True)
    ]
    return _without(rows, "entity", "named_kind", "quote")


def _measure(figure: Mapping[str, Any], entity: Named | None) -> MeasureKey | None:
    """The measure of a figure: none of what nobody would look up."""
    if figure["salience"] == "low" or not makes_series(figure["property"]):
        return None
    return measure_key(entity, figure["property"], figure["dimension"])


def _kinds(found: Extracted) -> dict[str, Kind]:
    """The names that were read, and what sort of thing bears each."""
    kinds = {figure["entity"]: figure["named_kind"] for figure in found.figures}
    kinds |= {quote["speaker"]: quote["named_kind"] for quote in found.quotes}
    kinds.pop(None, None)
    return kinds


def _reference(column: str, named: Named | None) -> dict[str, Any]:
    """The columns that refer to an entity, by the name that an article gives it."""
    return {column: named.id, **named.link} if named else {column: None, **resolving.UNLINKED}


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


def _without(rows: Rows, *names: str) -> Rows:
    for row in rows:
        for name in names:
            del row[name]
    return rows
