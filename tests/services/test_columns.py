"""A field that is missing in one of its places is refused at start, by name."""

import subprocess
import sys
from pathlib import Path

import pytest

from api.models import Quote
from api.services import kept_json
from api.store.database import Database
from api.store.rows import insert_numbered

API = Path(__file__).parent.parent.parent / "api"

IN_DATACLASS = ("extraction/model.py", "    outlook: Outlook", "    colour: str | None = None\n")
IN_TABLE = (
    "models/figures.py",
    "    outlook: Mapped",
    "    colour: Mapped[str | None] = mapped_column(Text)\n",
)
IN_SCHEMA = ("schemas/figures.py", "    outlook = fields", "    colour = fields.String()\n")
GIVEN = ("schemas/figures.py", "    outlook = _one_of", "    colour = fields.String()\n")


def started(folder: Path, *added: tuple[str, str, str]) -> str:
    """What a copy of the service says at its start, with lines added to it."""
    for source in API.rglob("*"):
        if (
            source.is_file()
            and "__pycache__" not in source.parts
            and "training" not in source.parts
        ):
            copy = folder / "api" / source.relative_to(API)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(source)
    for name, before, line in added:
        copy = folder / "api" / name
        text = copy.read_text()
        assert before in text
        copy.unlink()
        copy.write_text(text.replace(before, line + before, 1))
    command = [sys.executable, "-c", "import api.services.engine, api.resources"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    ).stderr.strip()


@pytest.mark.parametrize(
    ("added", "fault"),
    [
        ([IN_DATACLASS], "extraction.model.Figure.colour has no column in models.Figure"),
        ([IN_DATACLASS, IN_TABLE], "extraction.model.Figure.colour is not in schemas ReadFigure"),
        ([IN_TABLE], "models.Figure.colour is filled with nothing"),
        ([IN_SCHEMA], "colour"),
        ([GIVEN], "colour, which people may give, has no column in models.Figure"),
        ([IN_DATACLASS, IN_TABLE, IN_SCHEMA, GIVEN], ""),
    ],
)
def test_a_field_of_figures(tmp_path: Path, added: list[tuple[str, str, str]], fault: str) -> None:
    said = started(tmp_path, *added)
    assert fault in said.rpartition("\n")[2]
    assert bool(said) == bool(fault)


def test_rows_that_lack_a_column_are_refused(database: Database) -> None:
    with database.session() as session, pytest.raises(TypeError, match=r"not given .*revision"):
        insert_numbered(session, Quote, [{"article_id": 1}], kept_json.of_quote)
