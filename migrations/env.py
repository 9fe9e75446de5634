"""What Alembic runs: the tables and on which connection, as `store.migrate` hands them over."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlalchemy.dialects import sqlite


def _is_ours(_object: Any, name: str | None, *_: Any) -> bool:
    """Leave the search index out: the two stores have it in ways that no model describes."""
    return "search" not in (name or "")


def _plain(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write a column type of our own as SQLAlchemy's: migrations import nothing of the package."""
    if kind != "type" or not isinstance(item, sa.TypeDecorator):
        return False
    in_sqlite = item.load_dialect_impl(sqlite.dialect())
    in_sqlite = in_sqlite.dialect_impl(sqlite.dialect())
    return f'sa.{item.impl_instance!r}.with_variant(sa.{in_sqlite!r}, "sqlite")'


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    # Columns are added and dropped in place. Alembic's other way on SQLite copies the table, which
    # drops its triggers and, with foreign keys on, deletes every row that refers to it.
    render_as_batch=False,
    render_item=_plain,
    compare_type=True,
    include_object=_is_ours,
)
with context.begin_transaction():
    context.run_migrations()
