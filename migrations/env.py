"""What Alembic runs: the tables and on which connection, as `store.migrate` hands them over."""

from typing import Any

from alembic import context


def _is_ours(_object: Any, name: str | None, *_: Any) -> bool:
    """Leave the search index out: the two stores have it in ways that no model describes."""
    return "search" not in (name or "")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,  # SQLite alters a table by copying it
    compare_type=True,
    include_object=_is_ours,
)
with context.begin_transaction():
    context.run_migrations()
