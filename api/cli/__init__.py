"""The `onrecord` command.

What each command takes is declared here, with click alone; what it needs beyond that is imported
when it runs, so that `--help` and `extract` do not wait for Flask and SQLAlchemy.
"""

import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any

import click

from .. import VERSION, errors
from .importing import command as import_command


class Commands(click.Group):
    """Commands whose errors are one clear line each."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say what went wrong and end with status 1."""
        try:
            return super().invoke(ctx)
        except errors.Error as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:  # the reader of our output has gone: click ends quietly
            raise
        except OSError as error:
            file = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{file}{error.strerror or error}") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="onrecord")
def main() -> None:
    """Put news on the record: who said what, and every figure named.

    Settings come from the environment (ONRECORD_DATABASE_URL and others; see the README).
    """


@main.command()
@click.option("--open", "opens", is_flag=True, help="Open the pages in a browser.")
def serve(opens: bool) -> None:
    """Serve the API and the pages with gunicorn until interrupted."""
    from . import keys, store

    settings = store.settings()
    store.prepare(settings)
    keys.make_first(settings)

    from ..serving import serve

    if opens:
        from . import browser

        browser.open_when_served(settings)
    serve(settings)


@main.command()
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print what POST /v1/extract answers.")
def extract(file: IO[bytes], as_json: bool) -> None:
    """Print the quotes and figures of FILE, a text in UTF-8 (- for standard input)."""
    from ..schemas.strict import Unreadable, decode
    from . import show

    try:
        text = decode(file.read())
    except Unreadable as error:
        raise click.ClickException(f"{file.name} {error}") from error
    (show.as_json if as_json else show.as_tables)(text)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--tag", "tags", multiple=True, help="A tag, where a file has none; repeatable.")
def add(files: Sequence[Path], tags: Sequence[str]) -> None:
    """Store articles from FILES.

    A .toml or .json file holds the fields that POST /v1/articles takes; any other file is a text.
    A file that cannot be read spoils only itself.
    """
    from . import store

    if store.add(files, tags):
        sys.exit(1)


@main.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--in",
    "where",
    type=click.Choice(["quotes", "figures", "articles"]),
    default="quotes",
    show_default=True,
    help="What is searched.",
)
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def search(query: Sequence[str], where: str, limit: int, as_json: bool) -> None:
    """Search the store: words, "phrases", beginnings*, OR, -without.

    The newest come first.
    """
    from . import looking

    looking.search(" ".join(query), where, limit, as_json=as_json)


@main.command("show")
@click.argument("what", type=click.Choice(["article", "quote", "figure", "entity", "measure"]))
@click.argument("number", metavar="ID", type=click.IntRange(1, 10**18 - 1))
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
def show_one(what: str, number: int, as_json: bool) -> None:
    """Show one thing by its ID, as in: onrecord show figure 7."""
    from . import looking

    looking.show(what, number, as_json=as_json)


main.add_command(import_command)


@main.command()
@click.argument("articles", nargs=-1, required=True, metavar="ID|URL...")
@click.option("--yes", is_flag=True, help="Delete without asking.")
def remove(articles: Sequence[str], yes: bool) -> None:
    """Delete articles, each named by its id or URL, with their quotes and figures."""
    from . import store

    found = store.find(articles)
    for article in found:
        click.echo(f"article {article.id}: {article.called}")
    them = "it, with its" if len(found) == 1 else f"these {len(found)}, with their"
    if not yes:
        click.confirm(f"Delete {them} quotes and figures?", abort=True)
    store.remove(found)


@main.command()
def seed() -> None:
    """Store the sample articles; those already stored stay as they are."""
    from ..importing.files import samples
    from . import store

    if store.add(samples()):
        sys.exit(1)


@main.command()
@click.argument("url")
@click.option("--after", metavar="CURSOR", help="Go on after this one; else from the beginning.")
@click.option("--types", metavar="TYPE,…", help="Only articles, quotes … as in quote,figure.")
@click.option(
    "--state",
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the cursor in FILE, and go on from there when started again.",
)
@click.option("--post", "target", metavar="TARGET", help="Send each as a signed webhook to TARGET.")
@click.option(
    "--secret", envvar="WEBHOOK_SECRET", help="What signs them: whsec_… ($WEBHOOK_SECRET)."
)
@click.option("--key", envvar="FOLLOW_KEY", help="An API key of the service; $FOLLOW_KEY.")
def follow(
    url: str,
    after: str | None,
    types: str | None,
    path: Path | None,
    target: str | None,
    secret: str | None,
    key: str | None,
) -> None:
    """Print every change of the service at URL, one JSON object a line, until interrupted.

    Where the service, or TARGET, cannot be reached it is tried again until it answers. With --state
    no change is ever left out; the last ones may be repeated.
    """
    from .. import follow as follower
    from .. import webhook

    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # both end it alike
    lines, say = sys.stdout.buffer, partial(click.echo, err=True)
    if target and not secret:
        raise click.UsageError("--post takes a --secret to sign with.")
    deliver = webhook.webhook_to(target, secret, say) if target and secret else None
    try:
        follower.follow(
            url,
            types,
            follower.State(path, after),
            deliver or follower.lines_to(lines),
            say,
            at_once=1 if deliver else follower.LIMIT,
            key=key,
        )
    except KeyboardInterrupt:
        return
    except BrokenPipeError:  # the reader of the lines has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), lines.fileno())


@main.command()
@click.option(
    "--url",
    envvar="ONRECORD_URL",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="The service that is asked; $ONRECORD_URL.",
)
@click.option("--key", envvar="ONRECORD_KEY", help="An API key of the service; $ONRECORD_KEY.")
def mcp(url: str, key: str | None) -> None:
    """Let a language model ask the service at URL, by the Model Context Protocol.

    Its tools are search_quotes, find_figures, measure_series and extract; what they find names its
    article and characters. It speaks on standard input and output, and runs until that ends.
    """
    try:
        from .. import mcp_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise errors.NotInstalled(
            "This needs the package mcp: pip install 'onrecord[mcp]'"
        ) from error
    mcp_server.serve(url, key)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the whole store into FILE, also while it is being served."""
    from . import store

    click.echo(store.back_up(file))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(file: Path) -> None:
    """Fill an empty store from FILE, which `onrecord backup` made."""
    from . import store

    click.echo(store.restore(file))


@main.command()
def check() -> None:
    """Look through the whole store for what is damaged or does not fit together.

    It changes nothing, can run while the store is served, and ends with status 1 where it finds
    anything.
    """
    from . import store

    if store.check():
        sys.exit(1)


@main.group()
def key() -> None:
    """Look after the keys of clients."""


@key.command("create")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(["read", "curate", "write", "admin", "metrics"]),
    help="What it allows; may be given several times.",
)
@click.option("--expires", metavar="TIME", help="When it stops working: 90d, 12h.")
@click.option("--publisher", help="The only publisher whose articles it may write.")
@click.option("--tag", help="The tag of the only articles that it may write.")
def create_key(
    name: str, scopes: Sequence[str], expires: str | None, publisher: str | None, tag: str | None
) -> None:
    """Make a key named NAME and print it, for the only time."""
    from . import keys

    keys.create(name, scopes, expires, publisher, tag)


@key.command("list")
def list_keys() -> None:
    """Print all keys, without their secrets."""
    from . import keys

    keys.show()


@key.command("revoke")
@click.argument("key_id", metavar="ID")
def revoke_key(key_id: str) -> None:
    """Let the key with this ID open nothing from now on."""
    from . import keys

    keys.revoke(key_id)


@main.command()
def reread() -> None:
    """Read again every article that an earlier version read; what people decided is kept.

    It can be stopped at any time and goes on where it was when started again. An article that
    cannot be read again is named, and stays as it is.
    """
    from . import store

    if store.reread():
        sys.exit(1)


@main.command()
def link() -> None:
    """Link names of people that articles gave before the archive knew whose they are.

    Nothing is stored while it looks at a hundred names; what people parted stays apart.
    """
    from . import store

    linked, parted = store.link()
    click.echo(f"{linked} names linked, {parted} parted")


@main.command()
@click.argument("publisher")
def respell(publisher: str) -> None:
    """Spell PUBLISHER this way in all of its articles.

    Case, blanks and Unicode's forms may differ from how it is spelled now. It can be stopped at
    any time and goes on where it was when started again.
    """
    from . import fields, store

    name = fields.checked({"publisher": publisher})["publisher"]
    click.echo(f"{store.respell(name)} articles spelled {name}")


@main.group()
def db() -> None:
    """Look after the store."""


@db.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Create the tables, or bring them up to what this version needs."""
    from . import store

    click.echo(store.upgrade(revision))


@db.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the tables back to REVISION ("base": drop them all)."""
    from . import store

    click.echo(store.downgrade(revision))


@db.command("revision")
@click.argument("number")
@click.argument("message")
def revision(number: str, message: str) -> None:
    """Write migration NUMBER from what the models have that the store has not."""
    from . import store

    store.write_migration(number, message)


@main.command()
def openapi() -> None:
    """Print the API's document (OpenAPI 3.1)."""
    from .. import create_app
    from ..config import Settings
    from ..resources.documents import as_yaml

    with create_app(Settings(database_url="sqlite:////dev/null")).app_context():
        click.echo(as_yaml(), nl=False)
