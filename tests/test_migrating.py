"""Migrations go up and down on both stores, and say what the models say."""

from collections.abc import Iterator

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, text

from api.config import folder
from api.errors import Misconfigured
from api.services import upkeep
from api.store import migrate
from api.store.database import Database


@pytest.fixture
def _up_again(database: Database) -> Iterator[None]:
    yield
    upkeep.upgrade(database)


@pytest.mark.usefixtures("_up_again")
def test_down_and_up_again(database: Database) -> None:
    migrate.downgrade(database, "base")
    assert inspect(database.writes).get_table_names() == ["alembic_version"]
    with pytest.raises(Misconfigured, match="onrecord db upgrade"):
        database.must_be_current()
    upkeep.upgrade(database)
    database.must_be_current()


def test_the_models_need_no_further_migration(database: Database) -> None:
    migrate.check(database)


def test_there_is_one_head_and_the_files_are_numbered() -> None:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    scripts = ScriptDirectory.from_config(config)
    assert len(scripts.get_heads()) == 1
    numbers = sorted(script.revision for script in scripts.walk_revisions())
    assert numbers == [f"{at:04}" for at in range(1, len(numbers) + 1)]


def test_a_database_that_keeps_other_text_than_utf_8_is_refused(postgresql_url: str) -> None:
    """Answers are made of its bytes as they come."""
    url = make_url(postgresql_url)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(
            text("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        )
    engine.dispose()
    database = Database(url.set(database="latin").render_as_string(hide_password=False))
    with pytest.raises(Misconfigured, match="LATIN1, not as UTF8"):
        database.must_be_current()
    database.dispose()
