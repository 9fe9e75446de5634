"""The day, week, month, quarter or year of a moment in UTC, as ISO 8601 writes it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, cast, func, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from ..schemas.counts import PERIODS
from ..store.projection import json_value
from .filters import must_be_same


class iso_week(FunctionElement[str]):  # noqa: N801 (named as in SQL)
    """The week of a moment: `2026-W10`."""

    type = Text()
    inherit_cache = True


_THURSDAY = "date({0}, '-3 days', 'weekday 4')"  # whose year is that of the week
_WEEK: Mapping[str, str] = {
    # SQLite knows weeks only since 3.46.
    "sqlite": f"strftime('%Y', {_THURSDAY}) || printf('-W%02d', "
    f"(strftime('%j', {_THURSDAY}) - 1) / 7 + 1)",
    "postgresql": """to_char({0} AT TIME ZONE 'UTC', 'IYYY-"W"IW')""",
}


@compiles(iso_week)
def _spell_week(element: iso_week, compiler: SQLCompiler, **kw: Any) -> str:
    return _WEEK[compiler.dialect.name].format(compiler.process(element.clauses, **kw))


def _part(moment: Any, first: int, length: int) -> ColumnElement[str]:
    """Some characters of a moment as the wire writes it."""
    numbers: Iterator[ColumnElement[int]] = (
        literal_column(str(number)) for number in (first, length)
    )
    return func.substr(cast(json_value(moment), Text), *numbers, type_=Text)


def _quarter(moment: Any) -> ColumnElement[str]:
    month: Any = cast(_part(moment, 6, 2), Integer)
    number = (month + literal_column("2", Integer)) // literal_column("3", Integer)
    return _part(moment, 1, 4) + literal_column("'-Q'") + cast(number, Text)


PERIOD: Mapping[str, Callable[[Any], ColumnElement[str]]] = {
    "day": lambda moment: _part(moment, 1, 10),
    "week": iso_week,
    "month": lambda moment: _part(moment, 1, 7),
    "quarter": _quarter,
    "year": lambda moment: _part(moment, 1, 4),
}
must_be_same("periods", PERIOD, PERIODS)
