"""The `onrecord` command."""

import datetime as dt
import json
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import click
from sqlalchemy.exc import DBAPIError

from . import VERSION, create_app, errors
from . import follow as follower
from .config import Settings
from .importing.files import read_article, samples
from .resources.documents import as_yaml
from .schemas.articles import Extraction
from .schemas.strict import Unreadable, decode
from .services import articles, changes
from .services.reading import DEFAULT_LANGUAGE, answer
from .store.database import Database


class Commands(click.Group):
    """Commands whose errors are one clear line each."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say what went wrong and end with status 1."""
        try:
            return super().invoke(ctx)
        except errors.Error as error:
            raise click.ClickException(str(error)) from error
        except DBAPIError as error:
            reason = str(error.orig).strip().partition("\n")[0]
            raise click.ClickException(f"The store does not answer: {reason}") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="onrecord")
def main() -> None:
    """Put news on the record: who said what, and every figure named.

    Settings come from the environment (ONRECORD_DATABASE_URL and others; see the README).
    """


@main.command()
def serve() -> None:
    """Serve the API with gunicorn until interrupted."""
    from .serving import serve  # noqa: PLC0415 (gunicorn is slow to load)

    settings = _settings()
    database = _ready(Database(settings.database_url))
    kept = dt.timedelta(days=settings.keep_deleted)
    with database.writes.begin() as connection:
        changes.forget(connection, dt.datetime.now(dt.UTC) - kept)
    database.dispose()
    serve(settings)


@main.command()
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print what POST /v1/extract answers.")
def extract(file: IO[bytes], as_json: bool) -> None:
    """Print the quotes and figures of FILE, a text in UTF-8 (- for standard input)."""
    try:
        text = decode(file.read())
    except Unreadable as error:
        raise click.ClickException(f"{file.name} {error}") from error
    found = answer(text, DEFAULT_LANGUAGE)
    if as_json:
        click.echo(json.dumps(Extraction().dump(found), ensure_ascii=False, indent=2))
        return
    quotes = [
        (quote["kind"], quote["speaker_text"] or "", quote["cue"] or "", quote["text"])
        for quote in found["quotes"]
    ]
    figures = [
        (
            figure["text"],
            _number(figure),
            figure["unit"] or "",
            ": ".join(filter(None, [(figure["entity"] or {}).get("name"), figure["property"]])),
        )
        for figure in found["figures"]
    ]
    _print_table(("QUOTE", "SPEAKER", "CUE", "WORDS"), quotes)
    click.echo()
    _print_table(("FIGURE", "VALUE", "UNIT", "OF"), figures)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def add(files: Sequence[Path]) -> None:
    """Store articles from FILES.

    A .toml or .json file holds the fields that POST /v1/articles takes; any other file is a text.
    A file that cannot be read spoils only itself.
    """
    if _store(files):
        sys.exit(1)


@main.command()
def seed() -> None:
    """Store the sample articles; those that stand there already stay as they are."""
    if _store(samples()):
        sys.exit(1)


@main.command()
@click.argument("url")
@click.option("--after", metavar="CURSOR", help="Go on after this one; else from the beginning.")
@click.option("--types", metavar="TYPE,…", help="Only articles, quotes … as in quote,figure.")
@click.option(
    "--state",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the cursor in FILE, and go on from there when started again.",
)
def follow(url: str, after: str | None, types: str | None, state: Path | None) -> None:
    """Print every change of the service at URL, one JSON text a line, and go on for ever.

    A service that is away is asked again until it is back. With --state nothing is left out
    whatever happens; what was printed last may come again.
    """
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # both end it alike
    lines = sys.stdout.buffer
    try:
        follower.follow(url, after, types, lines, state, lambda text: click.echo(text, err=True))
    except KeyboardInterrupt:
        return
    except BrokenPipeError:  # whoever read the lines has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), lines.fileno())


@main.group()
def db() -> None:
    """Look after the store."""


@db.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Make or change the tables as this version needs them."""
    from .services import upkeep  # noqa: PLC0415 (Alembic is slow to load)

    upkeep.upgrade(_database(), revision)


@db.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the tables back to REVISION ("base": drop them all)."""
    from .store import migrate  # noqa: PLC0415 (Alembic is slow to load)

    migrate.downgrade(_database(), revision)


@db.command("revision")
@click.argument("number")
@click.argument("message")
def revision(number: str, message: str) -> None:
    """Write migration NUMBER from what the models have that the store has not."""
    from .store import migrate  # noqa: PLC0415

    migrate.write(_database(), message, number)


@main.command()
def openapi() -> None:
    """Print the API's document (OpenAPI 3.1)."""
    with create_app(Settings(database_url="sqlite:////dev/null")).app_context():
        click.echo(as_yaml(), nl=False)


def _settings() -> Settings:
    return Settings.from_environment(os.environ)


def _database() -> Database:
    return Database(_settings().database_url)


def _ready(database: Database) -> Database:
    """A store that this version can write to."""
    database.must_be_current()
    with database.writes.begin() as connection:
        changes.settle(connection)
    return database


def _store(files: Iterable[Path]) -> int:
    """Store each file in a transaction of its own; how many failed."""
    database = _ready(_database())
    failed = new = known = 0
    for path in files:
        try:
            article = read_article(path)
            with database.session() as session:
                stored = articles.store(session, **article)
                session.commit()
        except errors.Error as error:
            failed += 1
            click.echo(f"Error: {error}", err=True)
            continue
        new, known = new + stored.new, known + (not stored.new)
        state = "stored" if stored.new else "known"
        click.echo(f"{state} as article {stored.id}: {article.get('title') or path}")
    click.echo(f"{new} new, {known} known, {failed} failed")
    return failed


def _number(figure: dict[str, Any]) -> str:
    ends = [figure["value"], figure["value_max"]]
    shown = "–".join(f"{end:,.12g}" for end in ends if end is not None)
    sign = figure["modifier"] if figure["modifier"] != "=" else ""
    return sign + shown


def _print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their longest cell, the last as long as its text is."""
    table = [head, *([" ".join(cell.split()) for cell in row] for row in rows)]
    widths = [max(len(row[at]) for row in table) for at in range(len(head) - 1)]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]).rstrip())
