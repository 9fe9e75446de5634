"""Exports on the wire: the filters of the lists, and what a row of each holds."""

from marshmallow import Schema, fields, validate

from .articles import Article, ArticleHit, ArticleQuery
from .fields import FieldNames
from .figures import ConvertedFigure, Figure, FigureQuery
from .quotes import Quote, QuoteQuery

_OF_PAGES = ("cursor", "sort", "total")


class ExportedArticle(Article):
    """An article with its text, in which the selectors of its quotes and figures count."""

    class Meta:
        """What has exports of its own."""

        exclude = ("quotes", "figures")


class ExportedArticleHit(ExportedArticle):
    """An article with its text and, where a search found it, what was found."""

    optional = ("highlight",)

    highlight = ArticleHit().fields["highlight"]


class ExportQuery(Schema):
    """How much of a list a file holds, and for whom."""

    limit = fields.Integer(
        validate=validate.Range(1),
        metadata={"description": "How many rows at most; all without it.", "example": 1000},
    )
    bom = fields.Boolean(
        metadata={
            "description": "Of CSV: begin with a byte order mark, without which Excel takes UTF-8 "
            "for something else."
        }
    )


class ExportedFigure(ConvertedFigure):
    """A figure and, where a unit was asked for, its value in that unit."""

    optional = ("converted",)


class ArticleFilters(ExportQuery, ArticleQuery):
    """Filters of articles; all that are given must hold."""

    shown = FieldNames(ExportedArticle)

    class Meta:
        """An export has no pages."""

        exclude = _OF_PAGES


class QuoteFilters(ExportQuery, QuoteQuery):
    """Filters of quotes; all that are given must hold."""

    shown = FieldNames(Quote)

    class Meta:
        """An export has no pages."""

        exclude = _OF_PAGES


class FigureFilters(ExportQuery, FigureQuery):
    """Filters of figures; all that are given must hold."""

    shown = FieldNames(Figure)

    class Meta:
        """An export has no pages."""

        exclude = _OF_PAGES
