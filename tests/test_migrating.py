"""Migrations go up and down on both stores, and say what the models say."""

from collections.abc import Iterator

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from api import migrating
from api.config import folder
from api.db import Database
from api.errors import Misconfigured


@pytest.fixture
def _up_again(database: Database) -> Iterator[None]:
    yield
    migrating.upgrade(database)


@pytest.mark.usefixtures("_up_again")
def test_down_and_up_again(database: Database) -> None:
    migrating.downgrade(database, "base")
    assert inspect(database.writes).get_table_names() == ["alembic_version"]
    with pytest.raises(Misconfigured, match="onrecord db upgrade"):
        database.must_be_current()
    migrating.upgrade(database)
    database.must_be_current()


def test_the_models_need_no_further_migration(database: Database) -> None:
    migrating.check(database)


def test_there_is_one_head_and_the_files_are_numbered() -> None:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    scripts = ScriptDirectory.from_config(config)
    assert len(scripts.get_heads()) == 1
    numbers = sorted(script.revision for script in scripts.walk_revisions())
    assert numbers == [f"{at:04}" for at in range(1, len(numbers) + 1)]
