"""The endpoints: parse, call a service or query, return."""

from api.resources import articles, entities, extract, figures, quotes

BLUEPRINTS = (
    *(extract.blueprint, articles.blueprint, quotes.blueprint, figures.blueprint),
    entities.blueprint,
)
