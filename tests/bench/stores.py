"""The data set, in the tables of onrecord, on SQLite and on PostgreSQL.

Made once for each amount of data and version of the tables, and kept in .bench_cache; PostgreSQL
is made again for each run.
"""

import hashlib
import itertools
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, insert, text

from api.models import Base
from api.services import derived, upkeep
from api.store.database import Database
from tests import postgresql
from tests.bench import news

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".bench_cache"
ARTICLES = 100_000  # at SCALE=1, with 500,000 quotes and 1,000,000 figures
AT_ONCE = 2_000  # articles of one transaction
# Beside what tests set, which is that nothing has to survive a crash.
SETTINGS = ("shared_buffers=512MB", "maintenance_work_mem=512MB", "max_wal_size=4GB", "jit=off")


class Store(NamedTuple):
    """Two databases alike: one that is only read, one that requests write to."""

    name: str
    articles: int
    reads: str
    writes: str
    server: int | None  # the process that answers, where it is not the application's own


@contextmanager
def store(name: str, scale: float) -> Iterator[Store]:
    """Give a filled store of this kind."""
    articles = max(1_000, round(ARTICLES * scale))
    if name == "sqlite":
        yield _sqlite(articles)
        return
    with postgresql.server((*postgresql.FAST, *SETTINGS)) as url:
        yield _postgresql(url, articles)


def _sqlite(articles: int) -> Store:
    folder = CACHE / "data" / f"{articles}-{_made_from()}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "news.db"  # Datasette calls the database so, too
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        _fill(f"sqlite:///{unfinished}", articles)
        _settle(unfinished)
        unfinished.rename(path)
    copy = folder / "writes.db"
    for left in folder.glob("writes.db*"):
        left.unlink()
    shutil.copy(path, copy)
    return Store("sqlite", articles, f"sqlite:///{path}", f"sqlite:///{copy}", None)


def _settle(path: Path) -> None:
    """Leave one file, without a log beside it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("VACUUM")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _postgresql(url: str, articles: int) -> Store:
    _fill(url, articles)
    database = Database(url)
    with database.writes.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        folder = connection.scalar(text("SHOW data_directory"))
    database.dispose()
    writes = database.url.set(database="template1")
    template = Database(writes.render_as_string()).writes
    with template.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE writes TEMPLATE postgres STRATEGY file_copy"))
        connection.execute(text("CHECKPOINT"))
    server = int((Path(folder) / "postmaster.pid").read_text().split()[0])
    writing = database.url.set(database="writes").render_as_string()
    return Store("postgresql", articles, url, writing, server)


def _made_from() -> str:
    """What the data depends on: the generator and the tables."""
    sources = (Path(news.__file__), *sorted((ROOT / "migrations" / "versions").glob("*.py")))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]


def _fill(url: str, articles: int) -> None:
    print(f"filling {url.partition(':')[0]} with {articles:,} articles …", flush=True)  # noqa: T201
    database = Database(url)
    upkeep.upgrade(database)
    world = news.News()
    with database.writes.begin() as connection:
        _put(connection, "entities", world.entities)
        _put(connection, "entity_names", list(world.entity_names()))
        _put(connection, "measures", list(world.measures()))
    for first in range(1, articles + 1, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, articles + 1))
        found = [world.article(number) for number in numbers]
        with database.writes.begin() as connection:
            _put(connection, "articles", [one.article for one in found])
            _put(connection, "revisions", [one.revision for one in found])
            _put(connection, "quotes", _flat(one.quotes for one in found))
            _put(connection, "figures", _flat(one.figures for one in found))
    for each in derived.ALL:
        for _ in each.renew(database):
            pass
    if not database.is_sqlite:
        with database.writes.begin() as connection:
            _count_on(connection)
    database.dispose()


def _flat(lists: Iterable[Sequence[news.Row]]) -> list[news.Row]:
    return list(itertools.chain.from_iterable(lists))


def _put(connection: Connection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    table = Base.metadata.tables[name]
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
    else:
        _copy(connection, table, rows)


def _copy(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = ", ".join(f'"{name}"' for name in rows[0])
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copying,
    ):
        for row in rows:
            copying.write_row([_plain(value) for value in row.values()])


def _plain(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list) else value


def _count_on(connection: Connection) -> None:
    """Let the next ids follow those that were copied."""
    for name in ("entities", "measures", "articles", "quotes", "figures"):
        sequence = f"pg_get_serial_sequence('{name}', 'id')"
        connection.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {name}))"))  # noqa: S608
