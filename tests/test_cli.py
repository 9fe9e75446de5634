"""The `onrecord` command."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from tests.articles import TEXT

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command on a store of the test's own."""

    def run(*arguments: str | Path, given: bytes = b"") -> Result:
        environment = {"ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path}/cli.db"}
        return CliRunner().invoke(main, [str(a) for a in arguments], given, environment)

    return run


def test_extract_prints_a_table(run: Run) -> None:
    result = run("extract", "-", given=TEXT.encode())
    assert result.exit_code == 0
    assert "Port director Mara Lindqvist" in result.output
    assert "12,000,000,000" in result.output


def test_extract_prints_json(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(TEXT)
    found = json.loads(run("extract", "--json", file).output)
    assert found["quotes"][0]["speaker"]["name"] == "Mara Lindqvist"


def test_seed_is_the_same_the_second_time(run: Run) -> None:
    run("db", "upgrade")
    first, second = run("seed"), run("seed")
    assert first.output.endswith("12 new, 0 known, 0 failed\n")
    assert second.output.endswith("0 new, 12 known, 0 failed\n")


def test_a_bad_file_spoils_only_itself(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "latin.txt").write_bytes(b"Caf\xe9")
    (tmp_path / "odd.json").write_text('{"text": "x", "colour": "red"}')
    (tmp_path / "date.toml").write_text('text = "x"\npublished_at = "2026-02-30T00:00:00Z"')
    run("db", "upgrade")
    names = ["latin.txt", "odd.json", "date.toml", "absent.txt", "good.txt"]
    result = run("add", *(tmp_path / name for name in names))
    assert result.exit_code == 1
    for complaint in (
        "latin.txt is not UTF-8: byte 3",
        "odd.json: colour: Unknown field.",
        "date.toml: published_at: Not a moment",
        "absent.txt: No such file",
        "1 new, 0 known, 4 failed",
    ):
        assert complaint in result.output


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["seed"], "run onrecord db upgrade"),
        (["serve"], "run onrecord db upgrade"),
        (["extract", "/nowhere.txt"], "No such file"),
        (["db", "upgrade", "9999"], "9999"),
    ],
)
def test_an_error_is_one_clear_line(run: Run, arguments: list[str], complaint: str) -> None:
    result = run(*arguments)
    assert result.exit_code != 0
    assert complaint in result.output
    assert "Traceback" not in result.output


def test_a_wrong_setting_stops_the_start() -> None:
    result = CliRunner().invoke(main, ["serve"], env={"ONRECORD_WORKERS": "many"})
    assert result.exit_code == 1
    assert result.output == (
        "Error: ONRECORD_WORKERS='many': expected a whole number from 1 to 64\n"
    )
