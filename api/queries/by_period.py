"""What a measure's readings come to, period by period: the least, median and greatest, in one unit.

The store finds which readings these are, by their values in the common unit of their dimension;
only they are converted, exactly.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Double, Integer, Select, bindparam, case, func, literal_column, select

from ..extraction.units import Unit, common_unit, comparable, dimensions, unit
from ..models import Figure
from ..schemas.fields import plain_number
from ..store.database import Database
from ..store.statements import custom_plan
from . import conversion
from .figures import LISTING as FIGURES
from .paging import LIMIT, read_all
from .periods import PERIOD

_MOST: Any = literal_column("10000")  # periods, the newest: of days 27 years
_LOOKED_AT = 20  # of the newest readings, for one with a unit
_ONE: Any = literal_column("1", Integer)
_TWO: Any = literal_column("2", Integer)


class Scale(NamedTuple):
    """Which readings can be shown in a unit: filters, and what brings the values into one unit.

    Values of the dimension `other` are multiplied by `factor`: a quantity, where the unit is one of
    so much a year.
    """

    filters: Mapping[str, Any]
    other: str | None = None
    factor: float = 1.0


def newest_unit(database: Database, filters: Mapping[str, Any]) -> Unit | None:
    """The unit of the newest reading that has one."""
    rows = database.read(_newest(frozenset(filters)), {**filters, "limit": _LOOKED_AT})
    return next((found for (code,) in rows if code and (found := unit(code.decode()))), None)


def periods(
    database: Database, filters: Mapping[str, Any], by: str, to: Unit
) -> list[dict[str, Any]]:
    """The periods of which there are readings, the newest first; raises TooSlow."""
    scale = _scale(to)
    wanted = {**filters, **scale.filters}
    values = {**wanted, "other": scale.other, "factor": scale.factor}
    rows = read_all(database, _statement(by, frozenset(wanted)), values)
    return [_shown(row, to) for row in rows]


def _shown(row: Any, to: Unit) -> dict[str, Any]:
    """A period as answers show it."""
    period, readings, *ends = row
    least, greatest, *middle = (
        conversion.a_year(value, code.decode(), to.code) or 0.0
        for value, code in zip(ends[::2], ends[1::2], strict=True)
    )
    return {
        "period": period.decode(),
        "readings": readings,
        "least": least,
        "median": plain_number(sum(middle) / len(middle)),
        "greatest": greatest,
    }


@lru_cache(maxsize=256)
def _scale(to: Unit) -> Scale:
    common = common_unit(to.dimension)
    if not common:
        return Scale({"unit_code": to.code})
    flows = [name for name in dimensions() if name != to.dimension and common_unit(name)]
    for name in flows:
        if comparable(name, to.dimension):
            factor = conversion.a_year(1.0, common_unit(name), common)
            return Scale({"dimension_among": [to.dimension, name]}, name, factor or 1.0)
    return Scale({"dimension_among": [to.dimension]})


@lru_cache(maxsize=64)
def _newest(names: frozenset[str]) -> Select[Any]:
    newest = FIGURES.filtered(select(Figure.unit_code), names)
    return newest.order_by(Figure.dated_at.desc(), Figure.id.desc()).limit(LIMIT)


@lru_cache(maxsize=256)
def _statement(by: str, names: frozenset[str]) -> Select[Any]:
    """Each period with how many there are, and the readings that are the least, and so on.

    A median is between two readings, which are one where there is an odd number. SQLite has no
    median, and PostgreSQL's would not tell whose it is.
    """
    period = PERIOD[by](Figure.dated_at)
    other = Figure.dimension == bindparam("other", type_=Figure.dimension.type)
    factor = case((other, bindparam("factor", type_=Double())), else_=literal_column("1.0"))
    low = Figure.magnitude * factor
    high = func.coalesce(Figure.si_value_max, Figure.si_value, Figure.value_max, Figure.value)
    upper = func.coalesce(Figure.value_max, Figure.value)

    def ranked(value: Any) -> Any:
        return func.row_number().over(partition_by=period, order_by=(value, Figure.id))

    each = FIGURES.filtered(
        select(
            period.label("period"),
            func.count().over(partition_by=period).label("readings"),
            Figure.value.label("lower"),
            upper.label("upper"),
            ((Figure.value + upper) * literal_column("0.5", Double())).label("middle"),
            Figure.unit_code,
            ranked(low).label("from_least"),
            ranked(high * factor).label("to_greatest"),
            ranked(low + high * factor).label("place"),
        ),
        names,
    ).subquery("each")
    row = each.c
    picked = [
        (row.lower, row.from_least == _ONE),
        (row.upper, row.to_greatest == row.readings),
        (row.middle, row.place == (row.readings + _ONE) // _TWO),
        (row.middle, row.place == (row.readings + _TWO) // _TWO),
    ]
    ends = [
        func.max(case((is_it, column)))
        for value, is_it in picked
        for column in (value, row.unit_code)
    ]
    found = select(row.period, row.readings, *ends).group_by(row.period, row.readings)
    return custom_plan(found.order_by(row.period.desc()).limit(_MOST))
