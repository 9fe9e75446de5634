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
from ..services import links, merging
from ..services.naming import may_be_one
from .blueprint import Pages, address, api, page

pages = Pages("entities")
ROWS = 20
_ALIKE = 6  # others that may be the same
_CANDIDATES = 100  # that have a word of its name, and are compared
_NAMES = 3  # other names of it that are compared
_LINKS = 12  # names that were taken for it, that are shown
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
        links=queries.links_of(database(), entity_id, _LINKS),
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


@pages.post("/entities/<id:entity_id>/unlink")
@requires(Scope.CURATE, unbound=True)
def unlink(entity_id: int) -> AnyResponse:
    """Undo a link: let a name be an entity of its own."""
    name = request.form.get("link", "")
    if not name.isdecimal():
        refuse(422, "Say which name is not this one's.", parameter="link")
    links.undo(session(), entity_id, int(name))
    return redirect(url_for(".show", entity_id=entity_id), 303)


_FACETS = {"publisher": "publisher", "month": "published_at"}


def _alike(entity: Mapping[str, Any]) -> list[Any]:
    """Entities of the same kind whose name may mean this one, those used most first.

    Without what a person said is another.
    """
    names = [entity["name"], *entity["aliases"][:_NAMES]]
    found: dict[int, Any] = {}
    for word in dict.fromkeys(
        word for name in names for word in (name.split()[-1], name.split()[0])
    ):
        query = {"name": word, "kind": entity["kind"], "shown": ("id", "name", "quotes", "figures")}
        for one in map(json.loads, queries.page(database(), query, _CANDIDATES, None).items):
            found[one["id"]] = one
    parted = queries.parted_from(database(), entity["id"])
    others = [
        one
        for one in found.values()
        if one["id"] != entity["id"]
        and one["id"] not in parted
        and any(may_be_one(name, one["name"], entity["kind"]) for name in names)
    ]
    others.sort(key=lambda one: (-one["quotes"] - one["figures"], one["name"]))
    return others[:_ALIKE]


def _older(cursor: str) -> str:
    return address(request.args, cursor=cursor)


def _measures(entity_id: int) -> list[Any]:
    query = {"entity": str(entity_id)}
    return [json.loads(one) for one in measures.page(database(), query, _SOME, None).items]


def _figures(by: str, entity_id: int) -> list[Any]:
    query = {by: str(entity_id), "salience": "high", "copies": "once"}
    return [json.loads(one) for one in figures.page(database(), query, _SOME, None).items]
