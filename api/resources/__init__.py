"""The endpoints: parse, call a service or query, return."""

from . import (
    articles,
    changes,
    entities,
    exports,
    extract,
    feeds,
    figures,
    measures,
    quotes,
    search,
)

BLUEPRINTS = (
    extract.blueprint,
    articles.blueprint,
    quotes.blueprint,
    figures.blueprint,
    entities.blueprint,
    measures.blueprint,
    changes.blueprint,
    search.blueprint,
    exports.blueprint,
    feeds.blueprint,
)
