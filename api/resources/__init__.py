"""The endpoints: parse, call a service or query, return."""

from . import (
    articles,
    changes,
    decisions,
    entities,
    exports,
    extract,
    feeds,
    figures,
    measures,
    quotes,
    reconciliation,
    search,
)

BLUEPRINTS = (
    extract.blueprint,
    articles.blueprint,
    quotes.blueprint,
    figures.blueprint,
    entities.blueprint,
    reconciliation.blueprint,
    measures.blueprint,
    decisions.blueprint,
    changes.blueprint,
    search.blueprint,
    exports.blueprint,
    feeds.blueprint,
)
