"""What entities are called elsewhere: URIs of the same thing."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "entity_uris",
        sa.Column("uri", FOLDED, nullable=False),
        sa.Column("entity_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("uri", name="pk_entity_uris"),
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entities.id"],
            name="fk_entity_uris_entity_id_entities",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_entity_uris_entity_id", "entity_uris", ["entity_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("entity_uris")
