# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ARG001
"""Django Ninja: pydantic's schemas over Django's models."""

# First: it settles Django.
from tests.bench.peers import django_models as models  # isort: split

from django.core.wsgi import get_wsgi_application
from django.urls import path
from ninja import NinjaAPI

from tests.bench.peers import ninja_schemas as schemas

api = NinjaAPI()


@api.get("/v1/articles/{int:article_id}", response=schemas.Article)
def article(request, article_id: int):
    return models.article(article_id)


@api.get("/v1/quotes", response=schemas.QuotePage)
def quotes(request, speaker: int, limit: int = 50, after: str | None = None):
    return models.page(request, models.quotes_of(speaker, limit, after), limit)


@api.get("/v1/figures", response=schemas.FigurePage)
def figures(
    request,
    entity: int,
    unit: str,
    min: float,  # noqa: A002
    limit: int = 50,
    after: str | None = None,
):
    return models.page(request, models.figures_of(entity, unit, min, limit, after), limit)


@api.post("/v1/articles", response={201: schemas.Article})
def create(request, given: schemas.NewArticle):
    return 201, models.store(given.dict())


urlpatterns = [path("", api.urls)]
app = get_wsgi_application()
