"""Exports: whole lists as files."""

from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

from flask import Response
from marshmallow import Schema

from ..exporting import FORMATS
from ..exporting.walk import of_sample, pages
from ..http import Blueprint, database, long_requests, responses
from ..http.problems import refuse
from ..http.scopes import requires
from ..models import Scope
from ..queries import articles, figures, quotes
from ..queries.paging import ReadPage
from ..schemas import examples
from ..schemas.exports import (
    ArticleFilters,
    ExportedArticle,
    ExportedArticleHit,
    ExportedFigure,
    FigureFilters,
    QuoteFilters,
)
from ..schemas.figures import Figure, FigureHit
from ..schemas.quotes import Quote, QuoteHit

CONVERTED = "converted"
READINGS, ARTICLES = 1_000, 20  # rows of a page: readings are short, a text may have 5 MB
EXTENSION = f"<any({','.join(FORMATS)}):extension>"
WHAT_IT_IS = (
    "A row that stands in the store throughout is there once, as it was when it was read; one that "
    "comes, goes or gets another date meanwhile may be there or not. NDJSON and CSV end with a "
    "line break, Parquet with its index: a file without it was cut short. CSV and Parquet have "
    "flat columns, named by path (`selector.start`); in CSV, null is empty, a list is JSON, and "
    "text that a spreadsheet would take for a formula has `'` before it. With `q`, NDJSON has "
    "`highlight`, too."
)

blueprint = Blueprint(
    "exports", __name__, url_prefix="/v1/export", description="Whole lists as files."
)


def _file_of(schema: type[Schema], example: Mapping[str, Any]) -> Callable[[Any], Any]:
    """Document the answer in each format."""
    shown = {
        "ndjson": (schema, example),
        "csv": ({"type": "string"}, "id,publisher\r\n1,Harbour Courier\r\n"),
        "parquet": ({"type": "string", "format": "binary"}, "PAR1…PAR1"),
    }

    def document(view: Any) -> Any:
        for extension, (shape, text) in reversed(shown.items()):
            view = blueprint.alt_response(
                200,
                schema=shape,
                content_type=FORMATS[extension].content_type.partition(";")[0],
                description=WHAT_IT_IS,
                example=text,
                success=True,
            )(view)
        return blueprint.problems(501, 503)(view)

    return document


@blueprint.get(f"/articles.{EXTENSION}")
@requires(Scope.READ)
@blueprint.arguments(ArticleFilters, location="query")
@_file_of(ExportedArticleHit, {**examples.SUMMARY, "text": examples.TEXT})
def export_articles(query: dict[str, Any], extension: str) -> Response:
    """Export articles with their texts, newest first.

    All that the filters leave, streamed at any size.
    """
    return _answer("articles", extension, articles.export, query, ExportedArticle, ARTICLES)


@blueprint.get(f"/quotes.{EXTENSION}")
@requires(Scope.READ)
@blueprint.arguments(QuoteFilters, location="query")
@_file_of(QuoteHit, examples.QUOTE)
def export_quotes(query: dict[str, Any], extension: str) -> Response:
    """Export quotes, newest first.

    All that the filters leave, streamed at any size.
    """
    return _answer("quotes", extension, quotes.page, query, Quote, READINGS)


@blueprint.get(f"/figures.{EXTENSION}")
@requires(Scope.READ)
@blueprint.arguments(FigureFilters, location="query")
@_file_of(FigureHit, examples.FIGURE)
def export_figures(query: dict[str, Any], extension: str) -> Response:
    """Export figures, newest first.

    All that the filters leave, streamed at any size.
    """
    schema = ExportedFigure if "convert_to" in query else Figure
    if "convert_to" in query and "shown" in query:
        query["shown"] += (CONVERTED,)
    return _answer("figures", extension, figures.page, query, schema, READINGS)


def _answer(
    name: str,
    extension: str,
    read: ReadPage,
    query: dict[str, Any],
    schema: type[Schema],
    size: int,
) -> Response:
    content_type, writer = FORMATS[extension]
    limit, bom = query.pop("limit", None), query.pop("bom", False)
    if bom and extension != "csv":
        refuse(422, "Only CSV may begin with a byte order mark.", parameter="bom")
    rows_of = schema(only=query["shown"]) if "shown" in query else schema()

    def file() -> Response:
        write = writer()
        asked = of_sample(read, database(), query) if "sample" in query else query
        body = write(pages(read, database(), asked, size, limit), rows_of)
        if bom:
            body = chain([BOM_UTF8], body)
        return responses.file(body, f"{name}.{extension}", content_type)

    return long_requests.with_slot(file)
