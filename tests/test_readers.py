"""Reads straight from the driver."""

from threading import Event, Thread

import pytest
from sqlalchemy import BigInteger, bindparam, event, literal, select, text

from api.models.types import Array
from api.queries.filters import elements_of
from api.store import drivers
from api.store.database import Database
from api.store.statements import as_one_row


def test_a_connection_keeps_no_more_statements_than_it_may(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        pytest.skip("Python keeps SQLite's statements, 128 at most")
    monkeypatch.setattr(drivers, "MOST", 3)
    for turn in range(2):
        for number in range(10):
            found = database.read(text(f"SELECT {number} + CAST(:turn AS int)"), {"turn": turn})
            assert found == [(number + turn,)]
    ((kept,),) = database.read(text("SELECT count(*) FROM pg_prepared_statements"), {})
    assert kept <= 3


def test_rows_are_the_same_where_they_are_gathered(database: Database) -> None:
    array = bindparam("array", [f"{number} – “é”" for number in range(100)], Array)
    said = elements_of(array, "said").c.value
    last = (
        select(said, literal(""), literal(7))
        .order_by(said.desc())
        .limit(bindparam("limit", type_=BigInteger))
    )
    for limit in (0, 1, 50):
        plain = database.read(last, {"limit": limit})
        found = database.read(as_one_row(last), {"limit": limit})
        assert [(words, nothing, int(number)) for words, nothing, number in found] == plain
        assert len(plain) == limit


def test_what_a_thread_read_by_is_closed_with_it_after_the_pool_was_disposed_of(
    database: Database,
) -> None:
    has_read, may_end = Event(), Event()
    opened: list[object] = []
    closed: list[object] = []

    def read() -> None:
        database.read(select(literal(1)), {})
        has_read.set()
        may_end.wait()

    def note(connection: object, _record: object) -> None:
        opened.append(connection)

    def note_end(connection: object, _record: object) -> None:
        closed.append(connection)

    event.listen(database.reads, "connect", note)
    event.listen(database.reads, "close", note_end)
    database.reads.dispose()
    thread = Thread(target=read)
    thread.start()
    has_read.wait()
    database.reads.dispose()  # as it is where the server restarts
    may_end.set()
    thread.join()
    event.remove(database.reads, "connect", note)
    event.remove(database.reads, "close", note_end)
    assert opened
    assert opened == closed[-len(opened) :]
