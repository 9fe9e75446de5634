"""Tags on articles, and keys that are bound to one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
ARRAY = sa.JSON().with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Add them; what is stored has none."""
    op.add_column("articles", sa.Column("tags", ARRAY, nullable=False, server_default="[]"))
    op.create_table(
        "article_tags",
        sa.Column("article_id", KEY, nullable=False, autoincrement=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("dated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("article_id", "tag", name="pk_article_tags"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_article_tags_article_id_articles",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_article_tags_tag_dated_at_article_id", "article_tags", ["tag", "dated_at", "article_id"]
    )
    op.add_column("api_keys", sa.Column("tag", sa.Text()))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("api_keys", "tag")
    op.drop_table("article_tags")
    op.drop_column("articles", "tags")
