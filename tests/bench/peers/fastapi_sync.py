# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201
"""FastAPI with SQLAlchemy sessions in threads and pydantic's models."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from sqlalchemy.orm import Session

from tests.bench.peers import models
from tests.bench.peers import pydantic_schemas as schemas

app = FastAPI()
engine = models.engine()


def session() -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


Opened = Annotated[Session, Depends(session)]


@app.get("/v1/articles/{article_id}", response_model=schemas.Article)
def article(article_id: int, db: Opened):
    found = db.get(models.Article, article_id, options=models.WHOLE_ARTICLE)
    if found is None:
        raise HTTPException(404)
    return found


@app.get("/v1/quotes", response_model=schemas.QuotePage)
def quotes(request: Request, db: Opened, speaker: int, limit: int = 50, after: str | None = None):
    return page(request, db.scalars(models.quotes_of(speaker, limit, after)).all(), limit)


@app.get("/v1/figures", response_model=schemas.FigurePage)
def figures(
    request: Request,
    db: Opened,
    entity: int,
    unit: str,
    min: float,  # noqa: A002
    limit: int = 50,
    after: str | None = None,
):
    found = db.scalars(models.figures_of(entity, unit, min, limit, after)).all()
    return page(request, found, limit)


@app.post("/v1/articles", status_code=201, response_model=schemas.Article)
def create(given: schemas.NewArticle, db: Opened):
    made = models.insert(db, given.model_dump())
    db.commit()
    return db.get_one(models.Article, made, options=models.WHOLE_ARTICLE, populate_existing=True)


def page(request: Request, rows, limit: int) -> dict:
    items = rows[:limit]
    more = len(rows) > limit
    address = request.url.include_query_params(after=models.mark(items[-1])) if more else None
    return {"items": items, "next": str(address) if more else None}
