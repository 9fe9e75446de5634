"""How sure it is what a figure is of."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; figures that were read before have none until they are read again."""
    op.add_column(
        "figures", sa.Column("measure_confidence", sa.Double().with_variant(sa.REAL(), "sqlite"))
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("figures", "measure_confidence")
