"""Quotes and figures keep the JSON that answers show. `onrecord db upgrade` fills it in."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("quotes", "figures")


def upgrade() -> None:
    """Make room for it."""
    for table in TABLES:
        op.add_column(table, sa.Column("json", sa.Text()))


def downgrade() -> None:
    """Drop it: all of it is in other columns, too."""
    for table in TABLES:
        op.drop_column(table, "json")
