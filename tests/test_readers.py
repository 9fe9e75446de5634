"""Reads straight from the driver."""

import pytest
from sqlalchemy import BigInteger, bindparam, literal, select, text

from api.models.types import Array
from api.queries.filters import elements_of
from api.store import drivers
from api.store.database import Database, as_one_row


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
