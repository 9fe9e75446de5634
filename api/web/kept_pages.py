"""The page that an article's text was taken out of, as a browser shows it.

Anybody may have written it. So it comes in a sandbox that allows nothing: an origin of its own,
without script, forms, windows and frames, and with no more than the styles and pictures inside it.
"""

from flask import Response

from ..http import database
from ..http.parsing import query_of
from ..http.scopes import requires
from ..importing.decoding import decode_page
from ..models import Scope
from ..queries import kept_pages
from ..schemas.kept_pages import PageQuery
from .blueprint import HTML, Pages, answer

pages = Pages("kept_pages")
_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_QUERY = PageQuery()


@pages.get("/articles/<id:article_id>/page")
@requires(Scope.READ)
def show(article_id: int) -> Response:
    """Show a page that was kept, in UTF-8 so that a browser reads the characters that we read."""
    page = kept_pages.one(database(), article_id, query_of(_QUERY).get("revision"))
    response = answer(decode_page(page.content, page.charset), HTML)
    response.headers["Content-Security-Policy"] = _POLICY
    return response
