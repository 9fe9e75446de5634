"""Entities get kinds, versions and other names; they and measures can be merged, and parted."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
TEXT = sa.Text()
INTEGER = sa.Integer()
CURRENT: dict[str, Any] = {
    "sqlite_where": sa.text("current = 1"),
    "postgresql_where": sa.text("current"),
}
EARLIER: dict[str, Any] = {
    "sqlite_where": sa.text("current = 0"),
    "postgresql_where": sa.text("NOT current"),
}
NUMBERED: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}
STATED_BY = "ix_figures_stated_by_id_dated_at_id"
NAMED_IN = (
    *(("quotes", "speaker_id"), ("figures", "entity_id")),
    *(("figures", "stated_by_id"), ("figures", "measure_id")),
)
# What the change feed shows of a row: a mere name of another is none of its own.
STANDS = "CASE WHEN {{row}}.merged_into IS NULL THEN {} END"
ENTITY = "{row}.version || ' ' || {row}.kind || ' ' || {row}.name"
MEASURE = """{row}.version || ' ' || {row}.entity_id || ' ' || {row}.property || ' '
    || {row}.dimension || ' ' || {row}.name"""
SHOWN = (
    ("entities", "entity", STANDS.format(ENTITY)),
    ("measures", "measure", STANDS.format(MEASURE)),
)


def upgrade() -> None:
    """Make them."""
    # Columns are added, not tables copied: to drop the copied one would delete what refers to it.
    op.add_column("entities", sa.Column("written", TEXT, nullable=False, server_default=""))
    op.add_column("entities", sa.Column("kind", TEXT, nullable=False, server_default="other"))
    op.add_column("entities", sa.Column("article_id", KEY))
    op.execute("UPDATE entities SET written = name")
    for table in ("entities", "measures"):
        op.add_column(table, sa.Column("version", INTEGER, nullable=False, server_default="1"))
        _add_merged_into(table)
    op.create_index("ix_entities_merged_into", "entities", ["merged_into"])
    op.create_index("ix_entities_kind_id", "entities", ["kind", "id"])
    op.create_index("ix_measures_merged_into", "measures", ["merged_into"])

    op.create_table(
        "merges",
        sa.Column("id", KEY, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("into_id", KEY, nullable=False),
        sa.Column("merged_id", KEY, nullable=False),
        sa.Column("part_of", KEY),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_merges"),
        sa.ForeignKeyConstraint(
            ["part_of"], ["merges.id"], name="fk_merges_part_of_merges", ondelete="CASCADE"
        ),
        **NUMBERED,
    )
    op.create_index("ix_merges_what_into_id", "merges", ["what", "into_id"])
    op.create_index("ix_merges_part_of", "merges", ["part_of"])
    op.create_table(
        "moves",
        sa.Column("merge_id", KEY, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("row_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("merge_id", "place", "row_id", name="pk_moves"),
        sa.ForeignKeyConstraint(
            ["merge_id"], ["merges.id"], name="fk_moves_merge_id_merges", ondelete="CASCADE"
        ),
        sqlite_strict=True,
    )

    op.create_index(STATED_BY, "figures", ["stated_by_id", "dated_at", "id"], **CURRENT)
    for table, column in NAMED_IN:
        op.create_index(f"ix_{table}_{column}", table, [column], **EARLIER)
    _follow(SHOWN)


def downgrade() -> None:
    """Drop them. What was merged stays so, and a merged name is a name no more."""
    _follow([each for each in _changes().SHOWN if each[0] in ("entities", "measures")])
    for table, column in NAMED_IN:
        op.drop_index(f"ix_{table}_{column}", table)
    op.drop_index(STATED_BY, "figures")
    op.drop_table("moves")
    op.drop_table("merges")
    op.drop_index("ix_entities_kind_id", "entities")
    for table in ("measures", "entities"):
        op.drop_index(f"ix_{table}_merged_into", table)
        op.drop_column(table, "merged_into")
        op.drop_column(table, "version")
    for column in ("article_id", "kind", "written"):
        op.drop_column("entities", column)


def _add_merged_into(table: str) -> None:
    kind = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    constraint = f"fk_{table}_merged_into_{table}"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN merged_into {kind}"
        f" CONSTRAINT {constraint} REFERENCES {table} (id)"
    )


def _follow(shown: Iterable[tuple[str, str, str]]) -> None:
    """Let the change feed show other columns of tables."""
    for each in shown:
        _changes().follow_no_more(each[0])
        _changes().follow(*each)


def _changes() -> Any:
    return context.script.get_revision("0005").module
