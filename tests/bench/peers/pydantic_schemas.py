# mypy: ignore-errors
"""The wire format as pydantic models, for FastAPI."""

import datetime as dt

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Reference(Model):
    id: int
    name: str


class Selector(Model):
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class Part(Model):
    start: int
    end: int


class InArticle(Model):
    article_id: int
    revision: int
    publisher: str | None
    published_at: dt.datetime | None


class Quote(InArticle):
    id: int
    status: str
    confidence: float
    kind: str
    text: str
    selector: Selector
    parts: list[Part]
    speaker_text: str | None
    cue: str | None
    speaker: Reference | None


class Figure(InArticle):
    id: int
    status: str
    confidence: float
    text: str
    selector: Selector
    value: float
    value_max: float | None
    modifier: str
    change: str | None
    period: str | None
    outlook: str | None
    unit: str | None
    unit_code: str | None
    dimension: str | None
    si_value: float | None
    si_value_max: float | None
    si_unit: str | None
    property: str | None
    salience: str
    measure: Reference | None
    entity: Reference | None
    quote_id: int | None
    stated_by: Reference | None


class QuotePage(Model):
    items: list[Quote]
    next: str | None


class FigurePage(Model):
    items: list[Figure]
    next: str | None


class Metadata(Model):
    url: str | None
    title: str | None
    authors: list[str]
    publisher: str | None
    published_at: dt.datetime | None
    language: str
    extractor: str | None
    text: str


class Article(Metadata):
    id: int
    revision: int
    created_at: dt.datetime
    updated_at: dt.datetime
    version: int
    quotes: list[Quote]
    figures: list[Figure]


class NewItem(Model):
    text: str
    start: int
    end: int
    prefix: str
    suffix: str
    confidence: float


class NewQuote(NewItem):
    kind: str
    around: str | None
    parts: list[Part]
    speaker_id: int | None
    speaker_text: str | None
    cue: str | None


class NewFigure(NewItem):
    value: float
    value_max: float | None
    modifier: str
    change: str | None
    period: str | None
    outlook: str | None
    unit: str | None
    unit_code: str | None
    dimension: str | None
    si_value: float | None
    si_value_max: float | None
    si_unit: str | None
    property: str | None
    salience: str
    measure_id: int | None
    entity_id: int | None
    quote_id: int | None
    stated_by_id: int | None


class NewArticle(Metadata):
    quotes: list[NewQuote]
    figures: list[NewFigure]
