"""Where each column of a quote or figure comes from; nothing is listed here that follows.

A field that the engine finds is a field of its dataclass (`extraction.model`), a column of the
table, and a field of the schema of what was read. Whatever is missing in one of them is refused
when this module is loaded, with its name: it would be lost without a word.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from marshmallow import Schema

from .. import extraction
from ..models import Base, Figure, Quote
from ..models.items import ItemColumns
from ..schemas.fields import Embedded
from ..schemas.figures import FigureChange, NewFigure, ReadFigure
from ..schemas.items import ByWhom, NewItem
from ..schemas.quotes import NewQuote, QuoteChange, ReadQuote


class _Source(NamedTuple):
    """What a table is filled from, and what of it needs more than to be copied."""

    found: type[Any]
    shown: type[Schema]
    taken: tuple[type[Schema], ...]  # what people give
    place: Collection[str]  # columns that say where it stands
    handled: Collection[str]  # fields of `found` that `engine` makes something else of
    made: Collection[str]  # columns that it makes of these, but for references
    chosen: Collection[str]  # fields of `taken` that `curation` makes something else of


_PLACE = {"start", "end", "prefix", "suffix", "text"}
_SOURCES: Mapping[type[Base], _Source] = {
    Quote: _Source(
        extraction.Quote,
        ReadQuote,
        (NewQuote, QuoteChange),
        place=_PLACE | {"around", "parts"},
        handled={"speaker", "speaker_name", "entity_kind"},
        made={"speaker_text"},
        chosen={"speaker", "selector", "parts"},
    ),
    Figure: _Source(
        extraction.Figure,
        ReadFigure,
        (NewFigure, FigureChange),
        place=_PLACE,
        handled={"entity", "entity_kind", "entity_named", "quote"},
        made={"entity_text"},
        chosen={"entity", "selector"},
    ),
}
# Members of the JSON that follow from others: two readings that differ in these alone are one.
_FOLLOWING = {
    *("selector", "parts", "confidence", "dimension"),
    *("si_value", "si_value_max", "si_unit"),
}


def copied(table: type[Base]) -> list[str]:
    """The columns that are filled with what the engine found as it found it."""
    source = _SOURCES[table]
    names = [field.name for field in fields(source.found)]
    return [name for name in names if name not in source.place and name not in source.handled]


def corrected(table: type[Base]) -> set[str]:
    """The columns that people give as they are to be."""
    return _given(_SOURCES[table]) - set(_SOURCES[table].chosen)


def content(table: type[Base]) -> list[str]:
    """The members of the JSON that two readings of one place are compared by."""
    source = _SOURCES[table]
    named = [name for name in ("speaker", "entity") if name in source.handled]
    return [name for name in source.shown().fields if name not in _FOLLOWING] + named


def _given(source: _Source) -> set[str]:
    names = {name for schema in source.taken for name in schema().fields}
    return names - set(NewItem().fields) - set(ByWhom().fields) - {"status"}


def _missing(table: type[Base], source: _Source) -> Iterator[str]:
    columns = set(table.__table__.columns.keys())
    name, found = table.__name__, f"extraction.model.{source.found.__name__}"
    for column in copied(table):
        if column not in columns:
            yield f"{found}.{column} has no column in models.{name}"
        if column not in _attributes(source.shown()):
            yield f"{found}.{column} is not in schemas {source.shown.__name__}"
    filled = {*ItemColumns.__annotations__, *source.place, *source.made, *copied(table)}
    for own in table.__table__.columns:
        if own.name not in filled and not own.foreign_keys:
            yield f"models.{name}.{own.name} is filled with nothing: {found} lacks it"
    for field in sorted(corrected(table) - columns):
        yield f"{field}, which people may give, has no column in models.{name}"


def _attributes(schema: Schema) -> set[str]:
    """The columns that a schema shows, those of objects made of them, too."""
    return {
        attribute
        for name, field in schema.dump_fields.items()
        for attribute in (
            _attributes(field.schema) if isinstance(field, Embedded) else {field.attribute or name}
        )
    }


if faults := [fault for each in _SOURCES.items() for fault in _missing(*each)]:
    raise TypeError("; ".join(faults))
