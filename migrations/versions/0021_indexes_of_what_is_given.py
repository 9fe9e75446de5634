"""Indexes that keep no row without the value that they are asked for.

In an archive of news half of the figures are of nothing that has a name, and two thirds of no
measure. No list asks one of these indexes for such rows: to keep them there took a twelfth of what
it costs to store a figure.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

CURRENT = {"sqlite": "current = 1", "postgresql": "current"}
MAGNITUDE = sa.text("coalesce(si_value, value)")
BY_MAGNITUDE = ("dimension", "unit_code", "measure_id")
OF_ONE_THING = ("entity_id", "dimension")


def upgrade() -> None:
    """Make them again, without those rows."""
    _replace(without_nothing=True)


def downgrade() -> None:
    """Make them again, with all rows."""
    _replace(without_nothing=False)


def _replace(*, without_nothing: bool) -> None:
    _replace_index(OF_ONE_THING, ["dated_at", "id"], "dated_at_id", without_nothing)
    for column in BY_MAGNITUDE:
        _replace_index((column,), [MAGNITUDE, "id"], "magnitude_id", without_nothing)


def _replace_index(
    leading: Sequence[str], rest: Sequence[str | sa.TextClause], ending: str, without_nothing: bool
) -> None:
    conditions = [CURRENT[op.get_context().dialect.name]]
    if without_nothing:
        conditions += [f"{column} IS NOT NULL" for column in leading]
    name, where = f"ix_figures_{'_'.join(leading)}_{ending}", sa.text(" AND ".join(conditions))
    op.drop_index(name, "figures")
    op.create_index(name, "figures", [*leading, *rest], sqlite_where=where, postgresql_where=where)
