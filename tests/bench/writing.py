"""What it costs to store articles, without the reading of their texts.

    python -m tests.bench.writing [sqlite|postgresql] [articles already stored]

Prints, for a store that holds some articles already, processor time (of the application and, on
PostgreSQL, of the server): of an article by `POST`, by a bulk request and by an import; the pages
that bulk and import write to SQLite's log; the quotes a second that the insert alone stores; and
the lines a second of a whole bulk request, reading included. Only ratios of turns that alternate
with those of another version mean anything: see docs/bench.md.
"""

import datetime as dt
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from sqlalchemy import text

from api import create_app
from api.config import Settings
from api.importing import lines
from api.importing import run as importing
from api.importing.records import Ready
from api.services import articles, engine, upkeep
from api.store.database import Database
from tests import postgresql
from tests.bench.inserts import quotes_per_second
from tests.bench.news import News
from tests.bench.processes import processor_time

COUNT = 100  # articles of one measurement
ROUNDS = 3  # of which the least counts
FRAME = 4096 + 24  # bytes of a page in SQLite's log
Given = dict[str, Any]


class Bench:
    """An application on one store, and articles that nobody has stored yet."""

    def __init__(self, url: str) -> None:
        self._app = create_app(Settings(database_url=url))
        self.database: Database = self._app.extensions["database"]
        upkeep.upgrade(self.database)
        self._client = self._app.test_client()
        self._world = News()
        self._next = 1
        self._server = None if self.database.is_sqlite else _server(self.database)

    def fill(self, count: int) -> None:
        """Store some articles first."""
        while self._next <= count:
            importing._write(self.database, self._ready(50), {})  # noqa: SLF001

    def measured(self) -> dict[str, float]:
        """All of it, by name; ms an article, pages an article, or a second."""
        return {
            "post": self._least(self._post),
            "bulk": self._least(self._bulk),
            "import": self._least(self._import),
            **self._pages(),
            "inserted quotes/s": quotes_per_second(self.database, self._next + 10_000_000),
            "bulk lines/s": 1000 / self._least(self._bulk, read=False),
        }

    def _least(self, store: Callable[[Sequence[Given]], None], *, read: bool = True) -> float:
        found = []
        for _ in range(ROUNDS):
            given = self._given(COUNT)
            with _read_before(given) if read else _nothing():
                begun = self._time()
                store(given)
                found.append(self._time() - begun)
        return min(found) * 1000 / COUNT

    def _time(self) -> float:
        return time.process_time() + (processor_time(self._server) if self._server else 0)

    def _post(self, given: Sequence[Given]) -> None:
        for one in given:
            answer = self._client.post("/v1/articles", json=one)
            assert answer.status_code == 201, answer.text

    def _bulk(self, given: Sequence[Given]) -> None:
        body = "\n".join(map(json.dumps, given))
        kind = {"Content-Type": "application/x-ndjson"}
        answer = self._client.post("/v1/articles/bulk", data=body, headers=kind)
        assert answer.text.count('"status": 201') == len(given), answer.text[:300]

    def _import(self, given: Sequence[Given]) -> None:
        for first in range(0, len(given), importing.BATCH):
            some = [_ready(one) for one in given[first : first + importing.BATCH]]
            importing._write(self.database, some, {})  # noqa: SLF001

    def _pages(self) -> dict[str, float]:
        """Pages written to the log by an article."""
        if not self.database.is_sqlite:
            return {}
        found = {}
        for name, store in (("bulk", self._bulk), ("import", self._import)):
            given = self._given(COUNT)
            with self.database.writes.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 0")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
            with _read_before(given):
                store(given)
            log = Path(f"{self.database.url.database}-wal").stat().st_size
            found[f"{name} pages"] = log / FRAME / COUNT
        return found

    def _given(self, count: int) -> list[Given]:
        numbers = range(self._next, self._next + count)
        self._next += count
        return [_article(self._world, number) for number in numbers]

    def _ready(self, count: int) -> list[Ready]:
        return [_ready(one) for one in self._given(count)]


def _article(world: News, number: int) -> Given:
    made = world.article(number)
    kept = ("url", "title", "authors", "publisher", "language")
    published = {"published_at": made.article["published_at"].isoformat()}
    return {name: made.article[name] for name in kept} | published | {"text": made.revision["text"]}


def _ready(given: Given) -> Ready:
    fields = {**given, "published_at": dt.datetime.fromisoformat(given["published_at"])}
    return Ready("", fields, _extracted(given["text"]))


_READ: dict[str, engine.Extracted] = {}


def _extracted(written: str) -> engine.Extracted:
    if written not in _READ:
        _READ[written] = engine.extract(written, "en")
    return _READ[written]


@contextmanager
def _read_before(given: Sequence[Given]) -> Iterator[None]:
    """Have texts read before they are stored."""
    for one in given:
        _extracted(one["text"])
    replaced = ExitStack()
    for module in (articles, lines):
        if hasattr(module, "extract"):
            replaced.enter_context(patch.object(module, "extract", lambda text, _: _READ[text]))
    with replaced:
        yield
    _READ.clear()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _server(database: Database) -> int:
    with database.writes.connect() as connection:
        folder = connection.scalar(text("SHOW data_directory"))
    return int((Path(folder) / "postmaster.pid").read_text().split()[0])


@contextmanager
def _url(name: str) -> Iterator[str]:
    if name == "postgresql":
        with postgresql.server() as url:
            yield url
    else:
        with TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.db"


def main(name: str = "sqlite", stored: str = "2000") -> None:
    """Measure one store and print it as JSON."""
    with _url(name) as url:
        bench = Bench(url)
        bench.fill(int(stored))
        found = {key: round(value, 2) for key, value in bench.measured().items()}
        bench.database.dispose()
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main(*sys.argv[1:])
