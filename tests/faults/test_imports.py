"""Imports while the disk is full, and beside others: on several machines, over one PostgreSQL."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import postgresql, stores
from tests.faults.disks import fill, small_disk
from tests.faults.load import Load, must_have_lost_nothing, stored
from tests.importing import material
from tests.importing.material import WORDS
from tests.service import ONRECORD, Service, wait_for

COUNT = int(os.environ.get("FAULTS_ARTICLES", "80"))


@contextmanager
def sqlite_store(folder: Path) -> Iterator[tuple[str, Path]]:
    with small_disk(folder / "disk", megabytes=24) as disk:
        yield f"sqlite:///{disk}/store.db", disk


@contextmanager
def postgresql_store(_: Path) -> Iterator[tuple[str, Path]]:
    with postgresql.started() as server, small_disk(server.folder / "disk", megabytes=24) as disk:
        space = server.own_folder(disk / "space")
        with (
            stores.opened(server.url) as database,
            database.writes.connect().execution_options(isolation_level="AUTOCOMMIT") as own,
        ):
            own.execute(text(f"CREATE TABLESPACE small LOCATION '{space}'"))
            own.execute(text("ALTER ROLE postgres SET default_tablespace TO small"))
        yield server.url, disk


@pytest.mark.parametrize("store", [sqlite_store, postgresql_store])
def test_a_full_disk_ends_an_import_which_goes_on_once_there_is_room(
    store: type, tmp_path: Path
) -> None:
    archive, rejects = tmp_path / "a.jsonl", tmp_path / "rejects.jsonl"
    archive.write_text(material.lines(2 * COUNT) + "{bad\n")
    with store(tmp_path) as (url, disk):
        environment = os.environ | {"ONRECORD_DATABASE_URL": url}
        command = [ONRECORD, "import", str(archive), "--workers", "1", "--rejects", str(rejects)]
        stores.make(url)
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as importing:
            wait_for(lambda: bool(_urls(url)))
            filler = fill(disk)
            _, said = importing.communicate()
        assert importing.returncode == 1, said
        assert b"The store's disk is full." in said
        assert b"The same command goes on from here." in said
        assert b"Traceback" not in said
        filler.unlink()
        resumed = subprocess.run(
            [*command, "--json"], env=environment, capture_output=True, check=False
        )
        assert resumed.returncode == 0, resumed.stderr
        tally = json.loads(resumed.stdout)
        assert 0 < tally["stored"] < 2 * COUNT
        assert tally["known"] == 0
        urls = _urls(url)
    assert sorted(urls) == sorted(f"https://gull.example/{n}" for n in range(2 * COUNT))


def _urls(url: str) -> list[str]:
    with stores.opened(url) as database, database.writes.connect() as connection:
        return list(connection.execute(text("SELECT url FROM articles")).scalars())


def test_two_machines_over_one_postgresql(tmp_path: Path) -> None:
    """Each serves with two processes, stores the same articles, and imports the same files."""
    lines = [
        {"url": f"https://gull.example/{n}", "title": str(n), "text": f"{WORDS} Number {n}."}
        for n in range(1_000_000, 1_000_000 + COUNT)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    with postgresql.started() as server:
        machines = [Service(tmp_path, server.url), Service(tmp_path, server.url)]
        loads = [Load(machine, clients=1) for machine in machines]
        with machines[0].served(), machines[1].served():
            with loads[0].running(), loads[1].running():
                imports = [_import(tmp_path, number, machines[number]) for number in range(2)]
                outcomes = [each.communicate()[0] for each in imports]
            tallies = [json.loads(outcome.splitlines()[-1]) for outcome in outcomes]
            assert sum(tally["stored"] for tally in tallies) == COUNT, tallies
            assert sum(tally["known"] for tally in tallies) == COUNT, tallies
            for load in loads:
                assert load.taken
                must_have_lost_nothing(load)
            found = set(stored(machines[0]))
            assert found == set(stored(machines[1]))
            assert found >= {int(str(line["title"])) for line in lines}


def _import(folder: Path, number: int, machine: Service) -> subprocess.Popen[bytes]:
    """Import the file as another machine does, where it has another name."""
    archive = folder / f"of machine {number}.jsonl"
    archive.write_bytes((folder / "a.jsonl").read_bytes())
    rejects = folder / f"rejects {number}.jsonl"
    command = [ONRECORD, "import", str(archive), "--workers", "1", "--rejects", str(rejects)]
    return subprocess.Popen([*command, "--json"], env=machine.environment, stdout=subprocess.PIPE)
