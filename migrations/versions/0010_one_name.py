"""One name for one person: names of people are linked, and links can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
TEXT = sa.Text()
READINGS = ("quotes", "figures")


def upgrade() -> None:
    """Add the columns and tables; `services.derived` fills what earlier rows lack in them."""
    op.add_column("entities", sa.Column("surname", FOLDED))
    op.add_column("entities", sa.Column("person_key", FOLDED))
    op.add_column("entities", sa.Column("linked_by", TEXT))
    op.add_column("entities", sa.Column("link_confidence", NUMBER))
    _index("entities", ["person_key"], "person_key IS NOT NULL")
    _index("entities", ["surname", "id"], "surname IS NOT NULL AND merged_into IS NULL")
    op.add_column("merges", sa.Column("linked_by", TEXT))
    op.create_index("ix_merges_merged_id", "merges", ["merged_id"])
    for table in READINGS:
        _add_link_id(table)
        op.add_column(table, sa.Column("linked_by", TEXT))
        op.add_column(table, sa.Column("link_confidence", NUMBER))
        _index(table, ["link_id"], "link_id IS NOT NULL")
    op.add_column("quotes", sa.Column("speaker_kind", TEXT))
    op.add_column("figures", sa.Column("entity_text", TEXT))

    op.create_table(
        "full_names",
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("entity_id", KEY, nullable=False),
        sa.Column("surname", FOLDED, nullable=False),
        sa.Column("dated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("article_id", "entity_id", name="pk_full_names"),
        _reference("full_names", "article_id", "articles"),
        _reference("full_names", "entity_id", "entities"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_full_names_surname_dated_at_article_id_entity_id",
        "full_names",
        ["surname", "dated_at", "article_id", "entity_id"],
    )
    op.create_index("ix_full_names_entity_id", "full_names", ["entity_id"])
    op.create_table(
        "partings",
        sa.Column("name_id", KEY, nullable=False),
        sa.Column("other_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("name_id", "other_id", name="pk_partings"),
        _reference("partings", "name_id", "entities"),
        _reference("partings", "other_id", "entities"),
        sqlite_strict=True,
    )
    op.create_index("ix_partings_other_id", "partings", ["other_id"])


def downgrade() -> None:
    """Drop them. What was linked stays so, as if a person had merged it."""
    op.drop_table("partings")
    op.drop_table("full_names")
    op.drop_column("figures", "entity_text")
    op.drop_column("quotes", "speaker_kind")
    for table in READINGS:
        op.drop_index(f"ix_{table}_link_id", table)
        for column in ("link_confidence", "linked_by", "link_id"):
            op.drop_column(table, column)
    op.drop_index("ix_merges_merged_id", "merges")
    op.drop_column("merges", "linked_by")
    for columns in (["surname", "id"], ["person_key"]):
        op.drop_index("ix_entities_" + "_".join(columns), "entities")
    for column in ("link_confidence", "linked_by", "person_key", "surname"):
        op.drop_column("entities", column)


def _index(table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    name = f"ix_{table}_{'_'.join(columns)}"
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def _add_link_id(table: str) -> None:
    # By hand, since SQLite's tables would be copied, and their triggers lost, for a constraint.
    kind = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    constraint = f"fk_{table}_link_id_entities"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN link_id {kind}"
        f" CONSTRAINT {constraint} REFERENCES entities (id)"
    )


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{to}"
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
