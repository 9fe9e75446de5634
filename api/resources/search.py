"""Search: articles, quotes and figures at once."""

from typing import Any

from flask import Response

from ..http import Blueprint, database, responses
from ..http.scopes import requires
from ..models import Scope
from ..queries import search
from ..schemas import examples
from ..schemas.search import FoundPage, SearchQuery

blueprint = Blueprint(
    "search", __name__, url_prefix="/v1/search", description="Articles, quotes and figures at once."
)


@blueprint.get("")
@requires(Scope.READ)
@blueprint.arguments(SearchQuery, location="query")
@blueprint.response(200, FoundPage, example=examples.page(examples.FOUND))
@blueprint.conditional
def index(query: dict[str, Any]) -> Response:
    """Search articles, quotes and figures, newest first.

    Of the present: what was read from an earlier text is not found. An article is found by its
    title and text, a quote by its words, a figure by the words around it, the name of what it is
    of, the property and the unit. In one minute articles come first, then quotes, then figures.
    """
    asked = responses.asked(query)
    return responses.page(search.page(database(), *asked), asked)
