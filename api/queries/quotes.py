"""Reading quotes."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, bindparam, select

from api.db import Database
from api.errors import NotFound
from api.models import Quote
from api.queries.entities import ids_named
from api.queries.pages import Listing, at_least, equals, one_of, published
from api.queries.projection import json_text
from api.schemas.quotes import Quote as QuoteSchema

_ONE = select(json_text(QuoteSchema(), Quote)).where(Quote.id == bindparam("id", type_=BigInteger))

LISTING = Listing(
    QuoteSchema(),
    Quote,
    published(Quote)
    | {
        "speaker": equals(Quote.speaker_id, "speaker"),
        "speakers": one_of(Quote.speaker_id, "speakers"),
        "kind": equals(Quote.kind, "kind"),
        "article": equals(Quote.article_id, "article"),
        "min_confidence": at_least(Quote.confidence, "min_confidence"),
    },
    always=[Quote.current],
)


def one(database: Database, quote_id: int) -> str:
    """A quote's JSON."""
    rows = database.read(_ONE, {"id": quote_id})
    if not rows:
        raise NotFound(f"There is no quote {quote_id}.")
    text: str = rows[0][0]
    return text


def resolve(database: Database, query: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of LISTING that a query means."""
    filters = dict(query)
    if "speaker" in filters:
        filters |= named(database, filters.pop("speaker"), "speaker", "speakers")
    return filters


def named(database: Database, name: str, single: str, several: str) -> dict[str, Any]:
    """The filter for whoever a name means: one entity walks an index, several are gathered."""
    found = ids_named(database, name)
    return {single: found[0]} if len(found) == 1 else {several: found}
