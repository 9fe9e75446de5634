"""An index for figures by what they measure."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEX = "ix_figures_property_dated_at_id"


def upgrade() -> None:
    """Make it."""
    op.create_index(
        INDEX,
        "figures",
        ["property", "dated_at", "id"],
        sqlite_where=sa.text("current = 1"),
        postgresql_where=sa.text("current"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index(INDEX, "figures")
