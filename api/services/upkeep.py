"""What a store needs beside requests: this version's tables, and what rows lack in them."""

from sqlalchemy import Connection

from ..store import migrate
from ..store.database import Database
from . import changes, fulltext, records


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables up to a revision; write and index what rows lack, in one transaction."""
    migrate.upgrade(database, revision, _complete if revision == "head" else None)


def _complete(connection: Connection) -> None:
    changes.settle(connection)
    records.write_missing(connection)
    fulltext.add_missing(connection)
