"""Changes: what another service reads to stay in step."""

from typing import Any

from flask import Response

from ..http import Blueprint, feed
from ..http.scopes import requires
from ..models import Scope
from ..schemas import examples
from ..schemas.changes import ChangePage, ChangeQuery

blueprint = Blueprint(
    "changes", __name__, url_prefix="/v1/changes", description="What changed, to stay in step."
)


@blueprint.get("")
@requires(Scope.READ)
@blueprint.arguments(ChangeQuery, location="query")
@blueprint.response(200, ChangePage, example=examples.CHANGES)
@blueprint.problems(410, 503)
def index(query: dict[str, Any]) -> Response:
    """Follow what changes, in the order in which it happens.

    Begins with everything that is there; from then on, `next` leads to what was created, updated
    or deleted since. Ask it again whenever you like: nothing is lost, and nothing comes twice
    unless it changed again. A client that was away gets each object once, as it is now, at the
    place of its last change.

    A quote or figure is `deleted` also where its article got a new text: it leaves all lists,
    though its address still shows it. What an object refers to may come after it.

    Deletions are kept for some months (`ONRECORD_KEEP_DELETED`). 410 tells a client that was away
    for longer to start afresh without `after`, and to drop what that does not give. 503 where too
    many wait or export already.
    """
    return feed.page(query)
