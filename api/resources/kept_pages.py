"""The pages that texts were taken out of."""

from typing import Any

from flask import Response

from ..errors import TooSlow
from ..http import Blueprint, database, responses
from ..http.scopes import requires
from ..models import Scope
from ..queries import kept_pages
from ..schemas.kept_pages import EXAMPLE, EXAMPLE_PAGE, PageQuery, PageSelectors

blueprint = Blueprint(
    "pages", __name__, url_prefix="/v1/articles", description="Pages that texts were taken out of."
)


@blueprint.get("/<id:article_id>/page")
@requires(Scope.READ)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(
    200,
    {"type": "string"},
    content_type="text/plain",
    description="Its bytes as they came, in the encoding that Content-Type names.",
    example=EXAMPLE_PAGE,
)
@blueprint.conditional
def show(query: dict[str, Any], article_id: int) -> Response:
    """Get the page that an article's text was taken out of.

    Kept where it came as a page, by `text/html` or an import, unless `ONRECORD_KEEP_PAGES` is
    false. It comes as plain text, so that no browser runs what is in it.
    """
    page = kept_pages.one(database(), article_id, query.get("revision"))
    return responses.untrusted(page.content, page.charset)


@blueprint.get("/<id:article_id>/page/selectors")
@requires(Scope.READ)
@blueprint.response(200, PageSelectors, example=EXAMPLE)
@blueprint.problems(501)
@blueprint.conditional
def show_selectors(article_id: int) -> Response:
    """Get where in the kept page the quotes and figures of the current text stand.

    As W3C selectors. Positions count Unicode code points in the `textContent` of the body, as the
    HTML standard has it where no script runs: as in a browser at `/articles/{id}/page`.
    """
    # Where they are needed: what reads pages is an extra, and its modules take time to load.
    from ..importing.pages import selectors_of  # noqa: PLC0415
    from ..importing.records import BadRecord  # noqa: PLC0415

    try:
        return responses.answer(selectors_of(database(), article_id))
    except BadRecord as error:
        raise TooSlow(str(error)) from error
