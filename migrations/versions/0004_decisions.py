"""What people decide about quotes and figures, and what of it the present text no longer says."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FLAG = sa.Boolean().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
ARRAY = sa.JSON().with_variant(sa.Text(), "sqlite")
TABLES = ("quotes", "figures")
DECIDED = "status <> 'extracted'"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "decisions",
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("changed", ARRAY, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "kind", "item_id", "number", name="pk_decisions"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_decisions_article_id_articles",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    for table in TABLES:
        op.add_column(table, sa.Column("unplaced", FLAG, nullable=False, server_default=sa.false()))
        op.create_index(
            f"ix_{table}_status_dated_at_id",
            table,
            ["status", "dated_at", "id"],
            sqlite_where=sa.text(f"current = 1 AND {DECIDED}"),
            postgresql_where=sa.text(f"current AND {DECIDED}"),
        )
        op.create_index(
            f"ix_{table}_article_id",
            table,
            ["article_id"],
            sqlite_where=sa.text("unplaced = 1"),
            postgresql_where=sa.text("unplaced"),
        )


def downgrade() -> None:
    """Drop them, and with them what people decided."""
    for table in TABLES:
        op.drop_index(f"ix_{table}_article_id", table)
        op.drop_index(f"ix_{table}_status_dated_at_id", table)
        op.drop_column(table, "unplaced")
    op.drop_table("decisions")
