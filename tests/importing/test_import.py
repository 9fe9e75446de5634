"""An import stores what it can, lists what it cannot, and goes on where it was broken off."""

import gzip
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from api.cli import main
from api.importing.records import Options, Ready
from api.importing.run import Import, Tally
from api.store.database import Database
from tests import stores
from tests.importing import material
from tests.importing.material import WORDS

KILLS = int(os.environ.get("KILLS", "2"))  # of one store
Run = Callable[..., Result]


class Silence:
    """A report that nobody hears."""

    def mapping(self, name: str, described: str) -> None:
        """Do nothing."""

    def ready(self, article: Ready) -> None:
        """Do nothing."""

    def progress(self, bytes_read: int, tally: Tally) -> None:
        """Do nothing."""


def run(database: Database, rejects: Path, *names: Path, **given: Any) -> Tally:
    importing = Import(database, Options(), Silence(), rejects, **given)
    return importing.run([str(name) for name in names])


def stored(database: Database) -> set[tuple[Any, ...]]:
    """What stands in the store of each article."""
    counted = """SELECT url, (SELECT count(*) FROM quotes WHERE article_id = articles.id),
        (SELECT count(*) FROM figures WHERE article_id = articles.id) FROM articles"""
    with database.writes.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(counted))]
    assert len(rows) == len(set(rows))
    return set(rows)


@pytest.fixture
def rejects(tmp_path: Path) -> Path:
    return tmp_path / "rejects.jsonl"


def reasons(rejects: Path) -> dict[str, str]:
    lines = map(json.loads, rejects.read_text().splitlines()) if rejects.exists() else ()
    return {Path(line["place"].partition(",")[0]).name: line["reason"] for line in lines}


def test_files_are_imported_once(database: Database, tmp_path: Path, rejects: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.jsonl").write_text(material.lines(3) + "{bad\n")
    (folder / "b.html").write_text(material.page())
    (folder / "c.html").write_text(material.FRONT_PAGE)
    first = run(database, rejects, folder)
    assert (first.stored, first.known, first.rejected, first.files) == (4, 0, 2, 3)
    assert set(reasons(rejects)) == {"a.jsonl", "c.html"}
    again = run(database, rejects, folder)
    assert (again.stored, again.rejected, again.files_done_before) == (0, 0, 3)
    # A file that has changed is read again; what is in the store already stays as it is.
    (folder / "a.jsonl").write_text(material.lines(4))
    changed = run(database, rejects, folder)
    assert (changed.stored, changed.known, changed.files) == (1, 3, 1)
    every = run(database, rejects, folder, again=True)
    assert (every.stored, every.known) == (0, 5)


def test_pages_are_kept_with_their_texts(database: Database, tmp_path: Path, rejects: Path) -> None:
    (tmp_path / "a.html").write_text(material.page())
    (tmp_path / "b.txt").write_text(WORDS)
    for pages in (False, True):  # one that is known already gets its page when it comes again
        importing = Import(database, Options(pages=pages), Silence(), rejects, again=True)
        importing.run([str(tmp_path)])
        with database.writes.connect() as connection:
            kept = connection.execute(text("SELECT content FROM kept_pages")).scalars().all()
        found = [gzip.decompress(content).decode() for content in kept]
        assert found == ([material.page()] if pages else [])


def test_an_article_that_the_store_refuses_spoils_only_itself(
    database: Database, tmp_path: Path, rejects: Path
) -> None:
    long = {"url": "https://gull.example/" + "x" * 2000, "text": WORDS}
    (tmp_path / "a.jsonl").write_text(material.lines(2) + json.dumps(long) + "\n")
    assert run(database, rejects, tmp_path / "a.jsonl").stored == 2
    assert "url: " in reasons(rejects)["a.jsonl"]


def test_what_may_not_be_read_spoils_only_itself(tmp_path: Path, rejects: Path) -> None:
    """Not for root either, once it may not read what is nobody's to read."""
    archive = tmp_path / "archive"
    (archive / "closed").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "closed/c.txt", "two\nlines.txt", "bytes \udcff.txt"):
        (archive / name).write_text(WORDS)
    (archive / "b.txt").chmod(0)
    (archive / "closed").chmod(0)
    privileged = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    bound = privileged if os.geteuid() == 0 else []
    command = [*bound, sys.executable, "-m", "api", "import", str(archive), "--dry-run", "--json"]
    done = subprocess.run(
        [*command, "--rejects", str(rejects)], capture_output=True, check=False, text=True
    )
    (archive / "closed").chmod(0o700)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["stored"] == 3
    assert reasons(rejects) == {
        "b.txt": "The file cannot be opened: Permission denied.",
        "closed": "The folder cannot be opened: Permission denied.",
    }


def _command(source: Path, rejects: Path, url: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "api", "import", str(source), "--workers", "1"]
    return subprocess.Popen(
        [*command, "--rejects", str(rejects)],
        env=os.environ | {"ONRECORD_DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def test_killed_at_any_point_it_goes_on_where_it_was(
    database: Database, store_url: str, tmp_path: Path, rejects: Path
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for number in range(3):
        content = material.lines(60).replace("gull.example/", f"gull.example/{number}/")
        (archive / f"{number}.jsonl").write_text(content + "{bad\n")
    chance = random.Random(16)  # noqa: S311
    for _ in range(KILLS):
        before = len(stored(database))
        enough = before + chance.randrange(0, 60)
        with _command(archive, rejects, store_url) as process:
            while process.poll() is None and len(stored(database)) < enough:
                time.sleep(chance.uniform(0, 0.2))
            time.sleep(chance.uniform(0, 0.1))
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    with _command(archive, rejects, store_url) as process:
        said, _ = process.communicate()
    assert process.returncode == 0, said
    found = stored(database)
    assert {url for url, *_ in found} == {
        f"https://gull.example/{number}/{line}" for number in range(3) for line in range(60)
    }
    assert len({(quotes, figures) for _, quotes, figures in found}) == 1
    assert len(reasons(rejects)) == 3


def test_interrupted_it_says_how_to_go_on(
    database: Database, store_url: str, tmp_path: Path, rejects: Path
) -> None:
    (tmp_path / "a.jsonl").write_text(material.lines(2000))
    with _command(tmp_path / "a.jsonl", rejects, store_url) as process:
        while process.poll() is None and not stored(database):
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate()
    assert process.returncode == 130
    assert b"The same command goes on from here." in said
    assert b"Traceback" not in said


@pytest.fixture
def command(tmp_path: Path) -> Run:
    """Run `onrecord import` on a store of the test's own, with its bad records in a file there."""

    def run(*arguments: str | Path, given: bytes = b"") -> Result:
        environment = {"ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path}/cli.db"}
        options = ["--rejects", str(tmp_path / "rejects.jsonl"), "--workers", "1"]
        runner = CliRunner(env=environment)
        stores.make(environment["ONRECORD_DATABASE_URL"])
        return runner.invoke(main, ["import", *map(str, arguments), *options], given)

    return run


def test_a_trial_shows_what_would_be_stored(command: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(material.CSV)
    result = command(tmp_path / "a.csv", "--dry-run")
    assert result.exit_code == 0
    assert "title = Headline, text = Body, url = Link" in result.output
    assert "not used: id" in result.output
    assert "2026-03-04  Gull Gazette" in result.output
    assert "2 articles would be stored" in result.output
    assert "1 articles stored" not in command(tmp_path / "a.csv", "--dry-run", "--json").output


def test_standard_input_and_what_the_caller_says(command: Run) -> None:
    result = command(
        *("-", "--format", "json_lines", "--publisher", "Gull Gazette", "--date", "4 March 2026"),
        *("--map", "text=story", "--json"),
        given=json.dumps({"story": WORDS, "text": "no"}).encode(),
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.output.splitlines()[-1])["stored"] == 1


def test_tags_are_those_of_a_record_or_else_the_callers(command: Run, tmp_path: Path) -> None:
    lines = [{"text": WORDS, "tags": "gas; ports"}, {"text": f"{WORDS} Again.", "tags": ["sea"]}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (tmp_path / "b.csv").write_text("text,keywords\nMara Lindqvist said no.,\n")
    command(tmp_path / "a.jsonl", tmp_path / "b.csv", "--tag", "archive", "--tag", " a  b ")
    with sqlite3.connect(tmp_path / "cli.db") as connection:
        tags = [json.loads(row[0]) for row in connection.execute("SELECT tags FROM articles")]
    assert tags == [["gas", "ports"], ["sea"], ["archive", "a b"]]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["/nowhere/at.all"], "/nowhere/at.all: There is no such file, folder or pattern."),
        (["-", "--map", "heading=x"], "'heading': expected FIELD=COLUMN"),
        (["-", "--date", "yesterday"], "The date 'yesterday' cannot be read"),
        (["-", "--format", "word"], "'word' is not one of"),
    ],
)
def test_an_error_is_one_clear_line(command: Run, arguments: list[str], complaint: str) -> None:
    result = command(*arguments)
    assert result.exit_code != 0
    assert complaint in result.output
    assert "Traceback" not in result.output
