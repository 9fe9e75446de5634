"""Reading quotes."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, literal_column, select

from api.db import Database
from api.models import Quote
from api.projection import json_text, merged, object_text
from api.queries import search
from api.queries.entities import ids_named
from api.queries.filters import PUBLISHED, at_least, equals, one_of
from api.queries.pages import Key, Listing, Names, Page, Row, only
from api.schemas.quotes import Quote as QuoteSchema


def _row(**highlight: ColumnElement[str]) -> Row:
    """A row's JSON, with what was found in it where that is given."""
    whole = merged(Quote.json, object_text(**highlight)) if highlight else Quote.json

    def row(shown: Names) -> Any:
        if not shown:
            return whole
        schema = QuoteSchema(only=[name for name in shown if name != "highlight"])
        return json_text(schema, Quote, **(highlight if "highlight" in shown else {}))

    return row


_FILTERS = {
    **PUBLISHED,
    "speaker": equals("speaker_id", "speaker"),
    "kind": equals("kind"),
    "article": equals("article_id", "article"),
    "min_confidence": at_least("confidence", "min_confidence"),
}
LISTING = Listing(_row(), Quote, _FILTERS, always=["current"])
_SEARCH_FILTERS = {**_FILTERS, "speakers": one_of("speaker_id", "speakers")}


# A search goes down the ids, as its index does: a page costs no more the more there is to find.
_IN_SQLITE = search.SQLITE_INDEX
_SQLITE_SEARCH = Listing(
    _row(highlight=search.sqlite_highlight()),
    Quote,
    {**_SEARCH_FILTERS, "q": lambda _: literal_column(_IN_SQLITE.name).op("MATCH")(search.QUERY)},
    always=["current"],
    order=[_IN_SQLITE.c.rowid],
    joined=(_IN_SQLITE, _IN_SQLITE.c.rowid == Quote.id),
)
_POSTGRESQL_SEARCH = Listing(
    _row(highlight=search.postgresql_highlight(Quote.text)),
    Quote,
    {
        **_SEARCH_FILTERS,
        "q": lambda _: literal_column("quotes.search").op("@@")(search.postgresql_query()),
    },
    always=["current"],
    order=[Quote.id],
)


def one(database: Database, quote_id: int, shown: Names = ()) -> bytes:
    """A quote's JSON, or some fields of it."""
    return only(database, _one(shown), "quote", quote_id)


@lru_cache(maxsize=128)
def _one(shown: Names) -> Select[Any]:
    return select(_row()(shown)).where(Quote.id == bindparam("id", type_=BigInteger))


def page(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """One page of the quotes that a query means."""
    listing, filters = meant(database, query)
    return listing.read(database, filters, limit, after)


def meant(database: Database, query: Mapping[str, Any]) -> tuple[Listing, dict[str, Any]]:
    """The list that a query is about, and the filters of it."""
    filters, listing = dict(query), LISTING
    if "speaker" in filters:
        filters |= named(database, filters.pop("speaker"), "speaker", "speakers")
    if "q" in filters:
        if database.is_sqlite:
            listing, filters["q"] = _SQLITE_SEARCH, search.for_sqlite(filters["q"])
        else:
            listing, filters["q"] = _POSTGRESQL_SEARCH, search.for_postgresql(filters["q"])
    return listing, filters


def named(database: Database, name: str, single: str, several: str) -> dict[str, Any]:
    """The filter for whoever a name means: one entity walks an index, several are gathered."""
    found = ids_named(database, name)
    return {single: found[0]} if len(found) == 1 else {several: found}
