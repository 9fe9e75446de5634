"""An entity: who speaks, or what is measured."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ..http import cursors, database, session
from ..http.parsing import query_of
from ..http.problems import refuse
from ..http.scopes import requires
from ..models import Scope
from ..queries import entities as queries
from ..queries import figures, measures, quotes
from ..queries.facets import facets
from ..schemas.quotes import QuoteQuery
from ..services import merging
from .blueprint import Pages, address, api, page

pages = Pages("entities")
ROWS = 20
_ALIKE = 6  # others that may be the same
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
        alike=_alike(entity),
        feed=api(f"/quotes.atom?speaker={entity_id}"),
    )


@pages.post("/entities/<id:entity_id>/merge")
@requires(Scope.CURATE, unbound=True)
def merge(entity_id: int) -> AnyResponse:
    """Let another entity go into this one."""
    other = request.form.get("entity", "")
    if not other.isdecimal():
        refuse(422, "Say which entity is to go into this one.", parameter="entity")
    merging.merge_entities(session(), entity_id, int(other))
    return redirect(url_for(".show", entity_id=entity_id), 303)


_FACETS = {"publisher": "publisher", "month": "published_at"}


def _alike(entity: Mapping[str, Any]) -> list[Any]:
    """Entities of the same kind with the same last word in a name: perhaps the same one."""
    query = {"name": entity["name"].split()[-1], "kind": entity["kind"]}
    found = queries.page(database(), query, _ALIKE + 1, None).items
    others = [one for one in map(json.loads, found) if one["id"] != entity["id"]]
    return others[:_ALIKE]


def _older(cursor: str) -> str:
    return address(request.args, cursor=cursor)


def _measures(entity_id: int) -> list[Any]:
    query = {"entity": str(entity_id)}
    return [json.loads(one) for one in measures.page(database(), query, _SOME, None).items]


def _figures(by: str, entity_id: int) -> list[Any]:
    query = {by: str(entity_id), "salience": "high", "copies": "once"}
    return [json.loads(one) for one in figures.page(database(), query, _SOME, None).items]
