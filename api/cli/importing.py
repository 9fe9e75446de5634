"""`onrecord import`, as it is typed."""

from pathlib import Path
from typing import Any

import click

from ..importing.formats import FORMATS


@click.command("import")
@click.argument("source", nargs=-1, required=True)
@click.option(
    "--map",
    "mapping",
    metavar="FIELD=COLUMN,…",
    default="",
    help="Which column of a CSV, JSON or Parquet file is which field: title, text, url, authors, "
    "publisher, published_at, language, tags.",
)
@click.option("--publisher", help="The publisher where a record names none.")
@click.option("--tag", "tags", multiple=True, help="A tag, where a record has none; repeatable.")
@click.option("--date", help="The date of publication where a record names none.")
@click.option("--language", help="The language of all texts, instead of looking at each.")
@click.option("--day-first/--month-first", default=None, help="What 04/03/2026 is.")
@click.option("--format", "as_format", type=click.Choice(FORMATS), help="Take all files for this.")
@click.option(
    "--pages/--no-pages",
    default=None,
    help="Keep pages beside their texts, or not; else as ONRECORD_KEEP_PAGES says.",
)
@click.option("--dry-run", is_flag=True, help="Store nothing; print what would be stored.")
@click.option("--again", is_flag=True, help="Read files again that were imported before.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=None,
    help="Processes that read, one for each core without it.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Read on the Dask cluster there, as in tcp://10.0.0.1:8786, and store from here.",
)
@click.option(
    "--rejects",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    default="import-rejects.jsonl",
    show_default=True,
    help="Where bad records are listed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(source: tuple[str, ...], **given: Any) -> None:
    """Store the articles of files: pages, feeds, tables, archives, letters.

    SOURCE is a file, a folder, a pattern such as "2024/*.html", or - for standard input. HTML,
    text, Markdown, CSV, JSON, JSON Lines, RSS, Atom, WARC, Parquet, DOCX, PDF, EML and mbox are
    read, packed by gzip, zstandard, bzip2 or xz, or in ZIP and tar archives. Nothing is fetched.

    What holds no article is listed in the file of rejects, and the import goes on. An import that
    was broken off goes on where it was when the same command runs again.
    """
    from . import archive

    archive.bring(source, given)
