"""An entity: who speaks, or what is measured."""

import json
from typing import Any

from flask import Response, request

from ..http import cursors, database
from ..http.parsing import query_of
from ..http.scopes import requires
from ..models import Scope
from ..queries import entities as queries
from ..queries import figures, measures, quotes
from ..queries.facets import facets
from ..schemas.quotes import QuoteQuery
from .blueprint import Pages, address, page

pages = Pages("entities")
ROWS = 20
_SOME = 12  # measures, and figures, that are shown


class EntityPage(QuoteQuery):
    """Which of an entity's quotes."""

    class Meta:
        """What a page of one entity is not asked for."""

        exclude = ("speaker", "shown", "ids", "total", "limit")


_QUERY = EntityPage()


@pages.get("/entities/<id:entity_id>")
@requires(Scope.READ)
def show(entity_id: int) -> Response:
    """Show an entity: its names, what it said, what was measured of it."""
    entity = json.loads(queries.one(database(), entity_id).text)
    asked = query_of(_QUERY)
    cursor = asked.pop("cursor", None)
    filters: dict[str, Any] = {**asked, "speaker": str(entity_id)}
    said = quotes.page(database(), filters, ROWS, cursors.read(cursor, filters) if cursor else None)
    return page(
        "entity.html",
        entity=entity,
        quotes=[json.loads(one) for one in said.items],
        following=_older(cursors.sign(said.last, filters)) if said.last else None,
        facets=facets(quotes.page, database(), filters, _FACETS),
        measures=_measures(entity_id),
        about=_figures("entity", entity_id),
        stated=_figures("stated_by", entity_id),
        q=request.args.get("q", ""),
    )


_FACETS = {"publisher": "publisher", "month": "published_at"}


def _older(cursor: str) -> str:
    return address(request.args, cursor=cursor)


def _measures(entity_id: int) -> list[Any]:
    query = {"entity": str(entity_id)}
    return [json.loads(one) for one in measures.page(database(), query, _SOME, None).items]


def _figures(by: str, entity_id: int) -> list[Any]:
    query = {by: str(entity_id), "salience": "high", "copies": "once"}
    return [json.loads(one) for one in figures.page(database(), query, _SOME, None).items]
