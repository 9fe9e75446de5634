"""Quotes and figures keep the JSON that answers show. `onrecord db upgrade` fills it in.

And an index for the question asked most of figures: those of one thing in one dimension. It walks
only what it shows, where the index by thing alone walked past all other dimensions of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("quotes", "figures")
INDEX = "ix_figures_entity_id_dimension_dated_at_id"


def upgrade() -> None:
    """Make room for it."""
    for table in TABLES:
        op.add_column(table, sa.Column("json", sa.Text()))
    op.create_index(
        INDEX,
        "figures",
        ["entity_id", "dimension", "dated_at", "id"],
        sqlite_where=sa.text("current = 1"),
        postgresql_where=sa.text("current"),
    )


def downgrade() -> None:
    """Drop it: all of it is in other columns, too."""
    op.drop_index(INDEX, "figures")
    for table in TABLES:
        op.drop_column(table, "json")
