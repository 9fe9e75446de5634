"""Full-text search: terms as each store's index takes them, and what it found, shown."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, column, func, literal_column, table

from api.schemas.search import Terms

# Marks that no text can hold, put in before the text is made safe for HTML and replaced after.
_START, _STOP = "\x02", "\x03"

# The FTS5 index of SQLite, as the second migration makes it.
SQLITE_INDEX = table("quotes_search", column("rowid"), column("text"))
# PostgreSQL's configuration that changes no word: names are searched for, and in any language.
SIMPLE: ColumnElement[str] = literal_column("'simple'", Text)
QUERY = bindparam("q", type_=Text)


def for_sqlite(terms: Terms) -> str:
    """The query in FTS5's language."""
    wanted = " AND ".join(_quoted(terms.wanted))
    unwanted = " OR ".join(_quoted(terms.unwanted))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def for_postgresql(terms: Terms) -> str:
    """The query as websearch_to_tsquery reads it."""
    return " ".join([*_quoted(terms.wanted), *(f"-{term}" for term in _quoted(terms.unwanted))])


def sqlite_highlight() -> ColumnElement[str]:
    """The text as HTML, what was found in <mark>."""
    index = literal_column(SQLITE_INDEX.name, Text)
    marked = _html(func.highlight(index, 0, _START, _STOP, type_=Text))
    return _replace(_replace(marked, _START, "<mark>"), _STOP, "</mark>")


def postgresql_query() -> ColumnElement[Any]:
    """The parameter as a tsquery."""
    return func.websearch_to_tsquery(SIMPLE, QUERY)


def postgresql_highlight(text: Any) -> ColumnElement[str]:
    """The text as HTML, what was found in <mark>."""
    options = "HighlightAll=true, StartSel=<mark>, StopSel=</mark>"
    return func.ts_headline(SIMPLE, _html(text), postgresql_query(), options, type_=Text)


def _quoted(terms: Sequence[str]) -> list[str]:
    return [f'"{term}"' for term in terms]


def _html(text: Any) -> ColumnElement[str]:
    return _replace(_replace(text, "&", "&amp;"), "<", "&lt;")


def _replace(text: Any, old: str, new: str) -> ColumnElement[str]:
    return func.replace(text, old, new, type_=Text)
