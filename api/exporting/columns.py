"""Flat columns of a schema: each named by its path, such as `speaker.name` or `selector.start`."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields

Path = tuple[str, ...]


def paths(schema: Schema, above: Path = ()) -> Iterator[Path]:
    """The path of every column, in the order of the schema. A list is one column."""
    for name, field in schema.dump_fields.items():
        if isinstance(field, fields.Nested) and not field.many:
            yield from paths(field.schema, (*above, name))
        else:
            yield (*above, name)


def at(row: Mapping[str, Any], path: Path) -> Any:
    """What stands in a row at a path; None where something above it is."""
    value: Any = row
    for name in path:
        if value is None:
            return None
        value = value[name]
    return value
