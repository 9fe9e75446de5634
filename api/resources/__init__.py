"""The endpoints: parse, call a service or query, return."""

from api.resources import articles, changes, exports, extract, figures, quotes, search

BLUEPRINTS = (
    extract.blueprint,
    articles.blueprint,
    quotes.blueprint,
    figures.blueprint,
    changes.blueprint,
    search.blueprint,
    exports.blueprint,
)
