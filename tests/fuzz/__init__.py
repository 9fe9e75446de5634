"""How much is made up by chance: a little in each run of the tests, always the same, or much more.

`make fuzz` takes the same tests in rounds, each with a seed of its own (tests.fuzz.__main__).
"""

import os
from typing import Any

from hypothesis import HealthCheck, settings

FUZZING = "FUZZ_WALKS" in os.environ
WALKS = int(os.environ.get("FUZZ_WALKS", "5"))  # of each test


def often(examples: int = 1, **more: Any) -> settings:
    """So many examples for each walk, however long they take."""
    return settings(
        max_examples=examples * WALKS,
        derandomize=not FUZZING,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        **more,
    )
