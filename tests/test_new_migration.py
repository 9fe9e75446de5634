"""`make migration` writes a migration that may stay as it is, and that keeps the change feed."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
RUFF = str(Path(sys.executable).with_name("ruff"))
COLUMNS = """\
    colour: Mapped[str | None] = mapped_column(Text)
    seen_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    shares: Mapped[list[str] | None] = mapped_column(Array)
    sure: Mapped[float | None] = mapped_column(Probability)
"""


def test_a_new_column(tmp_path: Path) -> None:
    for name in ("api", "migrations"):
        leave_out = shutil.ignore_patterns("__pycache__", "training")
        shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=leave_out)
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    store = tmp_path / "store.db"

    def onrecord(*arguments: str) -> None:
        environment = os.environ | {"ONRECORD_DATABASE_URL": f"sqlite:///{store}"}
        command = [sys.executable, "-m", "api", *arguments]
        subprocess.run(command, check=True, cwd=tmp_path, env=environment)

    def triggers() -> set[str]:
        with sqlite3.connect(store) as connection:
            return set(
                connection.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'")
            )

    onrecord("db", "upgrade")
    before = triggers()
    model = tmp_path / "api" / "models" / "articles.py"
    text = model.read_text().replace("    title: Mapped", COLUMNS + "    title: Mapped")
    model.write_text(text.replace("Array, Key, Moment", "Array, Key, Moment, Probability"))
    onrecord("db", "revision", "9999", "Colours of articles")
    (written,) = (tmp_path / "migrations" / "versions").glob("9999*.py")
    subprocess.run([RUFF, "check", written], check=True, cwd=tmp_path)
    subprocess.run([RUFF, "format", "--check", written], check=True, cwd=tmp_path)
    assert "api" not in written.read_text()
    upkeep = "from api.store import migrate; from api.store.database import Database; "
    database = f"Database('sqlite:///{store}')"
    for step in (f"migrate.upgrade({database}, '9999')", f"migrate.check({database})"):
        subprocess.run([sys.executable, "-c", upkeep + step], check=True, cwd=tmp_path)
        assert triggers() == before
    onrecord("db", "downgrade", "--", "-1")
    assert triggers() == before
