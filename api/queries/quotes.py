"""Reading quotes."""

from collections.abc import Mapping
from typing import Any

from ..models import Entity, Quote
from ..models.fulltext import QUOTES
from ..schemas.quotes import Quote as QuoteSchema
from ..schemas.quotes import QuoteQuery
from ..store.database import Database
from . import fulltext
from .entities import ids_named
from .filters import PUBLISHED, STATUS, at_least, by_status, equals, one_of, refers_to
from .pages import Key, Listing, Page, Single, row_of

_ROW = row_of(QuoteSchema, Quote, Quote.json)
_FILTERS = {
    **PUBLISHED,
    **STATUS,
    "speaker": refers_to("speaker_id", "speaker", Entity),
    "kind": equals("kind"),
    "speaker_kind": equals("speaker_kind"),
    "linked_by": equals("linked_by"),
    "article": equals("article_id", "article"),
    "min_confidence": at_least("confidence", "min_confidence"),
}
ONE = Single("quote", Quote, _ROW)
LISTING = Listing(_ROW, Quote, _FILTERS, QuoteQuery, always=["current"])
SEARCH = fulltext.Search(
    QUOTES,
    _ROW,
    {**_FILTERS, "speakers": one_of("speaker_id", "speakers")},
    weighed=1000,
    always=["current"],
)


def page(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """One page of the quotes that a query means."""
    return fulltext.page(LISTING, SEARCH, database, resolve(database, query), limit, after)


def resolve(database: Database, query: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of a list that a query means."""
    filters = by_status(dict(query))
    if "speaker" in filters:
        filters |= named(database, filters.pop("speaker"), "speaker", "speakers")
    return filters


def named(database: Database, name: str, single: str, several: str) -> dict[str, Any]:
    """The filter for the entities that a name means: one walks an index, several are gathered."""
    found = ids_named(database, name)
    return {single: found[0]} if len(found) == 1 else {several: found}
