"""What was kept by which rule; and a merge's and a decision's `table`, by its plain name."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty: `onrecord db upgrade` then renews all that is kept."""
    op.create_table(
        "fingerprints",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_fingerprints"),
        sqlite_strict=True,
    )
    op.drop_index("ix_merges_what_into_id", "merges")
    _rename("merges", "what", '"table"')
    op.create_index("ix_merges_table_into_id", "merges", ["table", "into_id"])
    _rename("decisions", "kind", '"table"')


def downgrade() -> None:
    """Drop it, and give the columns their old names."""
    _rename("decisions", '"table"', "kind")
    op.drop_index("ix_merges_table_into_id", "merges")
    _rename("merges", '"table"', "what")
    op.create_index("ix_merges_what_into_id", "merges", ["what", "into_id"])
    op.drop_table("fingerprints")


def _rename(table: str, column: str, name: str) -> None:
    # Written out, since Alembic would copy the table on SQLite, which drops its triggers.
    op.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO {name}")
