"""A number with its unit, as it is written."""

from dataclasses import dataclass
from fractions import Fraction

from ...units import Unit
from ..numbers.number import Number


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what is written as its unit, on the tokens `first` to `end` (exclusive).

    `hyphened` says that
    the unit is bound to the number ("30-mile"), so that the whole describes a noun behind it.
    `per_time` are the tokens of the time that it is counted by ("a year"), `shared` that the unit
    is written at another amount.
    """

    first: int
    end: int
    number: Number
    value: Fraction
    maximum: Fraction | None
    unit: Unit | None
    money_before: bool = False
    hyphened: bool = False
    per_time: tuple[int, int] | None = None
    shared: bool = False
