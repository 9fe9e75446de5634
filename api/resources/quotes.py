"""Quotes: who said what."""

from typing import Any

from flask import Response

from api.http import Blueprint, answers, database, linking
from api.queries import counts
from api.queries import quotes as queries
from api.schemas import examples, linked
from api.schemas.counts import CountList, QuoteCountQuery
from api.schemas.quotes import Quote, QuotePage, QuoteParts, QuoteQuery

blueprint = Blueprint("quotes", __name__, url_prefix="/v1/quotes", description="Who said what.")


@blueprint.get("")
@blueprint.arguments(QuoteQuery, location="query")
@linking.documented(blueprint, linked.quote, examples.QUOTE, listed=True)
@blueprint.response(200, QuotePage, example=examples.page(examples.QUOTE))
@blueprint.alt_response(304, description="Not changed since.", success=True)
def index(query: dict[str, Any]) -> Response:
    """List quotes, newest first.

    Of the articles' present texts; all filters that are given must hold.
    """
    return answers.page(queries.page, query, linked.quote)


@blueprint.get("/counts")
@blueprint.arguments(QuoteCountQuery, location="query")
@blueprint.response(200, CountList, example={"items": [examples.COUNT]})
@blueprint.alt_response(304, description="Not changed since.", success=True)
@blueprint.problems(503)
def count(query: dict[str, Any]) -> Response:
    """Count quotes by speaker, month and others, the most frequent first.

    A count reads all that the filters leave: 503 where that takes more than five seconds.
    """
    by, limit = query.pop("by"), query.pop("limit")
    return answers.items(counts.QUOTES.read(database(), query, by, limit))


@blueprint.get("/<id:quote_id>")
@blueprint.arguments(QuoteParts, location="query")
@linking.documented(blueprint, linked.quote, examples.QUOTE, listed=False)
@blueprint.response(200, Quote, example=examples.QUOTE)
@blueprint.alt_response(304, description="Not changed since.", success=True)
def show(query: dict[str, Any], quote_id: int) -> Response:
    """Get one quote.

    Also one of an earlier revision of its article, whose selector then counts in that text.
    """
    return answers.one(queries.one(database(), quote_id, **query), linked.quote)
