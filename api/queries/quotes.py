"""Reading quotes."""

from collections.abc import Mapping
from typing import Any

from ..models import Entity, Quote
from ..models.fulltext import QUOTES
from ..schemas.choices import Choices
from ..schemas.quotes import Quote as QuoteSchema
from ..schemas.quotes import QuoteQuery
from ..store.database import Database
from . import fulltext, lists
from .entities import ids_meant, ids_named
from .filters import (
    COPIES,
    PUBLISHED,
    STATUS,
    at_least,
    by_copies,
    by_status,
    chosen,
    equals,
    expanded,
    listed,
    refers_to,
)
from .paging import Key, Listing, Page, Single, row_of

_ROW = row_of(QuoteSchema, Quote, Quote.json)
_FILTERS = {
    **PUBLISHED,
    **STATUS,
    **COPIES,
    "speaker": refers_to("speaker_id", "speaker", Entity),
    **chosen("speaker_id", "speaker", "speakers"),
    "kind": equals("kind"),
    **chosen("kind", "kind"),
    "speaker_kind": equals("speaker_kind"),
    **chosen("speaker_kind", "speaker_kind"),
    "linked_by": equals("linked_by"),
    **chosen("linked_by", "linked_by"),
    "article": equals("article_id", "article"),
    **chosen("article_id", "article"),
    **chosen("id", "ids"),
    "min_confidence": at_least("confidence", "min_confidence"),
}
ONE = Single("quote", Quote, _ROW)
LISTING = Listing(_ROW, Quote, _FILTERS, QuoteQuery, {"ids"}, always=["current"])
SEARCH = fulltext.Search(QUOTES, _ROW, _FILTERS, weighed=1000, always=["current"])


def page(database: Database, query: Mapping[str, Any], limit: int, after: Key | None) -> Page:
    """One page of the quotes that a query means."""
    return lists.page(LISTING, SEARCH, database, resolve(database, query), limit, after)


def resolve(database: Database, query: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of a list that a query means."""
    filters = by_status(by_copies(dict(query)))
    if "speaker" in filters:
        filters |= named(database, filters.pop("speaker"), "speaker", "speakers")
    return expanded(listed(filters))


def named(database: Database, name: str | Choices, single: str, several: str) -> dict[str, Any]:
    """The filter for the entities that names mean: one walks an index, several are gathered."""
    names = name if isinstance(name, Choices) else Choices((name,), negated=False)
    if not names.values:
        return {single: names}
    found = [number for each in names.values for number in ids_named(database, each)]
    if names.negated:
        return {single: Choices(tuple(ids_meant(database, Entity, found)) or (0,), negated=True)}
    if len(found) == 1:
        return {single: found[0]}
    return {several: ids_meant(database, Entity, found) if len(names.values) > 1 else found}
