"""Full-text indexes of articles, quotes and figures. `onrecord db upgrade` fills them.

They are given words that `api.search.words` has made, the same on both stores, so neither store
parts texts or folds letters by rules of its own. Rows are numbered by `api.search.order`.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Each entry of the index names its row, so a row's words need not be kept for searching. Those of
# quotes and figures, which are short, are kept all the same: what is corrected or renamed can be
# taken out by number alone. Articles, which are long, are told again (`api.services.search`).
SQLITE_UP = (
    "DROP TABLE quotes_search",
    "CREATE VIRTUAL TABLE articles_search USING fts5(words, content='', tokenize='ascii')",
    "CREATE VIRTUAL TABLE quotes_search USING fts5(words, tokenize='ascii', columnsize=0)",
    "CREATE VIRTUAL TABLE figures_search USING fts5(words, tokenize='ascii', columnsize=0)",
)
SQLITE_DOWN = (
    "DROP TABLE figures_search",
    "DROP TABLE articles_search",
    "DROP TABLE quotes_search",
    """CREATE VIRTUAL TABLE quotes_search USING fts5(
        text, content='quotes', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    "INSERT INTO quotes_search(quotes_search) VALUES ('rebuild')",
)
NAMES = ("articles_search", "quotes_search", "figures_search")
POSTGRESQL_UP = (
    "ALTER TABLE quotes DROP COLUMN search",
    *(
        f"""CREATE TABLE {name} (
            rowid bigint CONSTRAINT pk_{name} PRIMARY KEY,
            article_id bigint NOT NULL,
            words tsvector NOT NULL)"""
        for name in NAMES
    ),
    *(f"CREATE INDEX ix_{name}_words ON {name} USING gin (words)" for name in NAMES),
)
POSTGRESQL_DOWN = (
    *(f"DROP TABLE {name}" for name in NAMES),
    """ALTER TABLE quotes ADD COLUMN search tsvector GENERATED ALWAYS AS (
        to_tsvector('simple', regexp_replace(text, '[^[:alnum:]]+', ' ', 'g'))) STORED""",
    "CREATE INDEX ix_quotes_search ON quotes USING gin (search)",
)


def upgrade() -> None:
    """Make the indexes, empty."""
    _run(SQLITE_UP, POSTGRESQL_UP)


def downgrade() -> None:
    """Go back to the index of quotes alone."""
    _run(SQLITE_DOWN, POSTGRESQL_DOWN)


def _run(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    for statement in sqlite if op.get_context().dialect.name == "sqlite" else postgresql:
        op.execute(statement)
