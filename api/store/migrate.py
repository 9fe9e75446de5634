"""The store's tables, brought to the state that this version needs."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from ..config import folder
from ..errors import Misconfigured
from ..models import Base
from .database import Database


def upgrade(database: Database, revision: str) -> None:
    """Bring the tables up to a revision."""
    with _config(database) as config:
        command.upgrade(config, revision)


def downgrade(database: Database, revision: str) -> None:
    """Bring the tables down to a revision; "base" is none at all."""
    with _config(database) as config:
        command.downgrade(config, revision)


def check(database: Database) -> None:
    """Raise where the migrations and the models say different things."""
    with _config(database) as config:
        command.check(config)


def write(database: Database, message: str, number: str) -> None:
    """Write the next migration from what the models have that the store has not."""
    with _config(database) as config:
        command.revision(config, message, autogenerate=True, rev_id=number)


@contextmanager
def _config(database: Database) -> Iterator[Config]:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")).replace("%", "%%"))
    with database.writes.begin() as connection:
        # Handed over, since migrations/ cannot know under which name the package was imported.
        config.attributes |= {"connection": connection, "metadata": Base.metadata}
        try:
            yield config
        except CommandError as error:
            raise Misconfigured(str(error)) from error
