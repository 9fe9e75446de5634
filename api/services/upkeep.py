"""What a store needs beyond requests: this version's tables, and what follows from their rows."""

from ..store import migrate
from ..store.database import Database
from . import changes, derived


def upgrade(
    database: Database, revision: str = "head", report: derived.Report = lambda _line: None
) -> None:
    """Bring the tables up to a revision; at the newest, renew what another version derived.

    `report` gets a line now and then where that takes long.
    """
    migrate.upgrade(database, revision)
    if revision == "head":
        with database.writes.begin() as connection:
            changes.settle(connection)
        derived.renew(database, report)
