"""Reading quotes."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session

from api.db import Database
from api.models import Quote
from api.models.searchable import QUOTES
from api.queries import search
from api.queries.entities import ids_named
from api.queries.filters import PUBLISHED, STATUS, at_least, by_status, equals, one_of
from api.queries.pages import Key, Listing, Page, only, written_one

_ONE = select(Quote.json).where(Quote.id == bindparam("id", type_=BigInteger))

_FILTERS = {
    **PUBLISHED,
    **STATUS,
    "speaker": equals("speaker_id", "speaker"),
    "kind": equals("kind"),
    "article": equals("article_id", "article"),
    "min_confidence": at_least("confidence", "min_confidence"),
}
LISTING = Listing(Quote.json, Quote, _FILTERS, always=["current"])
SEARCH = search.Search(
    QUOTES,
    Quote.json,
    {**_FILTERS, "speakers": one_of("speaker_id", "speakers")},
    weighed=1000,
    shown=lambda mark, texts: mark.marked(texts[0] or ""),
    always=["current"],
)


def one(database: Database, quote_id: int) -> bytes:
    """A quote's JSON."""
    return only(database, _ONE, "quote", quote_id)


def written(session: Session, quote_id: int) -> bytes:
    """The same, as this transaction has just written it."""
    return written_one(session, _ONE, quote_id)


def page(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """One page of the quotes that a query means."""
    return search.page(LISTING, SEARCH, database, resolve(database, query), limit, after)


def resolve(database: Database, query: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of a list that a query means."""
    filters = by_status(dict(query))
    if "speaker" in filters:
        filters |= named(database, filters.pop("speaker"), "speaker", "speakers")
    return filters


def named(database: Database, name: str, single: str, several: str) -> dict[str, Any]:
    """The filter for whoever a name means: one entity walks an index, several are gathered."""
    found = ids_named(database, name)
    return {single: found[0]} if len(found) == 1 else {several: found}
