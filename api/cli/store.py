"""What the commands do to the store that the settings name."""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple

import click
from sqlalchemy import inspect, make_url, select, text
from sqlalchemy.exc import DBAPIError

from ..config import Settings
from ..errors import Error, Misconfigured, NotFound, NotInstalled
from ..importing.files import read_article
from ..models import Article
from ..services import articles, changes, derived, links, rereading, respelling
from ..store.database import Database

_TOLD = 100  # articles read again between two lines that say so
TITLE = 72  # characters of what an article is called in a line


class Unavailable(Error):
    """The store refuses, or cannot be reached; the text has its reason."""


class Found(NamedTuple):
    """An article that was found, and what to call it."""

    id: int
    called: str


def settings() -> Settings:
    """Read the settings; raises Misconfigured."""
    return Settings.from_environment(os.environ)


def prepare(chosen: Settings) -> None:
    """Make sure that the service can start on its store, and forget old deletions."""
    with current(chosen.database_url) as database, database.writes.begin() as connection:
        kept = dt.timedelta(days=chosen.keep_deleted)
        changes.forget(connection, dt.datetime.now(dt.UTC) - kept)


def add(files: Iterable[Path], tags: Sequence[str] = ()) -> int:
    """Store each file in a transaction of its own; how many failed.

    `tags` are those of files that have none.
    """
    from . import fields

    failed = new = known = 0
    of_all = fields.checked({"tags": list(tags)})
    with current() as database:
        for path in files:
            try:
                article = of_all | read_article(path)
                with database.session() as session:
                    stored = articles.store(session, **article)
                    session.commit()
            except Error as error:
                failed += 1
                click.echo(f"Error: {error}", err=True)
                continue
            new, known = new + stored.new, known + (not stored.new)
            state = "stored" if stored.new else "known"
            title = _called(article.get("title") or article["text"])
            click.echo(f"{state} as article {stored.id}: {title}")
    click.echo(f"{new} new, {known} known, {failed} failed")
    return failed


def find(names: Sequence[str]) -> Sequence[Found]:
    """The articles of these ids and URLs, each once; raises NotFound where one is not there."""
    with current() as database, database.session() as session:
        found = {}
        for name in names:
            meant = Article.id == int(name) if _is_id(name) else Article.key == name
            article = session.scalars(select(Article).where(meant)).one_or_none()
            if article is None:
                raise NotFound(f"There is no article {name}. Nothing was deleted.")
            found[article.id] = Found(article.id, _called(article.title or article.text))
        return list(found.values())


def remove(found: Sequence[Found]) -> None:
    """Delete articles, each in a transaction of its own."""
    with current() as database:
        for article in found:
            with database.session() as session:
                articles.delete(session, article.id, lambda _version: None)
                session.commit()
            click.echo(f"deleted article {article.id}")


def reread() -> int:
    """Read again what an earlier version read, and say how far it is; how many failed."""
    done = failed = 0
    with current() as database:
        total = rereading.count(database)
        for outcome in rereading.read_again(database):
            done += 1
            if outcome.fault:
                failed += 1
                click.echo(f"Error: article {outcome.id}: {outcome.fault}", err=True)
            if done % _TOLD == 0:
                click.echo(f"{done:,} of {total:,} articles", err=True)
    click.echo(f"{done - failed} read again, {failed} failed")
    return failed


def link() -> tuple[int, int]:
    """Link names that are stored; how many were linked, and how many parted."""
    with current() as database:
        done = list(links.link_again(database))
    return sum(each.linked for each in done), sum(each.parted for each in done)


def respell(name: str) -> int:
    """Spell a publisher this way in all of its articles; how many were spelled otherwise."""
    with current() as database:
        return sum(respelling.respell(database, name))


def upgrade(revision: str) -> str:
    """Bring the tables up to a revision; what was done, in a sentence."""
    from ..services import upkeep

    with opened(settings().database_url) as database:
        before = _revision(database)
        upkeep.upgrade(database, revision, lambda line: click.echo(line, err=True))
        return _moved(database, before)


def downgrade(revision: str) -> str:
    """Take the tables back to a revision; what was done, in a sentence."""
    from ..store import migrate

    with opened(settings().database_url, new=False) as database:
        before = _revision(database)
        migrate.downgrade(database, revision)
        return _moved(database, before)


def back_up(file: Path) -> str:
    """Copy the store into a file; what was done, in a sentence."""
    from ..store import backup

    with current() as database:
        size = backup.backup(database, file)
        return f"Copied {database.url.render_as_string()} into {file}: {size:,} bytes."


def restore(file: Path) -> str:
    """Fill an empty store from a file, and bring it up to this version."""
    from ..services import upkeep
    from ..store import backup

    with opened(settings().database_url) as database:
        backup.restore(database, file)
        upkeep.upgrade(database)
        return f"Restored {file} into {database.url.render_as_string()}."


def check() -> int:
    """Look through the store and say what is wrong with it; how much."""
    from ..services import checking

    faults = 0
    with current() as database:
        for title, found in checking.check(database):
            faults += len(found)
            click.echo(f"{'FAILED' if found else 'ok':8}{title}")
            for fault in found:
                click.echo(f"{'':8}{fault}")
    click.echo(f"{faults} faults" if faults else "The store is whole.")
    return faults


def write_migration(number: str, message: str) -> None:
    """Write the next migration from what the models have that the store has not."""
    from ..store import migrate

    with opened(settings().database_url, new=False) as database:
        migrate.write(database, message, number)


@contextmanager
def current(url: str | None = None) -> Iterator[Database]:
    """The store of the settings, or of a URL, with the tables of this version."""
    with opened(url or settings().database_url, new=False) as database:
        derived.must_be_current(database)
        with database.writes.begin() as connection:
            changes.settle(connection)
        yield database


@contextmanager
def opened(url: str, *, new: bool = True) -> Iterator[Database]:
    """A store, closed at the end; one that is not there yet is made only where it may be `new`.

    Raises Misconfigured, NotInstalled, and Unavailable for what the driver says.
    """
    try:
        if not new:
            _must_exist(url)
        database = Database(url)
        if new:
            database.create()
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise NotInstalled(
            "PostgreSQL needs the package psycopg: pip install 'onrecord[postgresql]'"
        ) from error
    try:
        yield database
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise Unavailable(f"The store does not answer: {reason}") from error
    finally:
        database.dispose()


def _must_exist(url: str) -> None:
    """Raise where a file of SQLite is not there: to open it would make it, and its folder."""
    name = make_url(url).database or ""
    if url.startswith("sqlite:") and not Path(name).exists():
        raise Misconfigured(f"There is no store at {name} yet: run onrecord db upgrade")


def _revision(database: Database) -> str | None:
    """The revision of the tables; None where there are none."""
    with database.writes.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _moved(database: Database, before: str | None) -> str:
    after, place = _revision(database), database.url.render_as_string()
    if after == before:
        return f"{place} is at revision {after}: nothing to do."
    if before is None:
        return f"Created the tables of revision {after} in {place}."
    if after is None:
        return f"Dropped all tables in {place}."
    return f"Moved {place} from revision {before} to {after}."


def _is_id(name: str) -> bool:
    return name.isascii() and name.isdecimal() and int(name) < 2**63


def _called(words: str) -> str:
    return shorten(words, TITLE, placeholder=" …")
