"""The first tables: articles and their revisions, quotes, figures, entities, measures."""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FLAG = sa.Boolean().with_variant(sa.Integer(), "sqlite")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
ARRAY = sa.JSON().with_variant(sa.Text(), "sqlite")
TEXT = sa.Text()
INTEGER = sa.Integer()


def upgrade() -> None:
    """Make them."""
    _table(
        "articles",
        _column("id", KEY),
        _column("key", TEXT),
        _column("url", TEXT, nullable=True),
        _column("title", TEXT, nullable=True),
        _column("authors", ARRAY),
        _column("publisher", TEXT, nullable=True),
        _column("published_at", MOMENT, nullable=True),
        _column("dated_at", MOMENT),
        _column("language", TEXT),
        _column("revision", INTEGER),
        _column("created_at", MOMENT),
        _column("updated_at", MOMENT),
        _column("version", INTEGER),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("key", name="uq_articles_key"),
    )
    _index("articles", "dated_at", "id")
    _index("articles", "publisher", "dated_at", "id")

    _table(
        "revisions",
        _column("article_id", KEY),
        _column("number", INTEGER, autoincrement=False),
        _column("text", TEXT),
        _column("extractor", TEXT, nullable=True),
        _column("created_at", MOMENT),
        sa.PrimaryKeyConstraint("article_id", "number", name="pk_revisions"),
        _refers("revisions", "article_id", "articles", ondelete="CASCADE"),
    )

    _table(
        "entities",
        _column("id", KEY),
        _column("name", TEXT),
        _column("key", FOLDED),
        sa.PrimaryKeyConstraint("id", name="pk_entities"),
        sa.UniqueConstraint("key", name="uq_entities_key"),
    )
    _table(
        "entity_names",
        _column("key", FOLDED),
        _column("entity_id", KEY),
        sa.PrimaryKeyConstraint("key", "entity_id", name="pk_entity_names"),
        _refers("entity_names", "entity_id", "entities", ondelete="CASCADE"),
    )
    _index("entity_names", "entity_id")
    _table(
        "measures",
        _column("id", KEY),
        _column("name", TEXT),
        _column("entity_id", KEY),
        _column("property", TEXT),
        _column("dimension", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_measures"),
        sa.UniqueConstraint(
            "entity_id", "property", "dimension", name="uq_measures_entity_id_property_dimension"
        ),
        _refers("measures", "entity_id", "entities"),
    )

    _table(
        "quotes",
        *_reading(),
        _column("kind", TEXT),
        _column("parts", ARRAY),
        _column("speaker_id", KEY, nullable=True),
        _column("speaker_text", TEXT, nullable=True),
        _column("cue", TEXT, nullable=True),
        _column("around", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_quotes"),
        _of_revision("quotes"),
        _refers("quotes", "speaker_id", "entities"),
    )
    _reading_indexes("quotes", "speaker_id", "publisher")

    _table(
        "figures",
        *_reading(),
        _column("value", NUMBER),
        _column("value_max", NUMBER, nullable=True),
        _column("modifier", TEXT),
        _column("change", TEXT, nullable=True),
        _column("period", TEXT, nullable=True),
        _column("outlook", TEXT, nullable=True),
        _column("unit", TEXT, nullable=True),
        _column("unit_code", TEXT, nullable=True),
        _column("dimension", TEXT, nullable=True),
        _column("si_value", NUMBER, nullable=True),
        _column("si_value_max", NUMBER, nullable=True),
        _column("si_unit", TEXT, nullable=True),
        _column("measure_id", KEY, nullable=True),
        _column("entity_id", KEY, nullable=True),
        _column("property", TEXT, nullable=True),
        _column("salience", TEXT),
        _column("quote_id", KEY, nullable=True),
        _column("stated_by_id", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_figures"),
        _of_revision("figures"),
        _refers("figures", "measure_id", "measures"),
        _refers("figures", "entity_id", "entities"),
        _refers("figures", "quote_id", "quotes", ondelete="CASCADE"),
        _refers("figures", "stated_by_id", "entities"),
    )
    _index("figures", "quote_id")
    _reading_indexes("figures", "entity_id", "measure_id", "dimension", "unit_code", "publisher")

    keys = _table(
        "signing_keys",
        _column("name", TEXT),
        _column("secret", TEXT),
        sa.PrimaryKeyConstraint("name", name="pk_signing_keys"),
    )
    op.bulk_insert(keys, [{"name": "cursors", "secret": secrets.token_hex(32)}])


def downgrade() -> None:
    """Drop them, those that refer before those referred to."""
    for name in (
        *("signing_keys", "figures", "quotes", "measures", "entity_names", "entities"),
        *("revisions", "articles"),
    ):
        op.drop_table(name)


def _table(name: str, *parts: Any) -> sa.Table:
    numbered = any(part.name == "id" for part in parts)
    return op.create_table(name, *parts, sqlite_strict=True, sqlite_autoincrement=numbered)


def _column(name: str, kind: Any, *, nullable: bool = False, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable, **options)


def _refers(
    table: str, column: str, target: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}", ondelete=ondelete
    )


def _of_revision(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["article_id", "revision"],
        ["revisions.article_id", "revisions.number"],
        name=f"fk_{table}_article_id_revision_revisions",
        ondelete="CASCADE",
    )


def _index(table: str, *columns: str, **options: Any) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns), **options)


def _reading() -> tuple[sa.Column[Any], ...]:
    return (
        _column("id", KEY),
        _column("article_id", KEY),
        _column("revision", INTEGER),
        _column("current", FLAG),
        _column("start", INTEGER),
        _column("end", INTEGER),
        _column("text", TEXT),
        _column("prefix", TEXT),
        _column("suffix", TEXT),
        _column("confidence", NUMBER),
        _column("status", TEXT),
        _column("publisher", TEXT, nullable=True),
        _column("published_at", MOMENT, nullable=True),
        _column("dated_at", MOMENT),
    )


def _reading_indexes(table: str, *listed_by: str) -> None:
    _index(table, "article_id", "revision", "start", "id")
    for leading in ((), *((column,) for column in listed_by)):
        _index(
            table,
            *leading,
            "dated_at",
            "id",
            sqlite_where=sa.text("current = 1"),
            postgresql_where=sa.text("current"),
        )
