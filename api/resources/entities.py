"""Entities: who speaks and what is measured."""

from typing import Any

from flask import Response

from ..http import Blueprint, database, etags, json_ld, responses, session
from ..http.scopes import requires
from ..models import Scope
from ..queries import entities as queries
from ..schemas import examples, schema_org
from ..schemas.entities import Entity, EntityChange, EntityQuery, EntityToMerge
from ..services import entities, links, merging

blueprint = Blueprint(
    "entities",
    __name__,
    url_prefix="/v1/entities",
    description="People, organisations, places and things, matched across articles.",
)


@blueprint.get("")
@requires(Scope.READ)
@blueprint.arguments(EntityQuery, location="query")
@json_ld.documented(
    blueprint, Entity, schema_org.entity, examples.ENTITY, listed=True, counted=False
)
@blueprint.conditional
def index(query: dict[str, Any]) -> Response:
    """List entities, latest found first; of a `prefix` the most used.

    Without those that were merged into others.
    """
    asked = responses.asked(query)
    return responses.page(queries.page(database(), *asked), asked, schema_org.entity)


@blueprint.get("/<id:entity_id>")
@requires(Scope.READ)
@json_ld.documented(blueprint, Entity, schema_org.entity, examples.ENTITY, listed=False)
@blueprint.conditional
@blueprint.problems(308)
def show(entity_id: int) -> Response:
    """Get one entity.

    One that was merged leads to the one that it went into (308).
    """
    version, text = queries.one(database(), entity_id)
    return responses.negotiated(text, schema_org.entity, etags.of_text(text, version))


@blueprint.patch("/<id:entity_id>")
@requires(Scope.CURATE, unbound=True)
@blueprint.arguments(EntityChange, example={"kind": "person", "aliases": ["M. Lindqvist"]})
@blueprint.response(200, Entity, example=examples.ENTITY, headers=etags.HEADERS)
@blueprint.problems(308, 409, 412, 428)
def change(changes: dict[str, Any], entity_id: int) -> Response:
    """Change what an entity is called, what it is, its other names, and its URIs elsewhere.

    Quotes, figures and measures follow. A name or URI that another entity has: 409, merge the two.
    `If-Match` says which version is meant.
    """
    entities.change(session(), entity_id, etags.must_match, **changes)
    return _written(entity_id)


@blueprint.post("/<id:entity_id>/merge")
@requires(Scope.CURATE, unbound=True)
@blueprint.arguments(EntityToMerge, example={"entity": 6})
@blueprint.response(200, Entity, example=examples.ENTITY, headers=etags.HEADERS)
@blueprint.problems(308, 409)
def merge(other: dict[str, Any], entity_id: int) -> Response:
    """Let another entity go into this one.

    Its quotes and figures, those to come too, are this one's from now on, its names are aliases of
    this one, and measures of the same property and dimension become one.
    """
    merging.merge_entities(session(), entity_id, other["entity"])
    return _written(entity_id)


@blueprint.delete("/<id:entity_id>/merges/<id:merge_id>")
@requires(Scope.CURATE, unbound=True)
@blueprint.response(204)
@blueprint.problems(409)
def undo(entity_id: int, merge_id: int) -> Response:
    """Undo a merge.

    Exactly what moved then moves back; what came since by the other's name stays.
    """
    merging.undo(session(), "entities", entity_id, merge_id)
    return Response(status=204)


@blueprint.delete("/<id:entity_id>/links/<id:link_id>")
@requires(Scope.CURATE, unbound=True)
@blueprint.response(204)
def unlink(entity_id: int, link_id: int) -> Response:
    """Undo a link: what an article's name was taken for.

    All that came by that name is an entity of its own again and stays one, also when its articles
    are read again. `link_id` is on the quotes and figures; of a surname alone it is that of one
    article, of another form of a full name it is that of all.
    """
    links.undo(session(), entity_id, link_id)
    return Response(status=204)


def _written(entity_id: int) -> Response:
    version, text = queries.written(session(), entity_id)
    return responses.answer(text, etags.of_text(text, version))
