"""Looking into the store from a terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from api.cli.tables import print_table
from api.extraction import extract
from tests import stores
from tests.articles import TEXT


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    environment = {"ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path}/a.db"}

    def command(*arguments: str) -> Result:
        return CliRunner(env=environment).invoke(main, arguments)

    stores.make(environment["ONRECORD_DATABASE_URL"])
    (tmp_path / "a.txt").write_text(TEXT)
    command("add", str(tmp_path / "a.txt"))
    return command


def test_a_search_prints_who_said_what(run: Callable[..., Result]) -> None:
    lines = run("search", "terminal").output.splitlines()
    assert lines[0].split() == ["ID", "DATE", "SPEAKER", "WORDS"]
    assert "Mara Lindqvist" in lines[1]
    figures = run("search", "--in", "figures", "capacity").output
    assert "Northern Arc: capacity" in figures


def test_what_cannot_be_searched_is_told(run: Callable[..., Result]) -> None:
    result = run("search", "a AND")
    assert result.exit_code == 1
    assert "AND at character 3" in result.output


def test_one_thing_is_shown_by_its_id(run: Callable[..., Result]) -> None:
    lines = run("show", "figure", "1").output.splitlines()
    assert lines[1].startswith("text")
    assert "12 billion cubic metres" in lines[1]
    shown = json.loads(run("show", "quote", "1", "--json").output)
    assert shown["cue"] == "said"
    missing = run("show", "measure", "99")
    assert missing.output == "Error: There is no measure 99.\n"


def test_a_table_fits_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    print_table(("ID", "WORDS"), [("1", "word " * 40), ("2", "more")])
    assert all(
        len(line) <= 60 + len("\x1b[36m\x1b[0m") * 2
        for line in capsys.readouterr().out.splitlines()
    )


def test_a_notebook_shows_tables_in_which_all_is_text() -> None:
    found = extract("Mara <b>Lindqvist</b> said that 300 ships came.")
    shown = found._repr_html_()
    assert "<caption>1 figure</caption>" in shown
    assert "<b>" not in shown
