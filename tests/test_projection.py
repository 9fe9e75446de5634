"""The SELECT writes what marshmallow would: whatever the values, on both stores."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from marshmallow import Schema, fields
from sqlalchemy import select

from api.models import Article, Entity, Figure, Measure, Quote, Revision
from api.schemas.articles import Article as ArticleSchema
from api.schemas.fields import Number
from api.schemas.figures import Figure as FigureSchema
from api.schemas.quotes import Quote as QuoteSchema
from api.store.database import Database
from api.store.projection import json_text
from tests.conftest import empty

UTC = dt.UTC
text = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
    st.sampled_from(
        [
            "",
            "null",
            "[1]",
            '{"a":1}',
            "'",
            '"',
            "\\",
            "\\u0000",
            "%(id)s %s ? :id",
            "\u2028\x7f\x1f",
        ]
    ),
)
numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([5e10, 0.1, -0.0, 1e16, 0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308]),
)
zones = st.sampled_from([UTC, dt.timezone(dt.timedelta(hours=5, minutes=30))])
moments = st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30), timezones=zones)  # noqa: DTZ001
small = st.integers(0, 9)
entities = st.builds(
    Entity,
    name=text,
    key=st.uuids().map(str),
    written=text,
    kind=st.just("other"),
    version=st.just(1),
)
reading = {
    "revision": st.just(1),
    "current": st.just(True),
    "start": small,
    "end": small,
    "text": text,
    "prefix": text,
    "suffix": text,
    "confidence": st.floats(0, 1),
    "status": text,
    "publisher": st.none() | text,
    "published_at": st.none() | moments,
    "dated_at": moments,
    "linked_by": st.none() | text,
    "link_confidence": st.none() | st.floats(0, 1),
}
parts = st.lists(st.builds(lambda start, end: {"start": start, "end": end}, small, small))
quotes = st.builds(
    Quote,
    **reading,
    kind=text,
    parts=parts,
    around=st.none() | text,
    speaker=st.none() | entities,
    speaker_text=st.none() | text,
    speaker_kind=st.none() | text,
    cue=st.none() | text,
)
figures = st.builds(
    Figure,
    **reading,
    value=numbers,
    value_max=st.none() | numbers,
    modifier=text,
    change=st.none() | text,
    period=st.none() | text,
    outlook=st.none() | text,
    unit=st.none() | text,
    unit_code=st.none() | text,
    dimension=st.none() | text,
    si_value=st.none() | numbers,
    si_value_max=st.none() | numbers,
    si_unit=st.none() | text,
    salience=text,
    property=st.none() | text,
    measure_confidence=st.none() | st.floats(0, 1),
    entity_text=st.none() | text,
    entity=st.none() | entities,
    stated_by=st.none() | entities,
    measure=st.none()
    | st.builds(
        Measure,
        name=text,
        entity=entities,
        property=st.uuids().map(str),
        dimension=text,
        version=st.just(1),
    ),
)
articles = st.builds(
    Article,
    key=st.uuids().map(str),
    url=st.none() | text,
    title=st.none() | text,
    authors=st.lists(text, max_size=3),
    published_at=st.none() | moments,
    dated_at=moments,
    language=text,
    revision=st.just(1),
    created_at=moments,
    updated_at=moments,
    version=small,
)

SHOWN: dict[Any, Schema] = {
    Article: ArticleSchema(exclude=("quotes", "figures")),
    Quote: QuoteSchema(),
    Figure: FigureSchema(),
}


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(article=articles, words=text, read_by=st.none() | text, data=st.data())
def test_the_text_is_what_the_schema_dumps(
    database: Database, article: Article, words: str, read_by: str | None, data: st.DataObject
) -> None:
    empty(database)
    with database.session() as session:
        session.add(article)
        session.flush()
        session.add(
            Revision(
                article_id=article.id,
                number=1,
                text=words,
                extractor=read_by,
                created_at=article.created_at,
            )
        )
        session.flush()
        for kind in (quotes, figures):
            found: Any
            for found in data.draw(st.lists(kind, max_size=3)):
                found.article_id = article.id
                session.add(found)
        session.commit()
    with database.session() as session:
        for table, schema in SHOWN.items():
            rows = session.execute(select(json_text(schema, table), table))
            for written, row in rows:
                dumped = json.loads(json.dumps(schema.dump(row)))
                assert typed(json.loads(written)) == typed(dumped)


@pytest.mark.parametrize(("table", "drawn"), [(Quote, quotes), (Figure, figures)])
def test_every_column_is_drawn(table: Any, drawn: Any) -> None:
    given = drawn.wrapped_strategy.kwargs
    there = {column.name.removesuffix("_id") for column in table.__table__.columns}
    unseen = {"id", "article", "json", "unplaced", "quote", "copied", "link"}
    assert there - unseen - given.keys() == set()


def typed(value: Any) -> Any:
    """Tell True from 1 and the order of keys, but not 5 from 5.0."""
    match value:
        case bool() | None | str():
            return value
        case int() | float():
            return ("number", value)
        case list():
            return [typed(inner) for inner in value]
        case _:
            return [(key, typed(inner)) for key, inner in value.items()]


class Loud(fields.String):
    def _serialize(self, value: Any, *_: Any, **__: Any) -> str:
        return str(value).upper()


@pytest.mark.parametrize(
    ("name", "field", "complaint"),
    [
        ("text", Loud(), "no translation"),
        ("text", fields.Boolean(), "no translation"),
        ("start", fields.String(), "one type"),
        ("text", Number(), "one type"),
        ("speaker", fields.Nested(Schema, many=True), "many"),
        ("colour", fields.String(), "colour"),
    ],
)
def test_what_cannot_be_written_is_refused_at_start(
    name: str, field: fields.Field, complaint: str
) -> None:
    schema = Schema.from_dict({name: field})()
    with pytest.raises((TypeError, AttributeError), match=complaint):
        json_text(schema, Quote)
