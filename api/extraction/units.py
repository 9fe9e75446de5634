"""Units of measure: names, codes, dimensions and exact conversion.

    unit("cubic metres").code               # "m3"
    convert(1, "[bbl_us]", "l")             # 158.987294928
    normalise(38, "10*9.m3")                # (38000000000.0, "m3")

Codes are UCUM (https://ucum.org/ucum) or ISO 4217; counted things are UCUM annotations
(`{document}`). Factors are rational, so a conversion is rounded once, at its end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache

from .lexicons import listed, rows
from .plurals import plural

__all__ = [
    "Unit",
    "comparable",
    "conventions",
    "convert",
    "dimensions",
    "normalise",
    "per",
    "unit",
    "yearly",
]

COUNT = "count"
CURRENCY = "currency"
PRICE = "price"
RATE = "rate"

_LONGEST = 80  # characters; no name of a unit is longer
_LONGEST_COUNT = 15  # digits of what a rate is told by


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    `name` is English, singular, British spelling; `code` UCUM or ISO 4217. A value in this unit
    times `factor` plus `offset` is the value in the one unit of its dimension.
    """

    name: str
    code: str
    dimension: str
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Scaled:
    """A short form that holds a scale and a unit: bcm is 10^9 cubic metres."""

    scale: int
    unit: Unit
    whole: Unit


@dataclass(frozen=True, slots=True)
class Table:
    """All units by each way of writing them.

    `symbols` are case-sensitive, `folded` are symbols in lower case where that is not read as
    another, `names` are lower case in singular and plural, `money` are signs that may stand
    before a number.
    """

    codes: dict[str, Unit]
    symbols: dict[str, Unit]
    folded: dict[str, Unit]
    names: dict[str, Unit]
    scaled: dict[str, Scaled]
    money: dict[str, Unit]


def unit(text: str) -> Unit | None:
    """Find the unit that a code, a name (singular or plural) or a common symbol stands for.

    `{thing}` is the count of a thing; "dollars per barrel" and "USD/[bbl_us]" are made from
    their parts. None where it is not known.
    """
    return _unit(text.strip()) if len(text) <= _LONGEST else None


def dimensions() -> tuple[str, ...]:
    """Name all dimensions."""
    return tuple(name for name, _, _ in rows("dimensions.tsv"))


def common_unit(dimension: str) -> str:
    """Give the code of the unit that `normalise` brings a dimension into; "" where it has none."""
    return _si_codes().get(dimension) or ""


def normalise(value: float | Fraction, unit_code: str) -> tuple[float, str] | None:
    """Give the value in the one unit of its dimension, and that unit's code.

    None for an unknown unit, for a dimension without such a unit (money, counts, rates) and for
    a number too large.
    """
    known = unit(unit_code)
    si_code = _si_codes().get(known.dimension) if known else None
    if known is None or not si_code:
        return None
    try:
        return float(_in_si(_exact(value), known)), si_code
    except OverflowError:
        return None


def conventions() -> tuple[str, ...]:
    """Name the conventions by which a volume of natural gas is taken for energy."""
    return tuple(_conventions())


def convert(value: float, from_code: str, to_code: str, convention: str | None = None) -> float:
    """Give the value in another unit of the same dimension.

    With a `convention` (see `conventions`), also a volume of natural gas as energy and back, and
    a flow of it as power. Raises ValueError for units and conventions that are not known, for
    different dimensions, for different currencies, counts, prices or rates, and for a number too
    large.
    """
    source, target = _known(from_code), _known(to_code)
    heat = _heat(source.dimension, target.dimension, convention)
    if source.code == target.code:
        return float(value)
    if source.dimension != target.dimension and heat is None:
        raise ValueError(
            f"{source.name} ({source.dimension}) cannot be converted to"
            f" {target.name} ({target.dimension})" + _advice(source, target)
        )
    if not _si_codes().get(source.dimension):
        raise ValueError(
            f"{source.name} is not converted to {target.name}: there is no fixed rate between"
            f" units of {source.dimension}"
        )
    in_si = _in_si(_exact(value), source) * (heat or 1)
    try:
        return float((in_si - target.offset) / target.factor)
    except OverflowError:
        raise ValueError(f"{value} {source.name} is too large a number in {target.name}") from None


_VOLUME_TO_ENERGY = {("volume", "energy"), ("volume_flow", "power")}


def _heat(source: str, target: str, convention: str | None) -> Fraction | None:
    """Give the joules that a cubic metre holds, or the cubic metres that hold a joule."""
    if convention is None:
        return None
    heat = _conventions().get(convention)
    if heat is None:
        known = ", ".join(_conventions())
        raise ValueError(f"there is no convention {convention[:_LONGEST]!r}; known are {known}")
    if (source, target) in _VOLUME_TO_ENERGY:
        return heat
    return 1 / heat if (target, source) in _VOLUME_TO_ENERGY else None


def _advice(source: Unit, target: Unit) -> str:
    pair = source.dimension, target.dimension
    if pair in _VOLUME_TO_ENERGY or pair[::-1] in _VOLUME_TO_ENERGY:
        return f" without a convention: {', '.join(_conventions())}"
    return ""


@cache
def _conventions() -> dict[str, Fraction]:
    return {name: Fraction(factor) for name, factor, *_ in rows("gas_conventions.tsv")}


def so_many(count: Fraction, of: Unit | None) -> Unit:
    """Make a unit of so many of another, or of nothing said: "100,000 people"."""
    digits = str(int(count))
    zeros = len(digits) - len(digits.rstrip("0"))
    code = f"10*{zeros}" if digits == "1" + "0" * zeros else digits
    if of is None:
        return Unit(f"{int(count):,}", code, "ratio", count)
    return Unit(
        f"{int(count):,} {plural(of.name)}", f"{code}.{of.code}", of.dimension, count * of.factor
    )


def per(numerator: Unit | None, denominator: Unit) -> Unit:
    """Make one unit for each of another: "barrel per day"; without the first, "per day"."""
    if numerator is None:
        below = f"({denominator.code})" if "." in denominator.code else denominator.code
        return Unit(f"per {denominator.name}", f"/{below}", RATE)
    dimension, factor = _quotients().get(
        (numerator.dimension, denominator.dimension), (RATE, Fraction(0))
    )
    if numerator.dimension == CURRENCY:
        dimension = PRICE
    below = denominator.code
    if "." in below or "/" in below:
        below = f"({below})"
    return Unit(
        f"{numerator.name} per {denominator.name}",
        f"{numerator.code}/{below}",
        dimension,
        factor * numerator.factor / denominator.factor if factor else Fraction(1),
    )


def counted(noun: str) -> Unit:
    """Make the unit of a count: the counted noun, in the singular.

    UCUM's annotations hold no blank, so that a police officer is `{police_officer}`.
    """
    return Unit(noun.replace("_", " "), "{" + noun.replace(" ", "_") + "}", COUNT)


def yearly(known: Unit) -> Unit | None:
    """Make the unit of so much a year: of the volume a flow, of the energy a power.

    None where there is no dimension of it.
    """
    if (known.dimension, "time") not in _quotients():
        return None
    return per(known, _known("a"))


def comparable(one: str, other: str) -> bool:
    """Tell whether two dimensions are one, or one is the other for each time, as a flow is."""
    flows = {pair[0]: found[0] for pair, found in _quotients().items() if pair[1] == "time"}
    return one == other or flows.get(one) == other or flows.get(other) == one


@cache
def table() -> Table:
    """Read all units, once."""
    known = Table({}, {}, {}, {}, {}, {})
    for row in rows("units.tsv"):
        name, code, dimension, factor, offset, symbols, names, prefixes = row
        base = Unit(name, code, dimension, Fraction(factor), Fraction(offset or 0))
        _add(known, base, listed(symbols), (name, *listed(names)))
        for prefix in prefixes.split():
            _add_prefixed(known, base, prefix, listed(symbols), (name, *listed(names)))
    for name, code, symbols, names, bare in rows("currencies.tsv"):
        iso = () if code.startswith("{") else (code,)
        aliases = (name, bare, *listed(names)) if bare else (name, *listed(names))
        currency = Unit(name, code, CURRENCY)
        _add(known, currency, (*iso, *listed(symbols)), aliases)
        for sign in (*iso, *listed(symbols)):
            known.money.setdefault(sign, currency)
        for letters in iso:
            known.money.setdefault(f"{letters}$", currency)
            millions = replace(currency, name=f"million {currency.name}", code=f"10*6.{letters}")
            known.scaled[f"M{letters}"] = Scaled(10**6, currency, millions)
    for symbol, scale, code, name in rows("scaled_units.tsv"):
        of = known.codes.get(code) or _quotient(known, code, "/")
        if of is None:
            raise LookupError(f"scaled_units.tsv: no unit {code}")
        size = Fraction(scale)
        scaled_code = code if size == 1 else f"10*{len(scale) - 1}.{code}"
        whole = replace(of, name=name, code=scaled_code, factor=of.factor * size)
        known.scaled[symbol] = Scaled(int(scale), of, whole)
        known.codes.setdefault(scaled_code, whole)
        known.names.setdefault(name, whole)
    return known


def _add(known: Table, new: Unit, symbols: tuple[str, ...], names: tuple[str, ...]) -> None:
    known.codes.setdefault(new.code, new)
    for symbol in symbols:
        known.symbols.setdefault(symbol, new)
        if len(symbol) > 1:
            known.folded.setdefault(symbol.lower(), new)
    for name in _spellings(names):
        known.names.setdefault(name.lower(), new)
        known.names.setdefault(plural(name).lower(), new)


def _add_prefixed(
    known: Table, base: Unit, prefix: str, symbols: tuple[str, ...], names: tuple[str, ...]
) -> None:
    name, code, factor = _prefixes()[prefix]
    new = Unit(name + base.name, code + base.code, base.dimension, base.factor * Fraction(factor))
    if new.code not in known.codes:
        signs = [prefix, *_LIKE_MICRO] if code == "u" else [prefix]
        _add(
            known,
            new,
            tuple(sign + symbol for sign in signs for symbol in symbols),
            tuple(name + base_name for base_name in names),
        )


_LIKE_MICRO = ("μ", "u")  # the Greek letter and its makeshift, beside the micro sign


@cache
def _prefixes() -> dict[str, tuple[str, str, str]]:
    return {symbol: (name, code, factor) for symbol, name, code, factor in rows("prefixes.tsv")}


def _spellings(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield name
        if "metre" in name or "litre" in name:
            yield name.replace("metre", "meter").replace("litre", "liter")


@lru_cache(maxsize=4096)
def _unit(text: str) -> Unit | None:
    known = table()
    if _is_counted(text) and text not in known.codes:
        return counted(text[1:-1])
    found = (
        known.codes.get(text)
        or known.symbols.get(text)
        or (known.scaled[text].whole if text in known.scaled else None)
        or known.names.get(text.lower())
        or known.folded.get(text.lower())
    )
    if found is None and text.startswith("/"):
        below = _part(known, text[1:].removeprefix("(").removesuffix(")"))
        return per(None, below) if below else None
    return found or _quotient(known, text, "/") or _quotient(known, text, " per ")


def _is_counted(text: str) -> bool:
    """Tell whether a code is one annotation: {document}, not {test}/d nor {}."""
    noun = text[1:-1]
    return text[:1] + text[-1:] == "{}" and bool(noun) and not set(noun) & set("{}")


def _quotient(known: Table, text: str, mark: str) -> Unit | None:
    """Make the unit of "km/h" and "dollars per barrel" from its parts; the last mark divides."""
    above, found, below = text.rpartition(mark)
    if not found:
        return None
    numerator = _part(known, above.strip()) or _quotient(known, above, mark)
    denominator = _part(known, below.strip().removeprefix("(").removesuffix(")"))
    return per(numerator, denominator) if numerator and denominator else None


def _part(known: Table, text: str) -> Unit | None:
    if _is_counted(text) and text not in known.codes:
        return counted(text[1:-1])
    found = known.codes.get(text) or known.symbols.get(text) or known.names.get(text.lower())
    return found or _so_many(known, text)


def _so_many(known: Table, text: str) -> Unit | None:
    """Read the code of so many of a unit: "10*5.{people}", "50.km", "10*3"."""
    count, _, below = text.partition(".")
    digits = count.removeprefix("10*")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_COUNT):
        return None
    if digits != count and int(digits) > _LONGEST_COUNT:
        return None
    number = Fraction(10) ** int(digits) if digits != count else Fraction(int(digits))
    of = _part(known, below) if below else None
    return so_many(number, of) if of or not below else None


@cache
def _si_codes() -> dict[str, str]:
    return {name: code for name, _, code in rows("dimensions.tsv")}


@cache
def _quotients() -> dict[tuple[str, str], tuple[str, Fraction]]:
    return {
        (above, below): (dimension, Fraction(factor))
        for above, below, dimension, factor in rows("quotients.tsv")
    }


def _known(code: str) -> Unit:
    found = unit(code)
    if found is None:
        raise ValueError(f"there is no unit {code[:_LONGEST]!r}")
    return found


def _in_si(value: Fraction, unit: Unit) -> Fraction:
    scaled = value if unit.factor == 1 else value * unit.factor
    return scaled + unit.offset if unit.offset else scaled


def _exact(value: float | Fraction) -> Fraction:
    """Take the number as it is written: 0.1 is a tenth, not the nearest binary fraction."""
    return value if isinstance(value, Fraction) else Fraction(repr(float(value)))
