# mypy: ignore-errors
# ruff: noqa: ANN001, ANN002, ANN202
"""Litestar with msgspec's structs over rows of SQLAlchemy Core: the fastest of the peers.

Statements are made once, and handlers run inline (sync_to_thread=False), which is fastest where
the database answers at once.
"""

import datetime as dt
from urllib.parse import urlencode

from litestar import Litestar, Request, get, post
from litestar.exceptions import NotFoundException
from msgspec import Struct, to_builtins
from sqlalchemy import bindparam, func, insert, select, tuple_
from sqlalchemy.orm import aliased

from tests.bench.peers import models
from tests.bench.peers.models import Article, Entity, Figure, Measure, Quote, Revision

engine = models.engine()


class Reference(Struct):
    id: int
    name: str


class Selector(Struct):
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class Part(Struct):
    start: int
    end: int


class ShownQuote(Struct):
    id: int
    status: str
    confidence: float
    kind: str
    text: str
    selector: Selector
    parts: list[dict[str, int]]
    speaker_text: str | None
    cue: str | None
    speaker: Reference | None
    article_id: int
    revision: int
    publisher: str | None
    published_at: dt.datetime | None


class ShownFigure(Struct):
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
    quote_id: int | None
    measure: Reference | None
    entity: Reference | None
    stated_by: Reference | None
    article_id: int
    revision: int
    publisher: str | None
    published_at: dt.datetime | None


class QuotePage(Struct):
    items: list[ShownQuote]
    next: str | None


class FigurePage(Struct):
    items: list[ShownFigure]
    next: str | None


class WholeArticle(Struct):
    id: int
    url: str | None
    title: str | None
    authors: list[str]
    publisher: str | None
    published_at: dt.datetime | None
    language: str
    revision: int
    created_at: dt.datetime
    updated_at: dt.datetime
    version: int
    text: str
    extractor: str | None
    quotes: list[ShownQuote]
    figures: list[ShownFigure]


class NewItem(Struct):
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


class NewArticle(Struct):
    url: str
    title: str | None
    authors: list[str]
    publisher: str | None
    published_at: dt.datetime
    language: str
    extractor: str | None
    text: str
    quotes: list[NewQuote]
    figures: list[NewFigure]


def _columns(table, *names):
    return [getattr(table, name) for name in names]


stated_by = aliased(Entity)
IN_ARTICLE = "article_id", "revision", "publisher", "published_at"
QUOTES = select(
    *_columns(Quote, "id", "status", "confidence", "kind", "text"),
    *(Quote.start, Quote.end, func.coalesce(Quote.around, Quote.text), Quote.prefix, Quote.suffix),
    *_columns(Quote, "parts", "speaker_text", "cue"),
    *(Entity.id, Entity.name),
    *_columns(Quote, *IN_ARTICLE),
).join(Quote.speaker, isouter=True)
FIGURES = (
    select(
        *_columns(Figure, "id", "status", "confidence", "text"),
        *_columns(Figure, "start", "end", "text", "prefix", "suffix"),
        *_columns(Figure, "value", "value_max", "modifier", "change", "period", "outlook"),
        *_columns(Figure, "unit", "unit_code", "dimension", "si_value", "si_value_max"),
        *_columns(Figure, "si_unit", "property", "salience", "quote_id"),
        *(Measure.id, Measure.name, Entity.id, Entity.name, stated_by.id, stated_by.name),
        *_columns(Figure, *IN_ARTICLE),
    )
    .join(Figure.measure, isouter=True)
    .join(Figure.entity, isouter=True)
    .join(stated_by, Figure.stated_by_id == stated_by.id, isouter=True)
)
ARTICLE = (
    select(
        *_columns(Article, "id", "url", "title", "authors", "publisher", "published_at"),
        *_columns(Article, "language", "revision", "created_at", "updated_at", "version"),
        *(Revision.text, Revision.extractor),
    )
    .join(Article.now)
    .where(Article.id == bindparam("id"))
)


def _of_article(statement, table):
    return statement.where(
        table.article_id == bindparam("id"), table.revision == bindparam("revision")
    ).order_by(table.start, table.id)


def _listed(statement, table):
    wanted = statement.add_columns(table.dated_at)
    wanted = wanted.where(table.current)
    return wanted.order_by(table.dated_at.desc(), table.id.desc()).limit(bindparam("limit"))


def _after(statement, table):
    key = tuple_(table.dated_at, table.id)
    return statement.where(key < tuple_(bindparam("moment"), bindparam("number")))


ARTICLE_QUOTES = _of_article(QUOTES, Quote)
ARTICLE_FIGURES = _of_article(FIGURES, Figure)
QUOTE_PAGE = _listed(QUOTES, Quote).where(Quote.speaker_id == bindparam("speaker"))
FIGURE_PAGE = _listed(FIGURES, Figure).where(
    Figure.entity_id == bindparam("entity"),
    Figure.unit_code == bindparam("unit"),
    Figure.value >= bindparam("least"),
    Figure.salience == "high",
)
NEXT_QUOTE_PAGE = _after(QUOTE_PAGE, Quote)
NEXT_FIGURE_PAGE = _after(FIGURE_PAGE, Figure)


def _reference(number, name):
    return None if number is None else Reference(number, name)


def _quote(row):
    return *row[:5], Selector(*row[5:10]), *row[10:13], _reference(*row[13:15]), *row[15:19]


def _figure(row):
    references = _reference(*row[24:26]), _reference(*row[26:28]), _reference(*row[28:30])
    return *row[:4], Selector(*row[4:9]), *row[9:24], *references, *row[30:34]


def _article(connection, number):
    row = connection.execute(ARTICLE, {"id": number}).first()
    if row is None:
        raise NotFoundException
    key = {"id": number, "revision": row.revision}
    quotes = [ShownQuote(*_quote(one)) for one in connection.execute(ARTICLE_QUOTES, key)]
    figures = [ShownFigure(*_figure(one)) for one in connection.execute(ARTICLE_FIGURES, key)]
    return WholeArticle(*row, quotes, figures)


@get("/v1/articles/{article_id:int}", sync_to_thread=False)
def article(article_id: int) -> WholeArticle:
    with engine.connect() as connection:
        return _article(connection, article_id)


@get("/v1/quotes", sync_to_thread=False)
def quotes(request: Request, speaker: int, limit: int = 50, after: str | None = None) -> QuotePage:
    values = {"speaker": speaker, "limit": limit + 1, **_key(after)}
    with engine.connect() as connection:
        rows = connection.execute(NEXT_QUOTE_PAGE if after else QUOTE_PAGE, values).all()
    items = [ShownQuote(*_quote(row)) for row in rows[:limit]]
    return QuotePage(items, _next(request, rows, limit))


@get("/v1/figures", sync_to_thread=False)
def figures(
    request: Request,
    entity: int,
    unit: str,
    min: float,  # noqa: A002
    limit: int = 50,
    after: str | None = None,
) -> FigurePage:
    values = {"entity": entity, "unit": unit, "least": min, "limit": limit + 1, **_key(after)}
    with engine.connect() as connection:
        rows = connection.execute(NEXT_FIGURE_PAGE if after else FIGURE_PAGE, values).all()
    items = [ShownFigure(*_figure(row)) for row in rows[:limit]]
    return FigurePage(items, _next(request, rows, limit))


@post("/v1/articles", sync_to_thread=False)
def create(data: NewArticle) -> WholeArticle:
    now = dt.datetime.now(dt.UTC)
    row = to_builtins(data, builtin_types=(dt.datetime,))
    text, extractor = row.pop("text"), row.pop("extractor")
    quotes, figures = row.pop("quotes"), row.pop("figures")
    dated = {"publisher": data.publisher, "published_at": data.published_at}
    dated["dated_at"] = data.published_at
    row |= {"key": data.url, "dated_at": data.published_at, "revision": 1, "version": 1}
    row |= {"created_at": now, "updated_at": now}
    with engine.begin() as connection:
        number = connection.execute(insert(Article).returning(Article.id), row).scalar_one()
        revision = {"article_id": number, "number": 1, "text": text, "extractor": extractor}
        connection.execute(insert(Revision), revision | {"created_at": now})
        shared = {"article_id": number, "revision": 1, "current": True, "status": "extracted"}
        connection.execute(insert(Quote), [one | shared | dated for one in quotes])
        connection.execute(insert(Figure), [one | shared | dated for one in figures])
        return _article(connection, number)


def _key(after):
    if not after:
        return {}
    moment, number = after.split(",")
    return {"moment": dt.datetime.fromisoformat(moment), "number": int(number)}


def _next(request, rows, limit):
    if len(rows) <= limit:
        return None
    query = dict(request.query_params) | {"after": models.mark(rows[limit - 1])}
    return str(request.url.with_replacements(query=urlencode(query)))


app = Litestar([article, quotes, figures, create])
