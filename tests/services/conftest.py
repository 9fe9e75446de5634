"""Stores that a test leaves as another version would."""

from collections.abc import Iterator

import pytest

from api.services import upkeep
from api.store.database import Database


@pytest.fixture
def current_again(database: Database) -> Iterator[None]:
    """Bring the store up to date afterwards."""
    yield
    upkeep.upgrade(database)
