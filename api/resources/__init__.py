"""The endpoints: parse, call a service or query, return."""

from api.resources import articles, extract, figures, quotes, search

BLUEPRINTS = (
    extract.blueprint,
    articles.blueprint,
    quotes.blueprint,
    figures.blueprint,
    search.blueprint,
)
