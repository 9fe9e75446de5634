"""Putting quotes into a store, without reading a text: rows, full-text index and kept JSON.

Run as a program with the address of a store: prints quotes stored in a second of processor time.
"""

import sys
import time

from sqlalchemy import func, select

from api.models import Article, Entity, Quote, Revision
from api.models.fulltext import QUOTES
from api.services import fulltext, kept_json
from api.store.database import Database
from api.store.rows import insert_new, insert_numbered
from tests.bench.news import News, Row

ARTICLES, ROUNDS = 200, 5  # of one transaction; the fastest counts


def quotes_per_second(database: Database, first: int) -> float:
    """How many quotes a second of one core stores."""
    world, fastest = News(), 0.0
    with database.session() as session:
        speakers = session.scalars(select(func.max(Entity.id))).one()
    for turn in range(ROUNDS):
        numbers = range(first + turn * ARTICLES, first + (turn + 1) * ARTICLES)
        articles = [world.article(number) for number in numbers]
        quotes = [_new(quote, speakers) for one in articles for quote in one.quotes]
        with database.session() as session:
            insert_new(session, Article, [one.article for one in articles])
            insert_new(session, Revision, [one.revision for one in articles])
            begun = time.process_time()
            ids = insert_numbered(session, Quote, quotes, kept_json.of_quote)
            fulltext.add_new(session, QUOTES, ids, quotes)
            session.commit()
        fastest = max(fastest, len(quotes) / (time.process_time() - begun))
    return fastest


_COLUMNS = [column.name for column in Quote.__table__.columns if not column.server_default]


def _new(quote: Row, speakers: int) -> Row:
    row = {name: quote.get(name) for name in _COLUMNS if name not in ("id", "json")}
    return row | {"speaker_id": 1 + quote["speaker_id"] % speakers}


if __name__ == "__main__":
    url, articles = sys.argv[1:]
    print(quotes_per_second(Database(url), int(articles) + 10_000_000))  # noqa: T201
