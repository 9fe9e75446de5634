"""Quotes: who said what."""

from typing import Any

from flask import Response

from ..http import Blueprint, database, etags, json_ld, responses, session
from ..http.scopes import requires, signed
from ..models import Quote as Table
from ..models import Scope
from ..queries import counts, history
from ..queries import quotes as queries
from ..schemas import examples, schema_org
from ..schemas.counts import CountList, QuoteCountQuery
from ..schemas.history import QuoteHistory
from ..schemas.history import example as history_example
from ..schemas.items import ByWhom
from ..schemas.quotes import NewQuote, Quote, QuoteChange, QuoteHit, QuoteParts, QuoteQuery
from ..services import curation

blueprint = Blueprint("quotes", __name__, url_prefix="/v1/quotes", description="Who said what.")


@blueprint.get("")
@requires(Scope.READ)
@blueprint.arguments(QuoteQuery, location="query")
@json_ld.documented(blueprint, QuoteHit, schema_org.quote, examples.QUOTE, listed=True)
@blueprint.conditional
def index(query: dict[str, Any]) -> Response:
    """List quotes, newest first.

    Of the articles' current texts; all filters that are given must hold. What was rejected is
    left out unless `status` asks for it.
    """
    asked = responses.asked(query)
    found = queries.page(database(), *asked)
    return responses.page(found, asked, schema_org.quote, has_feeds=True)


@blueprint.get("/counts")
@requires(Scope.READ)
@blueprint.arguments(QuoteCountQuery, location="query")
@blueprint.response(200, CountList, example={"items": [examples.COUNT]})
@blueprint.conditional
@blueprint.problems(503)
def count(query: dict[str, Any]) -> Response:
    """Count quotes by speaker, month and others, or by two of these.

    A count reads all that the filters leave: 503 where that takes more than five seconds.
    """
    by, limit, sort = (query.pop(name) for name in ("by", "limit", "sort"))
    return responses.items(counts.QUOTES.read(database(), query, by, limit, sort))


@blueprint.get("/<id:quote_id>")
@requires(Scope.READ)
@blueprint.arguments(QuoteParts, location="query")
@json_ld.documented(blueprint, Quote, schema_org.quote, examples.QUOTE, listed=False)
@blueprint.conditional
def show(query: dict[str, Any], quote_id: int) -> Response:
    """Get one quote.

    Also one of an earlier revision of its article, whose selector then counts in that text.
    """
    return responses.negotiated(queries.ONE.read(database(), quote_id, **query), schema_org.quote)


@blueprint.post("")
@requires(Scope.CURATE)
@blueprint.arguments(NewQuote, example=examples.NEW_QUOTE)
@blueprint.response(201, Quote, example=examples.QUOTE, headers=etags.CREATED)
@blueprint.problems(404, 409)
def create(quote: dict[str, Any]) -> Response:
    """Add a quote that nobody found.

    To an article's current text. `by` says who adds it.
    """
    number = curation.add(session(), Table, **signed(quote))
    return responses.created(queries.ONE.written(session(), number), f"/v1/quotes/{number}")


@blueprint.patch("/<id:quote_id>")
@requires(Scope.CURATE)
@blueprint.arguments(QuoteChange, example={"kind": "mixed", "by": "Ana Reyes"})
@blueprint.response(200, Quote, example=examples.QUOTE, headers=etags.HEADERS)
@blueprint.problems(409, 412, 428)
def change(decision: dict[str, Any], quote_id: int) -> Response:
    """Confirm, reject or correct a quote.

    What it said before, the machine's own reading first, stays in its history. A corrected place
    has to touch the one before, unless the current text no longer had any. `If-Match` says which
    state is meant, `by` who decides.
    """
    curation.decide(session(), Table, quote_id, etags.must_match_text, **signed(decision))
    return responses.answer(queries.ONE.written(session(), quote_id))


@blueprint.delete("/<id:quote_id>")
@requires(Scope.CURATE)
@blueprint.arguments(ByWhom, location="query")
@blueprint.response(204)
@blueprint.problems(409, 412, 428)
def delete(query: dict[str, Any], quote_id: int) -> Response:
    """Delete a quote that was added by hand, with its history.

    What the machine read is rejected instead, so that it stays known: 409. One that has no place
    in its article's current text is dropped: no longer listed as unplaced.
    """
    curation.remove(session(), Table, quote_id, etags.must_match_text, **signed(query))
    return Response(status=204)


@blueprint.post("/<id:quote_id>/undo")
@requires(Scope.CURATE)
@blueprint.arguments(ByWhom, location="query")
@blueprint.response(200, Quote, example=examples.QUOTE, headers=etags.HEADERS)
@blueprint.alt_response(204, description="It was added by hand, and is deleted.", success=True)
@blueprint.problems(409, 412, 428)
def undo(query: dict[str, Any], quote_id: int) -> Response:
    """Undo the last decision on a quote.

    It says again what it said before, and the history has both; one that was added is deleted
    (204). Where nobody decided on it last: 409. `If-Match` says which state is meant.
    """
    stands = curation.undo(session(), Table, quote_id, etags.must_match_text, **signed(query))
    if not stands:
        return Response(status=204)
    return responses.answer(queries.ONE.written(session(), quote_id))


@blueprint.get("/<id:quote_id>/history")
@requires(Scope.READ)
@blueprint.response(200, QuoteHistory, example=history_example(examples.QUOTE))
@blueprint.conditional
def show_history(quote_id: int) -> Response:
    """Get all that happened to a quote, first to last.

    Every state with who brought it about and when; the machine's own reading first.
    """
    return responses.answer(history.of_item(database(), Table, quote_id))
