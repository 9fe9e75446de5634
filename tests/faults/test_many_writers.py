"""The change feed while many write at once, and commit in whatever order it happens."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select, text

from api.models import Entity
from api.store.database import Database
from tests.follower import Follower

WRITERS = 8
TRANSACTIONS = 50  # of each
ROWS = 12  # that a transaction inserts at most
NEVER = "-1"  # what no committed row is called

# A row's name counts how often it was written: what a reader sees of a row must rise.
INSERT = text("INSERT INTO entities (name, key) VALUES ('1', :key)")
UPDATE = "UPDATE entities SET name = CAST(CAST(name AS INTEGER) + 1 AS TEXT) WHERE "
UPDATE_SOME = text(UPDATE + "key LIKE :own AND id % 5 = :some")
UPDATE_SHARED = text(UPDATE + "key = :key")
DELETE = text("DELETE FROM entities WHERE key LIKE :own AND id % 9 = :some")
SPOIL = text("UPDATE entities SET name = :never WHERE key LIKE :own")


def write(database: Database, writer: int) -> None:
    """Run the transactions of one writer on a connection of its own."""
    chance = random.Random(writer)  # noqa: S311 (no secret)
    own = f"w{writer}-%"
    with database.writes.connect() as connection:
        for number in range(TRANSACTIONS):
            insert(connection, f"w{writer}-{number}", chance.randint(1, ROWS))
            time.sleep(chance.random() * 0.003)
            connection.execute(UPDATE_SOME, {"own": own, "some": chance.randrange(5)})
            connection.execute(DELETE, {"own": own, "some": chance.randrange(9)})
            connection.execute(UPDATE_SHARED, {"key": f"shared-{chance.randrange(4)}"})
            if chance.random() < 0.15:
                connection.execute(SPOIL, {"own": own, "never": NEVER})
                connection.rollback()
                continue
            time.sleep(chance.random() * 0.003)
            connection.commit()


def insert(connection: Connection, prefix: str, count: int) -> None:
    connection.execute(INSERT, [{"key": f"{prefix}-{row}"} for row in range(count)])


class Reader(Follower):
    """A follower that does not let anything pass that is out of turn."""

    def __init__(self, client: FlaskClient) -> None:
        super().__init__(client, "entity,measure", limit=37)
        self.seen: dict[int, int] = {}
        self.gone: set[int] = set()

    def check(self) -> int:
        """Read one page; how much was told."""
        page = self.page()
        for change in page:
            number, shown = change["id"], change["object"]
            assert number not in self.gone
            if change["action"] == "deleted":
                self.gone.add(number)
                self.seen.pop(number, None)
                continue
            assert shown["name"] != NEVER
            written = int(shown["name"])
            assert written > self.seen.get(number, 0), (
                "told again without a change, or an old state"
            )
            self.seen[number] = written
        return len(page)


@pytest.mark.parametrize("round_", range(2))
def test_nothing_is_lost_and_nothing_comes_twice(
    client: FlaskClient, database: Database, round_: int
) -> None:
    with database.writes.begin() as connection:
        connection.execute(INSERT, [{"key": f"shared-{row}"} for row in range(4)])
    reader = Reader(client)
    with ThreadPoolExecutor(WRITERS) as threads:
        writers = [
            threads.submit(write, database, WRITERS * round_ + writer) for writer in range(WRITERS)
        ]
        while not all(writer.done() for writer in writers):
            reader.check()
    for writer in writers:
        writer.result()
    while reader.check():
        pass
    assert reader.seen == stored(database)
    assert len(reader.seen) + len(reader.gone) > 1_000


def stored(database: Database) -> dict[Any, int]:
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Entity))
        return {row.id: int(row.name) for row in session.execute(select(Entity.id, Entity.name))}
