"""What all tables share."""

from typing import Any

from sqlalchemy import MetaData, text
from sqlalchemy.orm import DeclarativeBase

STRICT = {"sqlite_strict": True}
# An id is never given out again, so that an address never comes to mean something else.
NUMBERED = STRICT | {"sqlite_autoincrement": True}


class Base(DeclarativeBase):
    """A table with named constraints, so that every migration can name what it changes."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def where_given(column: str, *more: str) -> dict[str, Any]:
    """The rows of a partial index: those that have a column."""
    given = text(" AND ".join([f"{column} IS NOT NULL", *more]))
    return {"sqlite_where": given, "postgresql_where": given}
