"""Column types that keep the same value in both stores.

SQLite's tables are STRICT, so each type names one of its own: INTEGER, REAL or TEXT.
"""

import datetime as dt
import json
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    REAL,
    BigInteger,
    Boolean,
    DateTime,
    Dialect,
    Double,
    Integer,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

Key = BigInteger().with_variant(Integer, "sqlite")
Flag = Boolean(create_constraint=False).with_variant(Integer, "sqlite")
Number: TypeEngine[float] = Double().with_variant(REAL, "sqlite")
# Compared by code point in both stores, so that a range of keys is the same range in both.
Folded = Text().with_variant(Text(collation="C"), "postgresql")


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC: timestamptz on PostgreSQL; on SQLite text, written as the wire writes it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, which has no type of its own for it."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else self.impl_instance)

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Refuse a moment without a zone: nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return moment_text(value) if dialect.name == "sqlite" else value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Aware, in UTC."""
        if isinstance(value, str):
            return dt.datetime.fromisoformat(value)
        return None if value is None else value.astimezone(dt.UTC)


@lru_cache(maxsize=1024)  # all that is read from an article repeats its moments
def moment_text(value: dt.datetime) -> str:
    """A moment as RFC 3339 in UTC, always with microseconds, so that text sorts as time does."""
    naive = value.astimezone(dt.UTC).replace(tzinfo=None)
    return naive.isoformat(timespec="microseconds") + "Z"


class Probability(TypeDecorator[float]):
    """A number from 0 to 1, to three digits: more would be more than anybody can know."""

    impl: TypeEngine[float] = Double().with_variant(REAL, "sqlite")
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        """Rounded."""
        return None if value is None else round(value, 3)

    def compare_values(self, x: Any, y: Any) -> bool:
        """Whether the same is kept of both."""
        return x == y or (None not in (x, y) and round(x, 3) == round(y, 3))


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Array(TypeDecorator[list[Any]]):
    """A JSON array."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else JSON())

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> Any:
        """JSON text where the store keeps text."""
        if value is None or dialect.name != "sqlite":
            return value
        return _encode(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> list[Any] | None:
        """Parsed."""
        found: list[Any] | None = json.loads(value) if isinstance(value, str) else value
        return found
