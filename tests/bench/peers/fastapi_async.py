# mypy: ignore-errors
# ruff: noqa: ANN201
"""FastAPI with SQLAlchemy's AsyncSession and pydantic's models."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bench.peers import models
from tests.bench.peers import pydantic_schemas as schemas
from tests.bench.peers.fastapi_sync import page

app = FastAPI()
engine = models.async_engine()


async def session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(engine, expire_on_commit=False) as opened:
        yield opened


Opened = Annotated[AsyncSession, Depends(session)]


@app.get("/v1/articles/{article_id}", response_model=schemas.Article)
async def article(article_id: int, db: Opened):
    found = await db.get(models.Article, article_id, options=models.WHOLE_ARTICLE)
    if found is None:
        raise HTTPException(404)
    return found


@app.get("/v1/quotes", response_model=schemas.QuotePage)
async def quotes(
    request: Request, db: Opened, speaker: int, limit: int = 50, after: str | None = None
):
    found = await db.scalars(models.quotes_of(speaker, limit, after))
    return page(request, found.all(), limit)


@app.get("/v1/figures", response_model=schemas.FigurePage)
async def figures(
    request: Request,
    db: Opened,
    entity: int,
    unit: str,
    min: float,  # noqa: A002
    limit: int = 50,
    after: str | None = None,
):
    found = await db.scalars(models.figures_of(entity, unit, min, limit, after))
    return page(request, found.all(), limit)


@app.post("/v1/articles", status_code=201, response_model=schemas.Article)
async def create(given: schemas.NewArticle, db: Opened):
    made = await db.run_sync(models.insert, given.model_dump())
    await db.commit()
    return await db.get_one(
        models.Article, made, options=models.WHOLE_ARTICLE, populate_existing=True
    )
