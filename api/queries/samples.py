"""Samples of lists: as many items as are asked for, each equally likely, the same for one seed.

Ids are drawn and looked up, which takes milliseconds where the filters leave much. Where they leave
little of it, all that they leave is read once, and those with the least hashes are kept: about a
microsecond for each, nothing is sorted but them.
"""

import random
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, cast, func, select

from ..models.types import Array
from ..search.order import ID
from ..store.database import Database
from ..store.statements import custom_plan
from .filters import elements_of
from .fulltext import Search
from .paging import LIMIT, Listing, Page, read_all

_ROUNDS, _MOST = 4, 1_000  # of ids that are drawn, and how many of one round
_EACH = 4  # ids that are drawn for one that is wanted, since not all are of the list
_PRIME = 2**31 - 1  # products of two numbers below it stay below 2**63
_SHOWN = "shown"
_ITEMS = elements_of(bindparam("drawn", type_=Array), "each")


def page(
    listing: Listing, search: Search, database: Database, filters: Mapping[str, Any], size: int
) -> Page:
    """A sample of what the filters leave, in the list's order; `filters` has the `seed`.

    Raises TooSlow where little is left of very much.
    """
    left = {name: value for name, value in filters.items() if name not in {_SHOWN, "seed"}}
    generator = random.Random(filters["seed"])  # noqa: S311 (it has to come out the same again)
    ids = None if "q" in left else _drawn(listing, database, left, size, generator)
    if ids is None:
        ids = _least(listing, search, database, left, size, generator)
    shown = {_SHOWN: filters[_SHOWN]} if _SHOWN in filters else {}
    return Page(listing.read(database, {"ids_among": ids, **shown}, max(size, 1), None).items, None)


def _drawn(
    listing: Listing,
    database: Database,
    filters: Mapping[str, Any],
    size: int,
    generator: random.Random,
) -> Sequence[int] | None:
    """The first ids drawn that the filters leave; None where these are too few to find so."""
    statement = _select_drawn(listing, frozenset(filters))
    greatest = int(database.read(_select_greatest(listing), {})[0][0] or 0)
    if greatest < _ROUNDS * _MOST:
        return None
    at_once = min(_EACH * size, _MOST)
    tried: set[int] = set()
    found: list[int] = []
    for _ in range(_ROUNDS):
        drawn = [generator.randint(1, greatest) for _ in range(at_once)]
        new = [number for number in dict.fromkeys(drawn) if number not in tried]
        tried.update(new)
        left = {int(row[0]) for row in database.read(statement, {**filters, "drawn": new})}
        found += [number for number in new if number in left]
        if len(found) >= size:
            return found[:size]
    return None


def _least(
    listing: Listing,
    search: Search,
    database: Database,
    filters: Mapping[str, Any],
    size: int,
    generator: random.Random,
) -> Sequence[int]:
    """The ids with the least hashes of all that the filters leave."""
    if "q" in filters:
        return [place & ID for _, place in finds(search, database, filters, size, generator)]
    statement = _select_least(listing, frozenset(filters))
    rows = read_all(database, statement, {**filters, **_factors(generator), "limit": size})
    return [int(row[0]) for row in rows]


def finds(
    search: Search,
    database: Database,
    filters: Mapping[str, Any],
    size: int,
    generator: random.Random,
) -> list[tuple[int, int]]:
    """The hash and place of the finds with the least hashes; raises TooSlow."""
    statement = _select_finds(search, frozenset(filters), database.is_sqlite)
    binds = {**search.binds(database, filters), **_factors(generator), "limit": size}
    return [(int(row[0]), int(row[1])) for row in read_all(database, statement, binds)]


def _factors(generator: random.Random) -> dict[str, int]:
    return {f"factor{at}": generator.randrange(1, _PRIME) for at in range(4)}


@lru_cache(maxsize=8)
def _select_greatest(listing: Listing) -> Select[Any]:
    return select(func.max(listing.entity.id))


@lru_cache(maxsize=256)
def _select_drawn(listing: Listing, names: frozenset[str]) -> Select[Any]:
    drawn = listing.entity.id.in_(select(cast(_ITEMS.c.value, BigInteger)))
    return listing.filtered(select(listing.entity.id), names).where(drawn)


@lru_cache(maxsize=256)
def _select_least(listing: Listing, names: frozenset[str]) -> Select[Any]:
    number = listing.entity.id
    some = listing.filtered(select(number), names)
    return custom_plan(some.order_by(_hash(number), number).limit(LIMIT))


@lru_cache(maxsize=256)
def _select_finds(search: Search, names: frozenset[str], is_sqlite: bool) -> Select[Any]:
    place = search.place
    hashed = _hash(place.op("&")(ID))
    some = search.filtered(select(hashed, place), names, is_sqlite)
    return custom_plan(some.order_by(hashed, place).limit(LIMIT))


def _hash(number: Any) -> ColumnElement[int]:
    """A polynomial of degree three, so that any four ids are independent (Wegman and Carter)."""
    factors = [bindparam(f"factor{at}", type_=BigInteger) for at in range(4)]
    variable, hashed = number % _PRIME, factors[0]
    for factor in factors[1:]:
        hashed = (hashed * variable + factor) % _PRIME
    return hashed
