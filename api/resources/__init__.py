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
    kept_pages,
    measures,
    quotes,
    reconciliation,
    search,
)

BLUEPRINTS = (
    extract.blueprint,
    articles.blueprint,
    kept_pages.blueprint,
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
