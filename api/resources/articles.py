"""Articles: stored with everything found in them."""

from typing import Any

from flask import Request, Response, current_app, g

from .. import ndjson
from ..http import Blueprint, bodies, database, etags, json_ld, responses, session
from ..http.parsing import PARSER
from ..http.problems import refuse
from ..http.scopes import caller, requires
from ..importing.lines import store_lines
from ..models import Scope
from ..queries import articles as queries
from ..queries import revisions
from ..schemas import examples, schema_org
from ..schemas.articles import (
    Article,
    ArticleChange,
    ArticleHit,
    ArticleParts,
    ArticleQuery,
    BulkResult,
    NewArticle,
    Revision,
    RevisionPage,
    Unplaced,
)
from ..schemas.strict import Unreadable
from ..services import articles, kept_pages
from ..services.bounds import FREE

blueprint = Blueprint(
    "articles", __name__, url_prefix="/v1/articles", description="News texts and what is in them."
)


def _page(request: Request) -> dict[str, Any]:
    """The fields of a page's article."""
    # Where they are needed: what reads pages is an extra, and its modules take time to load.
    from ..importing.decoding import charset_of_page  # noqa: PLC0415
    from ..importing.pages import fields_of_page  # noqa: PLC0415
    from ..importing.records import BadRecord  # noqa: PLC0415

    charset = request.mimetype_params.get("charset")
    url = request.headers.get("Content-Location")
    try:
        page = bodies.whole()
        fields = fields_of_page(page, charset, url)
    except BadRecord as error:
        refuse(422, str(error))
    except Unreadable as error:
        refuse(400, f"The body {error}")
    if current_app.config["KEEP_PAGES"]:
        g.page = kept_pages.packed(page, charset_of_page(page, charset))
    return fields


PARSER.take(NewArticle, "text/html", _page)


@blueprint.post("")
@requires(Scope.WRITE)
@blueprint.arguments(NewArticle, example=examples.NEW_ARTICLE)
@blueprint.response(201, Article, example=examples.ARTICLE, headers=etags.CREATED)
@blueprint.alt_response(
    200,
    schema=Article,
    description="It was stored already, word for word.",
    example=examples.ARTICLE,
    headers=etags.HEADERS,
    success=True,
)
@blueprint.problems(501)
def create(article: dict[str, Any]) -> Response:
    """Store an article and everything found in it.

    The same `url` and text again: 200 and the stored one. The same `url` with a new text: a new
    revision of it. Without a `url`, the text alone makes the article.

    A page may be sent too, as `text/html`: its article is found in it, with title, authors, date,
    publisher and the url that it says is its own, or else that of `Content-Location`. Nothing is
    fetched. One that holds no article is refused. The page is kept (`/v1/articles/{id}/page`). It
    needs the extra `import`.
    """
    known = queries.known_as(database(), article["text"], article.get("url"))
    if known is not None:
        if caller().bound == FREE:  # it may be another's
            _keep_page(known)
        version, text = queries.one(database(), known)
        return responses.answer(text, etags.of_version(version))
    stored = articles.store(session(), **article)
    _keep_page(stored.id)
    version, text = queries.written(session(), stored.id)
    if not stored.new:
        return responses.answer(text, etags.of_version(version))
    return responses.created(text, f"/v1/articles/{stored.id}", etags.of_version(version))


@blueprint.post("/bulk")
@requires(Scope.WRITE)
@blueprint.response(
    200,
    BulkResult,
    content_type=ndjson.MEDIA_TYPE,
    description="One result a line, in the order of the lines.",
    example=examples.BULK_RESULT,
)
@blueprint.problems(415)
@blueprint.doc(requestBody=responses.ndjson_body(examples.NEW_ARTICLE))
def create_many() -> Response:
    """Store many articles, one a line.

    NDJSON in and out, both streamed: each line is what `POST /v1/articles` takes, each result
    says what became of one. A bad line spoils only itself. A result is sent when its article is
    stored for good.
    """
    longest = current_app.config["MAX_CONTENT_LENGTH"]
    results = store_lines(database(), bodies.lines(), longest, caller().bound)
    return responses.lines(results)


@blueprint.get("")
@requires(Scope.READ)
@blueprint.arguments(ArticleQuery, location="query")
@json_ld.documented(blueprint, ArticleHit, schema_org.article, examples.SUMMARY, listed=True)
@blueprint.conditional
def index(query: dict[str, Any]) -> Response:
    """List articles, newest first.

    Ordered by publication; an article without a known date counts from when it was stored.
    """
    asked = responses.asked(query)
    found = queries.page(database(), *asked)
    return responses.page(found, asked, schema_org.article, has_feeds=True)


@blueprint.get("/<id:article_id>")
@requires(Scope.READ)
@blueprint.arguments(ArticleParts, location="query")
@json_ld.documented(blueprint, Article, schema_org.article, examples.ARTICLE, listed=False)
@blueprint.conditional
def show(query: dict[str, Any], article_id: int) -> Response:
    """Get one article with its quotes and figures.

    Those of its current text, in the order of the text.
    """
    version, text = queries.one(database(), article_id, **query)
    return responses.negotiated(text, schema_org.article, etags.of_version(version))


@blueprint.patch("/<id:article_id>")
@requires(Scope.WRITE)
@blueprint.arguments(ArticleChange, example={"publisher": "Harbour Courier"})
@blueprint.response(200, Article, example=examples.ARTICLE, headers=etags.HEADERS)
@blueprint.problems(409, 412, 428)
def change(changes: dict[str, Any], article_id: int) -> Response:
    """Change an article's metadata or text.

    Fields that are left out stay. A new text, or another language, makes a new revision, which
    is read again; what people decided on is carried over, as by `POST …/extract`. `If-Match` says
    which version is meant.
    """
    articles.change(session(), article_id, etags.must_match, **changes)
    return _written(article_id)


@blueprint.delete("/<id:article_id>")
@requires(Scope.WRITE)
@blueprint.response(204)
@blueprint.problems(412, 428)
def delete(article_id: int) -> Response:
    """Delete an article with its revisions, quotes and figures.

    `If-Match` says which version is meant.
    """
    articles.delete(session(), article_id, etags.must_match)
    return Response(status=204)


@blueprint.post("/<id:article_id>/extract")
@requires(Scope.WRITE)
@blueprint.response(200, Article, example=examples.ARTICLE, headers=etags.HEADERS)
def extract(article_id: int) -> Response:
    """Read an article's current text again, with the extractor of today.

    What people decided on stays as they decided, under its id; what the machine reads there now is
    noted in its history. Of all else, what is found again at its place keeps its id, what is not is
    gone.
    """
    articles.read_again(session(), article_id)
    return _written(article_id)


@blueprint.get("/<id:article_id>/revisions")
@requires(Scope.READ)
@blueprint.response(200, RevisionPage, example=examples.page(examples.REVISION))
@blueprint.conditional
def index_revisions(article_id: int) -> Response:
    """List the states that an article's text has had, newest first.

    All on one page.
    """
    return responses.answer(revisions.every(database(), article_id))


@blueprint.get("/<id:article_id>/revisions/<id:number>")
@requires(Scope.READ)
@blueprint.response(200, Revision, example=examples.REVISION | {"text": examples.TEXT})
@blueprint.conditional
def show_revision(article_id: int, number: int) -> Response:
    """Get one state of an article's text.

    The selectors of quotes and figures of this `revision` count in it.
    """
    return responses.answer(revisions.one(database(), article_id, number))


@blueprint.get("/<id:article_id>/unplaced")
@requires(Scope.READ)
@blueprint.response(200, Unplaced, example=examples.UNPLACED)
@blueprint.conditional
def show_unplaced(article_id: int) -> Response:
    """Get what people decided on and an article's current text no longer says.

    Or says in two places that are equally good. `PATCH` of a quote or figure with a `selector`
    places it in the current text by hand, `DELETE` drops it.
    """
    return responses.answer(revisions.unplaced(database(), article_id))


def _keep_page(article_id: int) -> None:
    """Keep the page that the text came out of, where one was sent."""
    if page := g.pop("page", None):
        kept_pages.keep(session(), [(article_id, page)])


def _written(article_id: int) -> Response:
    version, text = queries.written(session(), article_id)
    return responses.answer(text, etags.of_version(version))
