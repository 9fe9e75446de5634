"""The endpoints: parse, call a service or query, return."""

from api.resources import articles, exports, extract, figures, quotes

BLUEPRINTS = (
    extract.blueprint,
    articles.blueprint,
    quotes.blueprint,
    figures.blueprint,
    exports.blueprint,
)
