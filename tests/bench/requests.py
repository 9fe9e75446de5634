"""What is asked of the servers: files of requests, each an even draw from the data set."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import func, select

from api.models import Figure, Quote
from api.store.database import Database
from tests.bench.news import News, Row
from tests.bench.stores import CACHE, Store

PAGE = 50
HOT = 200  # articles that are asked for again and again
NOT_GIVEN = {"id", "article_id", "revision", "current", "status"}
NOT_GIVEN |= {"publisher", "published_at", "dated_at"}

READS = ("article", "quotes", "figures", "search")


def write(store: Store) -> Mapping[str, Path]:
    """The file of each kind of request."""
    folder = CACHE / "requests" / store.name
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(11)  # noqa: S311
    world = News()
    database = Database(store.reads)
    articles = [chance.randint(1, store.articles) for _ in range(20_000)]
    speakers = _with_pages(database, Quote, Quote.speaker_id)
    things = _with_pages(database, Figure, Figure.entity_id, Figure.unit_code == "m3")
    database.dispose()
    new = [_given(world, store.articles + number) for number in range(1, 301)]
    lines: dict[str, Iterable[str]] = {
        "hello": [_get("/")],
        "article": [_get(f"/v1/articles/{number}") for number in articles],
        "unchanged": [_get(f"/v1/articles/{n}", 'If-None-Match: "v1"') for n in articles[:HOT]],
        "quotes": [_get(_address("/v1/quotes", speaker=number)) for number in speakers],
        "figures": [
            _get(_address("/v1/figures", entity=number, unit="m3", min=least))
            for number in things
            for least in (11, 12, 13)
        ],
        "search": [
            _get(_address("/v1/quotes", q=" ".join(words))) for words in _searched(world, chance)
        ],
        "post": [_post(_text_only(article)) for article in new],
        "post given": [_post(article) for article in new],
    }
    # Datasette has addresses of its own; the statements behind them are in datasette.json.
    lines |= {
        "article by datasette": [
            _get(f"/news/article.json?id={n}&_shape=objects&_json=quotes&_json=figures")
            for n in articles
        ],
        "quotes by datasette": [_get(f"/news/quotes_of.json?speaker={n}") for n in speakers],
        "figures by datasette": [
            _get(f"/news/figures_of.json?entity={number}&unit=m3&min={least}")
            for number in things
            for least in (11, 12, 13)
        ],
    }
    return {name: _file(folder / f"{name}.txt", found) for name, found in lines.items()}


def bulk(store: Store, numbers: range) -> bytes:
    """The body of a bulk request: articles that are in no store yet, one a line."""
    world, first = News(), store.articles + 1_000
    lines = (
        json.dumps(_text_only(_given(world, first + number))).replace("@@", f"bulk-{number}")
        for number in numbers
    )
    return "\n".join(lines).encode()


def paths(file: Path, count: int) -> list[str]:
    """The first addresses of a file."""
    with file.open() as lines:
        return [line.split("\t")[1] for line, _ in zip(lines, range(count), strict=False)]


def _with_pages(database: Database, table: Any, column: Any, *conditions: Any) -> list[int]:
    """The ids under which a list fills a page."""
    counted = select(column).where(*conditions).group_by(column)
    full = counted.having(func.count() > PAGE).order_by(func.count().desc()).limit(1_000)
    found = [row[0] for row in database.read(full, {})]
    assert found, f"no page of {PAGE} in {table.__tablename__}: SCALE is too small"
    return found


def _given(world: News, number: int) -> Row:
    """An article with what was found in it, as a peer is given it; its url is for the load to."""
    made = world.article(number)
    kept = ("title", "authors", "publisher", "published_at", "language")
    return {
        "url": "https://new.example/@@",
        **{name: made.article[name] for name in kept},
        "published_at": made.article["published_at"].isoformat(),
        "text": made.revision["text"],
        "extractor": made.revision["extractor"],
        "quotes": [_without(quote) for quote in made.quotes],
        "figures": [_without(figure) for figure in made.figures],
    }


def _without(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in NOT_GIVEN}


def _text_only(article: Row) -> Row:
    found = {"extractor", "quotes", "figures"}
    return {name: value for name, value in article.items() if name not in found}


def _searched(world: News, chance: random.Random) -> Iterator[list[str]]:
    """Two words of one quote."""
    for _ in range(500):
        said = chance.choice(world.article(chance.randint(1, 900)).quotes)
        yield chance.sample(said["text"].lower().split(), 2)


def _address(path: str, **query: object) -> str:
    return f"{path}?{urlencode({**query, 'limit': PAGE}, quote_via=quote)}"


def _get(path: str, header: str = "-") -> str:
    return f"GET\t{path}\t{header}\t-"


def _post(article: Row) -> str:
    return f"POST\t/v1/articles\tContent-Type: application/json\t{json.dumps(article)}"


def _file(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path
