# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, D106
"""flask-smorest as its documentation writes it: ORM objects, dumped by marshmallow."""

from flask import Flask, g, request, url_for
from flask_smorest import Api, Blueprint, abort
from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from tests.bench.peers import models

engine = models.engine()
blueprint = Blueprint("news", "news", url_prefix="/v1")


class Reference(Schema):
    id = fields.Integer()
    name = fields.String()


class Selector(Schema):
    start = fields.Integer()
    end = fields.Integer()
    exact = fields.String()
    prefix = fields.String()
    suffix = fields.String()


class Part(Schema):
    start = fields.Integer()
    end = fields.Integer()


class InArticle(Schema):
    article_id = fields.Integer()
    revision = fields.Integer()
    publisher = fields.String(allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)


class Quote(InArticle):
    id = fields.Integer()
    status = fields.String()
    confidence = fields.Float()
    kind = fields.String()
    text = fields.String()
    selector = fields.Nested(Selector)
    parts = fields.List(fields.Nested(Part))
    speaker_text = fields.String(allow_none=True)
    cue = fields.String(allow_none=True)
    speaker = fields.Nested(Reference, allow_none=True)


class Figure(InArticle):
    id = fields.Integer()
    status = fields.String()
    confidence = fields.Float()
    text = fields.String()
    selector = fields.Nested(Selector)
    value = fields.Float()
    value_max = fields.Float(allow_none=True)
    modifier = fields.String()
    change = fields.String(allow_none=True)
    period = fields.String(allow_none=True)
    outlook = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    unit_code = fields.String(allow_none=True)
    dimension = fields.String(allow_none=True)
    si_value = fields.Float(allow_none=True)
    si_value_max = fields.Float(allow_none=True)
    si_unit = fields.String(allow_none=True)
    property = fields.String(allow_none=True)
    salience = fields.String()
    measure = fields.Nested(Reference, allow_none=True)
    entity = fields.Nested(Reference, allow_none=True)
    quote_id = fields.Integer(allow_none=True)
    stated_by = fields.Nested(Reference, allow_none=True)


class QuotePage(Schema):
    items = fields.List(fields.Nested(Quote))
    next = fields.String(allow_none=True)


class FigurePage(Schema):
    items = fields.List(fields.Nested(Figure))
    next = fields.String(allow_none=True)


class Metadata(Schema):
    url = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    authors = fields.List(fields.String())
    publisher = fields.String(allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)
    language = fields.String()
    extractor = fields.String(allow_none=True)
    text = fields.String()


class Article(Metadata):
    id = fields.Integer()
    revision = fields.Integer()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    version = fields.Integer()
    quotes = fields.List(fields.Nested(Quote))
    figures = fields.List(fields.Nested(Figure))


class NewItem(Selector):
    class Meta:
        exclude = ("exact",)

    text = fields.String(required=True)
    confidence = fields.Float(required=True)


class NewQuote(NewItem):
    kind = fields.String(required=True)
    around = fields.String(allow_none=True)
    parts = fields.List(fields.Nested(Part))
    speaker_id = fields.Integer(allow_none=True)
    speaker_text = fields.String(allow_none=True)
    cue = fields.String(allow_none=True)


class NewFigure(NewItem):
    value = fields.Float(required=True)
    value_max = fields.Float(allow_none=True)
    modifier = fields.String(required=True)
    change = fields.String(allow_none=True)
    period = fields.String(allow_none=True)
    outlook = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    unit_code = fields.String(allow_none=True)
    dimension = fields.String(allow_none=True)
    si_value = fields.Float(allow_none=True)
    si_value_max = fields.Float(allow_none=True)
    si_unit = fields.String(allow_none=True)
    property = fields.String(allow_none=True)
    salience = fields.String(required=True)
    measure_id = fields.Integer(allow_none=True)
    entity_id = fields.Integer(allow_none=True)
    quote_id = fields.Integer(allow_none=True)
    stated_by_id = fields.Integer(allow_none=True)


class NewArticle(Metadata):
    quotes = fields.List(fields.Nested(NewQuote), required=True)
    figures = fields.List(fields.Nested(NewFigure), required=True)


class PageQuery(Schema):
    limit = fields.Integer(load_default=50)
    after = fields.String(load_default=None)


class QuoteQuery(PageQuery):
    speaker = fields.Integer(required=True)


class FigureQuery(PageQuery):
    entity = fields.Integer(required=True)
    unit = fields.String(required=True)
    min = fields.Float(required=True)


def session() -> Session:
    if "session" not in g:
        g.session = Session(engine)
    return g.session


@blueprint.get("/articles/<int:article_id>")
@blueprint.response(200, Article)
def article(article_id):
    found = session().get(models.Article, article_id, options=models.WHOLE_ARTICLE)
    if found is None:
        abort(404)
    return found


@blueprint.get("/quotes")
@blueprint.arguments(QuoteQuery, location="query")
@blueprint.response(200, QuotePage)
def quotes(query):
    return page(models.quotes_of(**query), query["limit"])


@blueprint.get("/figures")
@blueprint.arguments(FigureQuery, location="query")
@blueprint.response(200, FigurePage)
def figures(query):
    query["least"] = query.pop("min")
    return page(models.figures_of(**query), query["limit"])


@blueprint.post("/articles")
@blueprint.arguments(NewArticle)
@blueprint.response(201, Article)
def create(given):
    made = models.insert(session(), given)
    session().commit()
    return session().get_one(
        models.Article, made, options=models.WHOLE_ARTICLE, populate_existing=True
    )


def page(statement, limit):
    rows = session().scalars(statement).all()
    items = rows[:limit]
    if len(rows) <= limit:
        return {"items": items, "next": None}
    query = request.args.to_dict() | {"after": models.mark(items[-1])}
    return {"items": items, "next": url_for(request.endpoint, _external=True, **query)}


def create_app() -> Flask:
    made = Flask(__name__)
    made.config.update(API_TITLE="news", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    Api(made).register_blueprint(blueprint)

    @made.teardown_appcontext
    def close(_error) -> None:
        if "session" in g:
            g.pop("session").close()

    return made


app = create_app()
