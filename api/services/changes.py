"""Looking after the change feed, which triggers write."""

import datetime as dt

from sqlalchemy import Connection, delete, func, insert, literal_column, select, update

from ..models import Change, Feed

_LATEST = Change.transaction.desc(), Change.position.desc()
_NUMBERING = select(
    select(func.coalesce(func.max(Feed.generation), 0)).scalar_subquery(),
    select(func.coalesce(func.max(Change.transaction), 0)).scalar_subquery(),
    literal_column("pg_snapshot_xmax(pg_current_snapshot())::text::bigint"),
)


def forget(connection: Connection, before: dt.datetime) -> int:
    """Forget deletions of before a moment, and note how far; how many.

    A client that has not come as far is told to start afresh.
    """
    old = (Change.action == "deleted") & (Change.at < before)
    latest = select(Change.transaction, Change.position).where(old).order_by(*_LATEST).limit(1)
    if (found := connection.execute(latest).one_or_none()) is None:
        return 0
    so_far = connection.execute(select(Feed.expired_transaction, Feed.expired_position)).first()
    transaction, position = max(tuple(found), tuple(so_far or (0, 0)))
    _note(connection, expired_transaction=transaction, expired_position=position)
    counted = delete(Change).where(old).execution_options(preserve_rowcount=True)
    return connection.execute(counted).rowcount


def settle(connection: Connection) -> None:
    """Where the store has come to another PostgreSQL server, number on from what it had.

    A restored store has changes of transactions that this server has not come to yet: all new
    ones would be taken for earlier than those.
    """
    if connection.dialect.name == "sqlite":
        return
    (generation, latest, begun) = connection.execute(_NUMBERING).one()
    if latest >= (generation << 48) + begun:
        _note(connection, generation=generation + 1)


def _note(connection: Connection, **state: int) -> None:
    if not connection.execute(update(Feed).values(state)).rowcount:
        connection.execute(insert(Feed).values(id=1, **state))
