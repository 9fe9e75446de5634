"""Full-text search over quotes: an FTS5 index on SQLite, a tsvector column on PostgreSQL."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The index keeps no text of its own. Services tell it what comes and goes: triggers, which run row
# by row, would make an insert fifteen times as long.
SQLITE_UP = (
    """CREATE VIRTUAL TABLE quotes_search USING fts5(
        text, content='quotes', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    "INSERT INTO quotes_search(quotes_search) VALUES ('rebuild')",
)
SQLITE_DOWN = ("DROP TABLE quotes_search",)
POSTGRESQL_UP = (
    # Words alone, as FTS5 sees them: PostgreSQL would take tags, addresses and paths as one.
    """ALTER TABLE quotes ADD COLUMN search tsvector GENERATED ALWAYS AS (
        to_tsvector('simple', regexp_replace(text, '[^[:alnum:]]+', ' ', 'g'))) STORED""",
    "CREATE INDEX ix_quotes_search ON quotes USING gin (search)",
)
POSTGRESQL_DOWN = ("ALTER TABLE quotes DROP COLUMN search",)


def upgrade() -> None:
    """Make the index, of what is there already too."""
    _run(SQLITE_UP, POSTGRESQL_UP)


def downgrade() -> None:
    """Drop it."""
    _run(SQLITE_DOWN, POSTGRESQL_DOWN)


def _run(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    for statement in sqlite if op.get_context().dialect.name == "sqlite" else postgresql:
        op.execute(statement)
