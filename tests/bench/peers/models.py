# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN202, D102
"""onrecord's tables as a SQLAlchemy user would map them."""

import datetime as dt
import os
from typing import Optional

from sqlalchemy import (
    JSON,
    DateTime,
    Engine,
    ForeignKey,
    Select,
    Text,
    TypeDecorator,
    create_engine,
    event,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
    synonym,
)

URL = os.environ["BENCH_DATABASE_URL"]
IS_SQLITE = URL.startswith("sqlite")
# The same as onrecord has.
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "busy_timeout = 10000",
    "cache_size = -1024",
    "wal_autocheckpoint = 4000",
    "mmap_size = 2147418112",
    "temp_store = MEMORY",
)


class Moment(TypeDecorator):
    """A moment; SQLite keeps it as text, as SQLAlchemy's own DateTime does there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect):
        kind = Text() if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value, dialect):
        if value is None or dialect.name != "sqlite":
            return value
        naive = value.astimezone(dt.UTC).replace(tzinfo=None)
        return naive.isoformat(timespec="microseconds") + "Z"

    def process_result_value(self, value, dialect):
        return dt.datetime.fromisoformat(value) if isinstance(value, str) else value


class Base(DeclarativeBase):
    type_annotation_map = {dt.datetime: Moment, list: JSON, str: Text}  # noqa: RUF012


class Entity(Base):
    __tablename__ = "entities"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Measure(Base):
    __tablename__ = "measures"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Revision(Base):
    __tablename__ = "revisions"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    extractor: Mapped[str | None]
    created_at: Mapped[dt.datetime]


class Article(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    url: Mapped[str | None]
    title: Mapped[str | None]
    authors: Mapped[list]
    publisher: Mapped[str | None]
    published_at: Mapped[dt.datetime | None]
    dated_at: Mapped[dt.datetime]
    language: Mapped[str]
    revision: Mapped[int]
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    version: Mapped[int]

    now: Mapped[Revision] = relationship(
        primaryjoin="and_(Revision.article_id == Article.id, Revision.number == Article.revision)",
    )
    quotes: Mapped[list["Quote"]] = relationship(order_by="(Quote.start, Quote.id)")
    figures: Mapped[list["Figure"]] = relationship(order_by="(Figure.start, Figure.id)")

    @property
    def text(self):
        return self.now.text

    @property
    def extractor(self):
        return self.now.extractor


class Reading:
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    revision: Mapped[int]
    current: Mapped[bool]
    text: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    prefix: Mapped[str]
    suffix: Mapped[str]
    confidence: Mapped[float]
    status: Mapped[str]
    publisher: Mapped[str | None]
    published_at: Mapped[dt.datetime | None]
    dated_at: Mapped[dt.datetime]

    @property
    def selector(self):
        return self


class Quote(Reading, Base):
    __tablename__ = "quotes"

    kind: Mapped[str]
    parts: Mapped[list]
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("entities.id"))
    speaker_text: Mapped[str | None]
    cue: Mapped[str | None]
    around: Mapped[str | None]

    speaker: Mapped[Optional["Entity"]] = relationship()

    @property
    def exact(self):
        return self.text if self.around is None else self.around


class Figure(Reading, Base):
    __tablename__ = "figures"

    value: Mapped[float]
    value_max: Mapped[float | None]
    modifier: Mapped[str]
    change: Mapped[str | None]
    period: Mapped[str | None]
    outlook: Mapped[str | None]
    unit: Mapped[str | None]
    unit_code: Mapped[str | None]
    dimension: Mapped[str | None]
    si_value: Mapped[float | None]
    si_value_max: Mapped[float | None]
    si_unit: Mapped[str | None]
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measures.id"))
    entity_id: Mapped[int | None] = mapped_column(ForeignKey("entities.id"))
    property: Mapped[str | None]
    salience: Mapped[str]
    quote_id: Mapped[int | None] = mapped_column(ForeignKey("quotes.id"))
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("entities.id"))

    exact: Mapped[str] = synonym("text")
    measure: Mapped[Optional["Measure"]] = relationship()
    entity: Mapped[Optional["Entity"]] = relationship(foreign_keys=[entity_id])
    stated_by: Mapped[Optional["Entity"]] = relationship(foreign_keys=[stated_by_id])


def _figure_parts(load):
    return [load(Figure.measure), load(Figure.entity), load(Figure.stated_by)]


WHOLE_ARTICLE = (
    joinedload(Article.now),
    selectinload(Article.quotes).options(joinedload(Quote.speaker)),
    selectinload(Article.figures).options(*_figure_parts(joinedload)),
)


def quotes_of(speaker: int, limit: int, after: str | None) -> Select:
    """A speaker's quotes, newest first; one more than asked for, to know if there are more."""
    found = select(Quote).where(Quote.current, Quote.speaker_id == speaker)
    return _page(found.options(joinedload(Quote.speaker)), Quote, limit, after)


def figures_of(entity: int, unit: str, least: float, limit: int, after: str | None) -> Select:
    """An entity's figures of at least some value in a unit, newest first; one more."""
    found = select(Figure).where(
        Figure.current,
        Figure.entity_id == entity,
        Figure.unit_code == unit,
        Figure.value >= least,
        Figure.salience == "high",
    )
    return _page(found.options(*_figure_parts(joinedload)), Figure, limit, after)


def _page(found: Select, table: type, limit: int, after: str | None) -> Select:
    if after:
        moment, number = after.split(",")
        key = dt.datetime.fromisoformat(moment), int(number)
        found = found.where(tuple_(table.dated_at, table.id) < key)
    return found.order_by(table.dated_at.desc(), table.id.desc()).limit(limit + 1)


def mark(last) -> str:
    """Where the next page starts."""
    return f"{last.dated_at.isoformat()},{last.id}"


def insert(session: Session, given: dict) -> int:
    """Insert an article with the quotes and figures that are given with it; its id."""
    now = dt.datetime.now(dt.UTC)
    fields = given | {
        "key": given["url"],
        "dated_at": given["published_at"],
        "created_at": now,
        "updated_at": now,
        "revision": 1,
        "version": 1,
    }
    text, extractor = fields.pop("text"), fields.pop("extractor")
    quotes, figures = fields.pop("quotes"), fields.pop("figures")
    now_there = Revision(number=1, text=text, extractor=extractor, created_at=now)
    made = Article(**fields, now=now_there)
    session.add(made)
    session.flush()  # quotes and figures refer to the revision, too
    shared = {
        "article_id": made.id,
        "revision": 1,
        "current": True,
        "status": "extracted",
        "publisher": given["publisher"],
        "published_at": given["published_at"],
        "dated_at": given["published_at"],
    }
    session.add_all(Quote(**quote, **shared) for quote in quotes)
    session.add_all(Figure(**figure, **shared) for figure in figures)
    session.flush()
    return made.id


def engine() -> Engine:
    """Make an engine."""
    made = create_engine(URL)
    if IS_SQLITE:
        event.listen(made, "connect", _prepare)
    return made


def async_engine() -> AsyncEngine:
    """Make an engine for asyncio."""
    made = create_async_engine(URL.replace("sqlite:", "sqlite+aiosqlite:"))
    if IS_SQLITE:
        event.listen(made.sync_engine, "connect", _prepare)
    return made


def _prepare(connection, _record) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
