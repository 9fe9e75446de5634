"""Indexes for lists in the order of confidence and of values."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CURRENT: dict[str, Any] = {
    "sqlite_where": sa.text("current = 1"),
    "postgresql_where": sa.text("current"),
}
MAGNITUDE = sa.text("coalesce(si_value, value)")
WITHIN = ("dimension", "unit_code", "measure_id")


def upgrade() -> None:
    """Make them, in place."""
    for table in ("quotes", "figures"):
        index = f"ix_{table}_confidence_id"
        op.create_index(index, table, ["confidence", "id"], **CURRENT)
    for column in WITHIN:
        index = f"ix_figures_{column}_magnitude_id"
        op.create_index(index, "figures", [column, MAGNITUDE, "id"], **CURRENT)


def downgrade() -> None:
    """Drop them."""
    for column in WITHIN:
        op.drop_index(f"ix_figures_{column}_magnitude_id", "figures")
    for table in ("figures", "quotes"):
        op.drop_index(f"ix_{table}_confidence_id", table)
