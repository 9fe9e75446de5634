"""The endpoints: parse, call a service or query, return."""

from api.resources import articles, entities, extract, figures, measures, quotes

BLUEPRINTS = (
    *(extract.blueprint, articles.blueprint, quotes.blueprint, figures.blueprint),
    *(entities.blueprint, measures.blueprint),
)
