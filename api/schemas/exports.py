"""Exports on the wire: the filters of the lists, and what a row of each holds."""

from .articles import Article, ArticleHit, ArticleQuery
from .figures import FigureQuery
from .pages import PageQuery
from .quotes import QuoteQuery

_OF_PAGES = (*PageQuery().fields, "shown", "sort", "total")


class ExportedArticle(Article):
    """An article with its text, in which the selectors of its quotes and figures count."""

    class Meta:
        """What has exports of its own."""

        exclude = ("quotes", "figures")


class ExportedArticleHit(ExportedArticle):
    """An article with its text and, where a search found it, what was found."""

    optional = ("highlight",)

    highlight = ArticleHit().fields["highlight"]


class ArticleFilters(ArticleQuery):
    """Filters of articles; all that are given must hold."""

    class Meta:
        """An export has no pages."""

        exclude = _OF_PAGES


class QuoteFilters(QuoteQuery):
    """Filters of quotes; all that are given must hold."""

    class Meta:
        """An export has no pages."""

        exclude = _OF_PAGES


class FigureFilters(FigureQuery):
    """Filters of figures; all that are given must hold."""

    class Meta:
        """An export has no pages."""

        exclude = (*_OF_PAGES, "convert_to")
