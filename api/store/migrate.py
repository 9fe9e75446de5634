"""The store's tables, brought to the state that this version needs."""

import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from ..config import folder
from ..errors import Misconfigured
from ..models import Article, Base, Change, Entity, Figure, Measure, Quote
from .database import Database

_HOOKS = {  # what ruff does with a file that was written
    "format": "format --quiet REVISION_SCRIPT_FILENAME",
    "check": "check --fix --quiet REVISION_SCRIPT_FILENAME",
}
# The tables whose changes the feed shows: each has three triggers.
_FOLLOWED = [table.__tablename__ for table in (Article, Entity, Figure, Measure, Quote)]


def upgrade(database: Database, revision: str) -> None:
    """Bring the tables up to a revision, in a store that is made where there is none."""
    database.create()
    with _config(database) as config:
        command.upgrade(config, revision)
        _must_keep_triggers(config.attributes["connection"])


def downgrade(database: Database, revision: str) -> None:
    """Bring the tables down to a revision; "base" is none at all."""
    with _config(database) as config:
        command.downgrade(config, revision)
        _must_keep_triggers(config.attributes["connection"])


def check(database: Database) -> None:
    """Raise where the migrations and the models say different things."""
    with _config(database) as config:
        command.check(config)


def write(database: Database, message: str, number: str) -> None:
    """Write the next migration from what the models have that the store has not, formatted.

    Formatting needs ruff, which is among what a checkout is tested with.
    """
    with _config(database) as config:
        ruff = shutil.which("ruff", path=str(Path(sys.executable).parent))
        for hook, options in _HOOKS.items() if ruff else ():
            config.set_section_option("post_write_hooks", "hooks", ", ".join(_HOOKS))
            config.set_section_option("post_write_hooks", f"{hook}.type", "exec")
            config.set_section_option("post_write_hooks", f"{hook}.executable", str(ruff))
            config.set_section_option("post_write_hooks", f"{hook}.options", options)
        command.revision(config, message, autogenerate=True, rev_id=number)


def _must_keep_triggers(connection: Connection) -> None:
    """Refuse a migration that took the change feed's triggers with a table that it copied."""
    tables = inspect(connection)
    if connection.dialect.name != "sqlite" or not tables.has_table(Change.__tablename__):
        return
    there = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    names = set(there.scalars())
    for table in _FOLLOWED:
        for event in ("insert", "update", "delete"):
            if f"{table}_{event}_noted" not in names:
                raise Misconfigured(
                    f"The migration dropped the trigger {table}_{event}_noted, without which the "
                    "change feed misses what happens: change the table in place, or make the "
                    "trigger again as migration 0005 does"
                )


@contextmanager
def _config(database: Database) -> Iterator[Config]:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")).replace("%", "%%"))
    with database.writes.begin() as connection:
        # Handed over, since migrations/ cannot know under which name the package was imported.
        config.attributes |= {"connection": connection, "metadata": Base.metadata}
        try:
            with warnings.catch_warnings():
                # SQLAlchemy cannot read these from SQLite, and Alembic compares none.
                warnings.filterwarnings("ignore", r"(Skipped|autogenerate skipping) .*expression")
                yield config
        except CommandError as error:
            raise Misconfigured(str(error)) from error
