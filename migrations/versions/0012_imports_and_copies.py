"""A ledger of imports, and which articles are copies of others."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
FLAG = sa.Boolean(create_constraint=False).with_variant(sa.Integer(), "sqlite")
COPIES: dict[str, Any] = {
    "sqlite_where": sa.text("copy_of IS NOT NULL"),
    "postgresql_where": sa.text("copy_of IS NOT NULL"),
}
COPIED: dict[str, Any] = {
    "sqlite_where": sa.text("current = 1 AND copied = 1"),
    "postgresql_where": sa.text("current AND copied"),
}


def upgrade() -> None:
    """Make them; `onrecord db upgrade` then finds the copies among what is stored."""
    op.create_table(
        "imported_files",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("finished", FLAG, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_imported_files"),
        sqlite_strict=True,
    )
    op.create_table(
        "article_bands",
        sa.Column("band", KEY, nullable=False, autoincrement=False),
        sa.Column("article_id", KEY, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("band", "article_id", name="pk_article_bands"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    kind = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE articles ADD COLUMN copy_of {kind}"
        " CONSTRAINT fk_articles_copy_of_articles REFERENCES articles (id)"
    )
    op.add_column("articles", sa.Column("signature", sa.LargeBinary()))
    op.create_index("ix_articles_copy_of", "articles", ["copy_of"], **COPIES)
    for table in ("quotes", "figures"):
        column = sa.Column[bool]("copied", FLAG, nullable=False, server_default=sa.false())
        op.add_column(table, column)
        index = f"ix_{table}_copied_dated_at_id"
        op.create_index(index, table, ["copied", "dated_at", "id"], **COPIED)


def downgrade() -> None:
    """Drop them."""
    for table in ("figures", "quotes"):
        op.drop_index(f"ix_{table}_copied_dated_at_id", table)
        op.drop_column(table, "copied")
    op.drop_index("ix_articles_copy_of", "articles")
    for column in ("signature", "copy_of"):
        op.execute(f"ALTER TABLE articles DROP COLUMN {column}")
    op.drop_table("article_bands")
    op.drop_table("imported_files")
