"""The `onrecord` command."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from tests import stores
from tests.articles import TEXT

Run = Callable[..., Result]


@pytest.fixture
def without_store(tmp_path: Path) -> Run:
    """Run the command where a test's own store would be."""

    def run(*arguments: str | Path, given: bytes = b"") -> Result:
        environment = {"ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path}/cli.db"}
        return CliRunner().invoke(main, [str(a) for a in arguments], given, environment)

    return run


@pytest.fixture
def run(without_store: Run, tmp_path: Path) -> Run:
    """Run the command on a store of the test's own."""
    stores.make(f"sqlite:///{tmp_path}/cli.db")
    return without_store


def test_extract_prints_a_table(without_store: Run) -> None:
    result = without_store("extract", "-", given=TEXT.encode())
    assert result.exit_code == 0
    assert "Mara Lindqvist" in result.output
    assert "12,000,000,000" in result.output


def test_the_table_names_who_is_meant(without_store: Run) -> None:
    text = "Mara Lindqvist opened the terminal. “We lost 300 ships,” she told reporters."
    assert "Mara Lindqvist" in without_store("extract", "-", given=text.encode()).output


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--help"], {"flask", "sqlalchemy", "marshmallow", "numpy", "alembic", "gunicorn"}),
        (["extract", "-"], {"flask", "sqlalchemy", "marshmallow", "alembic", "gunicorn"}),
        (["seed", "--help"], {"flask", "sqlalchemy", "marshmallow", "numpy"}),
        (["db", "upgrade"], {"flask", "gunicorn"}),
    ],
)
def test_a_command_loads_only_what_it_needs(
    tmp_path: Path, arguments: list[str], unneeded: set[str]
) -> None:
    code = (
        "import sys; from api.cli import main; main(sys.argv[1:], standalone_mode=False); "
        "print(*sys.modules, file=sys.stderr)"
    )
    environment = os.environ | {"ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path}/cli.db"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        env=environment,
        input=b"It rained.",
        capture_output=True,
    )
    assert not unneeded & set(done.stderr.decode().split())


def test_extract_prints_json(without_store: Run, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(TEXT)
    found = json.loads(without_store("extract", "--json", file).output)
    assert found["quotes"][0]["speaker"]["name"] == "Mara Lindqvist"


def test_seed_is_the_same_the_second_time(run: Run) -> None:
    first, second = run("seed"), run("seed")
    assert first.output.endswith("12 new, 0 known, 0 failed\n")
    assert second.output.endswith("0 new, 12 known, 0 failed\n")


def test_a_bad_file_spoils_only_itself(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "latin.txt").write_bytes(b"Caf\xe9")
    (tmp_path / "odd.json").write_text('{"text": "x", "colour": "red"}')
    (tmp_path / "date.toml").write_text('text = "x"\npublished_at = "2026-02-30T00:00:00Z"')
    names = ["latin.txt", "odd.json", "date.toml", "absent.txt", "good.txt"]
    result = run("add", *(tmp_path / name for name in names))
    assert result.exit_code == 1
    for complaint in (
        "latin.txt is not UTF-8: byte 3",
        "odd.json: colour: Unknown field.",
        "date.toml: published_at: Not a date or moment",
        "absent.txt: No such file",
        "1 new, 0 known, 4 failed",
    ):
        assert complaint in result.output


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("page.html", "<p>It rained.", "is markup"),
        ("page", "\n<!DOCTYPE html><p>It rained.", "is markup"),
        ("feed.txt", '<?xml version="1.0"?><rss/>', "is markup"),
        ("feed.xml", "<rss/>", "is markup"),
        ("table.csv", "title,text\na,b", "is a table"),
        ("many.ndjson", '{"text": "x"}', "onrecord import"),
        ("batch.json", '[{"text": "x"}]', "batch.json holds a list"),
        ("word.json", '"x"', "word.json holds no object"),
        ("paper.pdf", "%PDF-1.7", "is not text"),
        ("picture", "GIF89a\0", "is not text"),
    ],
)
def test_what_is_no_article_is_refused_and_told_what_to_do(
    run: Run, tmp_path: Path, name: str, content: str, complaint: str
) -> None:
    (tmp_path / name).write_text(content)
    result = run("add", tmp_path / name)
    assert result.exit_code == 1
    assert complaint in result.output
    assert result.output.endswith("0 new, 0 known, 1 failed\n")


def test_a_folder_is_refused_and_told_what_to_do(run: Run, tmp_path: Path) -> None:
    assert f"{tmp_path} is a folder: name the files in it" in run("add", tmp_path).output


def test_an_article_without_a_title_is_called_by_its_first_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rain.txt").write_text("It rained.\n\n" + "Nothing else happened. " * 20)
    first, _ = run("add", tmp_path / "rain.txt").output.splitlines()
    assert first.startswith("stored as article 1: It rained. Nothing else")
    assert first.endswith(" …")


def test_upgrade_says_what_it_did(without_store: Run, tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/cli.db"
    assert (
        without_store("db", "upgrade", "0002").output
        == f"Created the tables of revision 0002 in {store}.\n"
    )
    assert (
        without_store("db", "upgrade", "0003").output
        == f"Moved {store} from revision 0002 to 0003.\n"
    )
    assert (
        without_store("db", "upgrade", "0003").output
        == f"{store} is at revision 0003: nothing to do.\n"
    )
    assert without_store("db", "downgrade", "base").output == f"Dropped all tables in {store}.\n"


def test_remove_deletes_by_id_and_url(run: Run) -> None:
    run("seed")
    url = "https://gasmonitor.example/2024/05/power-of-siberia-2"
    asked = run("remove", "2", url, given=b"n\n")
    assert "article 1: Second Siberian gas line" in asked.output
    assert asked.exit_code == 1
    assert "deleted" not in asked.output
    assert run("remove", "2", url, given=b"y\n").output.endswith(
        "deleted article 2\ndeleted article 1\n"
    )
    assert run("remove", "--yes", "1", "3").output == (
        "Error: There is no article 1. Nothing was deleted.\n"
    )
    assert run("remove", "--yes", "3").exit_code == 0
    assert run("seed").output.endswith("3 new, 9 known, 0 failed\n")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["seed"], "run onrecord db upgrade"),
        (["remove", "1"], "run onrecord db upgrade"),
        (["serve"], "run onrecord db upgrade"),
        (["extract", "/nowhere.txt"], "No such file"),
        (["db", "upgrade", "9999"], "9999"),
    ],
)
def test_an_error_is_one_clear_line(
    without_store: Run, arguments: list[str], complaint: str
) -> None:
    result = without_store(*arguments)
    assert result.exit_code != 0
    assert complaint in result.output
    assert "Traceback" not in result.output


def test_a_failed_start_leaves_nothing_behind(tmp_path: Path) -> None:
    store = tmp_path / "instance" / "cli.db"
    for command in (["serve"], ["seed"], ["remove", "1"], ["db", "downgrade", "base"]):
        environment = {"ONRECORD_DATABASE_URL": f"sqlite:///{store}"}
        result = CliRunner().invoke(main, command, env=environment)
        assert result.exit_code == 1
        assert f"There is no store at {store} yet" in result.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("folder", "complaint"),
    [
        ("/proc/nowhere", "Error: /proc/nowhere: No such file or directory\n"),
        ("/proc", "Error: /proc/cli.db: No such file or directory\n"),
        ("/dev/null", "Error: /dev/null: File exists\n"),
    ],
)
def test_a_folder_that_cannot_be_written_is_one_clear_line(folder: str, complaint: str) -> None:
    environment = {"ONRECORD_DATABASE_URL": f"sqlite:///{folder}/cli.db"}
    assert CliRunner().invoke(main, ["db", "upgrade"], env=environment).output == complaint


def test_postgresql_without_its_driver_is_one_clear_line() -> None:
    """As in an environment without the extra: there, to import psycopg fails like this."""
    code = (
        "import sys; sys.modules['psycopg'] = None; "
        "from api.__main__ import main; sys.argv = ['onrecord', 'db', 'upgrade']; main()"
    )
    environment = os.environ | {"ONRECORD_DATABASE_URL": "postgresql://localhost/onrecord"}
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, env=environment, capture_output=True, text=True
    )
    assert done.stderr == (
        "Error: PostgreSQL needs the package psycopg: pip install 'onrecord[postgresql]'\n"
    )


def test_a_wrong_setting_stops_the_start() -> None:
    result = CliRunner().invoke(main, ["serve"], env={"ONRECORD_WORKERS": "many"})
    assert result.exit_code == 1
    assert result.output == (
        "Error: ONRECORD_WORKERS='many': expected a whole number from 1 to 64\n"
    )


def test_keys_are_made_shown_and_revoked(run: Run) -> None:
    made = run("key", "create", "Night desk", "--scope", "curate", "--expires", "90d")
    token = made.stdout.strip()
    key_id = token.split("_")[1]
    assert len(token) == len("onr_12345678_") + 43
    shown = run("key", "list").output
    assert f"{key_id}  Night desk: curate; valid until" in shown
    assert token.split("_", 2)[2] not in shown
    assert "already" in run("key", "create", "Night desk", "--scope", "read").output
    assert run("key", "revoke", key_id).output == f"Revoked key {key_id}, Night desk.\n"
    assert "revoked" in run("key", "list").output
    assert run("key", "revoke", "nobody").exit_code == 1


def test_a_key_is_bound_to_a_tag_as_articles_have_it(run: Run) -> None:
    run("key", "create", "Desk", "--scope", "write", "--tag", " night  desk ")
    assert "Desk: write, tag night desk only; valid" in run("key", "list").output
    refused = run("key", "create", "Other", "--scope", "write", "--tag", "x" * 101)
    assert refused.exit_code == 2
    assert "--tag" in refused.output


def test_added_files_get_tags_where_they_have_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Mara Lindqvist said no.")
    (tmp_path / "b.json").write_text('{"text": "Olu Adeyemi said yes.", "tags": ["own"]}')
    run("add", tmp_path / "a.txt", tmp_path / "b.json", "--tag", "desk", "--tag", "night")
    tags = [json.loads(run("show", "article", at, "--json").output)["tags"] for at in "12"]
    assert tags == [["desk", "night"], ["own"]]
    assert run("add", tmp_path / "a.txt", "--tag", " ").exit_code == 2


@pytest.mark.parametrize("time", ["90", "d", "-1d", "1y"])
def test_a_time_that_is_none_is_refused(run: Run, time: str) -> None:
    assert run("key", "create", "A", "--scope", "read", "--expires", time).exit_code == 2


def test_a_backup_is_made_and_restored(run: Run, tmp_path: Path) -> None:
    run("seed")
    assert "bytes" in run("backup", tmp_path / "copy").output
    assert "has tables already" in run("restore", tmp_path / "copy").output
    (tmp_path / "cli.db").unlink()
    for log in tmp_path.glob("cli.db-*"):
        log.unlink()
    assert "Restored" in run("restore", tmp_path / "copy").output
    assert "12 known" in run("seed").output


def test_reread_and_link_say_what_they_did(run: Run) -> None:
    run("seed")
    assert run("reread").output.endswith("0 read again, 0 failed\n")
    assert run("link").output == "0 names linked, 0 parted\n"
