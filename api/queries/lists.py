"""A page of a list: a walk along it, what a search finds of it, or a sample."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, literal_column, select

from ..store.database import Database
from ..store.documents import dumped
from ..store.statements import custom_plan
from . import samples
from .fulltext import Search
from .paging import Key, Listing, Page, read_all

COUNTED = 10_000  # where the count of a list stops
_OF_ITEMS = {"sort", "shown"}  # what is asked about the items of a page, and leaves none out


def page(
    listing: Listing,
    search: Search,
    database: Database,
    filters: dict[str, Any],
    limit: int,
    after: Key | None,
) -> Page:
    """One page of a list: of what is found, where something is searched.

    With `total`, how many there are in all is a member of the page; raises TooSlow. `sample` is how
    many there are to be of a sample, by `seed`.
    """
    total = {}
    size, seed = filters.pop("sample", None), filters.pop("seed", 0)
    if filters.pop("total", False):
        counted = {name: value for name, value in filters.items() if name not in _OF_ITEMS}
        total["total"] = _total(listing, search, database, counted)
    if size is not None:
        sampled = samples.page(listing, search, database, {**filters, "seed": seed}, size)
        return sampled._replace(members=total)
    if filters.get("sort") == "newest":  # which is how they come
        del filters["sort"]
    if "q" in filters:
        return search.page(database, filters, limit, after)._replace(members=total)
    return listing.read(database, filters, limit, after)._replace(members=total)


def _total(
    listing: Listing, search: Search, database: Database, filters: Mapping[str, Any]
) -> bytes:
    """How many the filters leave, as JSON: exactly, or that there are more than COUNTED."""
    statement = _select_total(listing, search, frozenset(filters), database.is_sqlite)
    binds = search.binds(database, filters) if "q" in filters else filters
    number = int(read_all(database, statement, binds)[0][0])
    return dumped({"value": min(number, COUNTED), "modifier": ">" if number > COUNTED else "="})


@lru_cache(maxsize=256)
def _select_total(
    listing: Listing, search: Search, names: frozenset[str], is_sqlite: bool
) -> Select[Any]:
    each: Select[Any] = select(literal_column("1").label("one"))
    some = (
        search.filtered(each, names, is_sqlite) if "q" in names else listing.filtered(each, names)
    )
    # Counting stops there, so that a page takes no longer the more is stored.
    counted = some.limit(literal_column(str(COUNTED + 1))).subquery()
    return custom_plan(select(func.count()).select_from(counted))
