"""Copying a whole store into a file while it is in use, and from one into an empty store.

SQLite's online backup (https://sqlite.org/backup.html) gives a file that is a store itself; of
PostgreSQL, pg_dump writes an archive in its custom format. A file is complete or not there.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect

from ..errors import Conflict, Misconfigured, NotInstalled, Unusable
from .database import Database

_SQLITE, _PG_DUMP = b"SQLite format 3\x00", b"PGDMP"


def backup(database: Database, file: Path) -> int:
    """Copy the store into a new file; its size in bytes. Raises Conflict where there is one."""
    if not database.is_sqlite:
        _must_have("pg_dump")
    with _whole(file) as part:
        if database.is_sqlite:
            _copy(_opened(database.file.path), sqlite3.connect(part))
        else:
            _run(database, "pg_dump", "--format=custom", "--no-owner", f"--file={part}")
    return file.stat().st_size


def restore(database: Database, file: Path) -> None:
    """Fill an empty store from a backup.

    Raises Conflict where the store is not empty, and Unusable for a file that is no backup, or one
    of the other kind of store.
    """
    _must_fit(database, file)
    database.create()
    _must_be_empty(database)
    if database.is_sqlite:
        database.dispose()
        _copy(_opened(file), database.file.open())
    else:
        _must_have("pg_restore")
        once = ("--no-owner", "--exit-on-error", "--single-transaction")
        _run(database, "pg_restore", *once, str(file))


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """A file beside another that takes its name once it is written and on the disk."""
    if file.exists():
        raise Conflict(f"{file} is there already: name another file.")
    part = file.with_name(f"{file.name}.part")
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    """A SQLite store to read from; one that is not there is not made."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy in one step: readers and writers go on, and the copy is of one moment."""
    with closing(source), closing(target):
        source.backup(target)
        ((found,),) = target.execute("PRAGMA quick_check(1)").fetchall()
        if found != "ok":
            raise Unusable(f"The copy is damaged, and so may be what it was made from: {found}")


def _must_fit(database: Database, file: Path) -> None:
    with file.open("rb") as opened:
        head = opened.read(len(_SQLITE))
    is_sqlite, is_postgresql = head == _SQLITE, head.startswith(_PG_DUMP)
    if not is_sqlite and not is_postgresql:
        raise Unusable(f"{file} is not a backup made by onrecord.")
    if is_sqlite != database.is_sqlite:
        kind, other = ("SQLite", "PostgreSQL") if is_sqlite else ("PostgreSQL", "SQLite")
        raise Unusable(f"{file} is a backup of a {kind} store; ONRECORD_DATABASE_URL is {other}'s.")


def _must_be_empty(database: Database) -> None:
    with database.writes.connect() as connection:
        tables = inspect(connection).get_table_names()
    if tables:
        raise Conflict("The store has tables already: restore into one that is empty.")


def _must_have(program: str) -> None:
    if not shutil.which(program):
        raise NotInstalled(f"This takes {program}, which comes with PostgreSQL's client programs.")


def _run(database: Database, program: str, *options: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment alone."""
    url = database.url.set(drivername="postgresql")
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    address = url.set(password=None).render_as_string()
    command = [program, *options, f"--dbname={address}"]
    done = subprocess.run(  # noqa: S603 (PostgreSQL's programs, with an address of our settings)
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Misconfigured(f"{program} failed: {done.stderr.strip()}")
