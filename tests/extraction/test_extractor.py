"""What is kept says which extractor read it: another table or other weights are another one."""

from api.extraction import EXTRACTOR
from tests.extraction import tables


def test_changed_tables_have_a_new_extractor() -> None:
    changed = ", ".join(tables.differing())
    assert not changed, (
        f"{changed} changed: texts are read otherwise than before. Raise EXTRACTOR in "
        "api/extraction/__init__.py, then run python -m tests.extraction.tables"
    )
    assert tables.recorded()[0] == EXTRACTOR, "Run python -m tests.extraction.tables"
