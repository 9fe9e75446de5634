"""The wire in SQL: a marshmallow schema and a mapped class become one expression of JSON text.

    SUMMARY = select(json_text(ArticleSummary(), Article)).where(Article.id == bindparam("id"))
    connection.scalar(SUMMARY, {"id": 7})        the answer, ready to send

The text is what `json.dumps(schema.dump(row))` would be, without a row, an object or a dump: the
schema stays the one place that says how an answer looks. Make statements once, at start-up: the
store keeps the rendered text of each (`Database.read`). A field that has no translation is refused
there and then.
"""

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, fields
from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    Text,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Double, Integer, TypeEngine
from sqlalchemy.types import Text as TextType

from ..models.types import Array, Moment, Probability
from ..schemas.fields import EXACT, Embedded, Number, UTCDateTime

MAX_KEYS = 50  # PostgreSQL passes a function 100 arguments at most

Entity = Any  # a mapped class or an alias of one


class json_object(FunctionElement[Any]):  # noqa: N801 (named as in SQL)
    """json_object(key, value, ...): a JSON object."""

    type = JSON()
    inherit_cache = True


class json_array(FunctionElement[Any]):  # noqa: N801
    """An aggregate: the rows' values in the order they come, [] where there is none."""

    type = JSON()
    inherit_cache = True


class with_commas(FunctionElement[Any]):  # noqa: N801
    """An aggregate: the rows' texts with commas between them, NULL where there is none."""

    type = Text()
    inherit_cache = True


class json_value(FunctionElement[Any]):  # noqa: N801
    """A column's value inside a JSON object: the column's type says how it is written."""

    type = JSON()
    inherit_cache = True


_SPELLING: Mapping[str, Mapping[type, str]] = {
    "sqlite": {
        json_object: "json_object({})",
        json_array: "json_group_array({})",
        with_commas: "group_concat({}, ',')",
    },
    "postgresql": {
        json_object: "json_build_object({})",
        json_array: "coalesce(json_agg({}), '[]')",
        with_commas: "string_agg({}, ',')",
    },
}
_VALUES: Mapping[str, Mapping[type[TypeEngine[Any]], str]] = {
    # Moments are stored as the wire writes them. Before 3.42 SQLite writes 15 digits of a double,
    # enough for a probability; json_number, registered by `store.database`, writes them all.
    "sqlite": {
        Array: "json({})",
        Double: "CASE WHEN {0} IS NULL THEN NULL"
        f" WHEN abs({{0}}) < {EXACT} AND CAST({{0}} AS INTEGER) = {{0}} THEN CAST({{0}} AS INTEGER)"
        " ELSE json(json_number({0})) END",
    },
    "postgresql": {
        # A double as text is its shortest digits; 15 of them, where they read as the same, are what
        # Python writes (1e23, not 9.999999999999999e+22). As numeric it has no exponent.
        Double: f"CASE WHEN abs({{0}}) < {EXACT} AND trunc({{0}}) = {{0}}"
        " THEN to_json(CAST({0} AS bigint))"
        " WHEN abs({0}) < 1e15 THEN to_json({0})"
        " WHEN abs({0}) < 1e308 AND CAST(CAST({0} AS numeric) AS double precision) = {0}"
        " THEN to_json(CAST({0} AS numeric))"
        " ELSE to_json(CAST(CAST({0} AS text) AS numeric)) END",
        Moment: """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    },
}


@compiles(json_object)
@compiles(json_array)
@compiles(with_commas)
def _spell(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> str:
    template = _SPELLING[compiler.dialect.name][type(element)]
    return template.format(compiler.process(element.clauses, **kw))


@compiles(json_value)
def _spell_value(element: json_value, compiler: SQLCompiler, **kw: Any) -> str:
    (column,) = element.clauses
    templates = _VALUES[compiler.dialect.name]
    spelling = (text for kind, text in templates.items() if isinstance(column.type, kind))
    return next(spelling, "{}").format(compiler.process(column, **kw))


def json_text(schema: Schema, entity: Entity) -> ColumnElement[str]:
    """The answer for one row of `entity`, as JSON text."""
    return cast(_document(schema, entity), Text)


def merged(one: Any, other: Any) -> ColumnElement[str]:
    """The members of two JSON texts, objects with some member each, in one object."""
    opened = func.substr(one, 1, func.length(one) - 1, type_=Text)
    return opened + "," + func.substr(other, 2, type_=Text)


def object_text(**members: ColumnElement[Any]) -> ColumnElement[str]:
    """A JSON object of these members as text."""
    pairs = [part for key, value in members.items() for part in (literal_column(f"'{key}'"), value)]
    return cast(json_object(*pairs), Text)


def _document(schema: Schema, entity: Entity) -> ColumnElement[Any]:
    if len(schema.dump_fields) > MAX_KEYS:
        raise TypeError(f"{schema}: more than {MAX_KEYS} fields")
    pairs: list[ColumnElement[Any]] = []
    for name, field in schema.dump_fields.items():
        key = (field.data_key or name).replace("'", "''")
        value = _value(field, entity, field.attribute or name)
        pairs += literal_column(f"'{key}'"), value
    return json_object(*pairs)


def _value(field: fields.Field[Any], entity: Entity, attribute: str) -> ColumnElement[Any]:
    relation, _, attribute_there = attribute.partition(".")
    if attribute_there:  # as marshmallow has it: `article.title`
        return _of_related(
            entity, relation, lambda related: _value(field, related, attribute_there)
        )
    known = next((kind for kind in type(field).__mro__ if kind in _TRANSLATIONS), None)
    if known is None or type(field)._serialize is not known._serialize:  # type: ignore[attr-defined]  # noqa: SLF001
        raise TypeError(f"{attribute}: {type(field).__name__} has no translation to SQL")
    return _TRANSLATIONS[known](field, entity, attribute)


def _column(*sql_types: type[TypeEngine[Any]]) -> Callable[..., ColumnElement[Any]]:
    def translate(_field: fields.Field[Any], entity: Any, attribute: str) -> ColumnElement[Any]:
        column = getattr(entity, attribute)
        if not isinstance(column.type, sql_types):
            raise TypeError(f"{column}: the field and the column are not of one type")
        return json_value(column)

    return translate


def _embedded(field: Embedded, entity: Any, _attribute: str) -> ColumnElement[Any]:
    return _document(field.schema, entity)


def _nested(field: fields.Nested, entity: Any, attribute: str) -> ColumnElement[Any]:
    if field.many:
        raise TypeError(f"{attribute}: many objects have no translation to SQL")
    return _of_related(entity, attribute, lambda related: _document(field.schema, related))


def _of_related(
    entity: Any, attribute: str, value: Callable[[Any], ColumnElement[Any]]
) -> ColumnElement[Any]:
    """A value of the one row that a row refers to."""
    relation = getattr(entity, attribute)
    if relation.property.uselist:
        raise TypeError(f"{relation}: many objects have no translation to SQL")
    one = aliased(relation.property.mapper.class_)
    joined = (
        getattr(entity, relation.property.parent.get_property_by_column(here).key)
        == getattr(one, relation.property.mapper.get_property_by_column(there).key)
        for here, there in relation.property.local_remote_pairs
    )
    row: Select[Any] = select(value(one)).where(*joined)
    return row.correlate(entity).scalar_subquery()


# A field that writes its values its own way has to be added here: it is refused, not misread.
_TRANSLATIONS: Mapping[type, Callable[..., ColumnElement[Any]]] = {
    fields.String: _column(TextType),
    fields.Integer: _column(Integer),
    Number: _column(Double, Probability),
    UTCDateTime: _column(Moment),
    fields.List: _column(Array),
    Embedded: _embedded,
    fields.Nested: _nested,
}
