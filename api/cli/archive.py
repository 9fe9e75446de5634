"""What `onrecord import` does, and what it shows while it runs."""

import datetime as dt
import json
import os
import signal
import sys
import time
from collections import Counter
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DBAPIError
from tqdm import tqdm

from ..errors import StoreUnavailable
from ..importing import dates
from ..importing.formats import INSTEAD
from ..importing.mapping import FIELDS
from ..importing.pool import LocalPool, Pool
from ..importing.records import BadRecord, Options, Ready
from ..importing.run import Import, Tally
from ..importing.sources import sources
from ..store import trouble
from . import fields, store

_EVERY = 10.0  # seconds between lines where there is no terminal
_INTERRUPTED = 130
_GOES_ON = "The same command goes on from here."
_KINDS = 6  # of files that were not read
_TITLE = 60  # characters of a title in a row


def bring(source: tuple[str, ...], given: dict[str, Any]) -> None:
    """Import some sources, as the options say; ends the command with 130 where interrupted."""
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # both end it alike
    options = _options(given)
    report = _Report(sum(one.size for one in sources(source, Tally().passed_over)))
    with ExitStack() as opened:
        opened.callback(report.close)
        database = None
        if not given["dry_run"]:
            database = opened.enter_context(store.current())
        importing = Import(
            database,
            options,
            report,
            given["rejects"],
            as_format=given["as_format"],
            pool=_pool(given),
            again=given["again"],
        )
        try:
            importing.run(source)
        except KeyboardInterrupt:
            report.close()
            click.echo(f"Interrupted. {_summary(importing.tally, given)}", err=True)
            click.echo(_GOES_ON, err=True)
            sys.exit(_INTERRUPTED)
        except DBAPIError as error:
            meant = trouble.of(error)
            if meant is None:
                raise
            report.close()
            so_far = _summary(importing.tally, given)
            raise StoreUnavailable(f"{meant} {so_far} {_GOES_ON}") from error
    if given["as_json"]:
        click.echo(json.dumps(importing.tally.as_dict()))
    else:
        click.echo(_summary(importing.tally, given))


def _pool(given: dict[str, Any]) -> Pool:
    if not given["scheduler"]:
        return LocalPool(given["workers"] or os.cpu_count() or 1)
    if given["workers"]:
        raise click.UsageError("--workers are this machine's: with --scheduler the cluster reads.")
    from ..importing.cluster import Cluster

    return Cluster(given["scheduler"])


def _options(given: dict[str, Any]) -> Options:
    defaults = {"publisher": given["publisher"], "language": given["language"]}
    defaults |= fields.checked({"tags": list(given["tags"])})
    if given["date"]:
        try:
            day = dates.moment(given["date"], day_first=given["day_first"])
        except BadRecord as error:
            raise click.BadParameter(str(error), param_hint="--date") from error
        defaults["published_at"] = day.isoformat()
    said = {name: value for name, value in defaults.items() if value}
    pages = store.settings().keep_pages if given["pages"] is None else given["pages"]
    return Options(_mapping(given["mapping"]), said, given["day_first"], pages=pages)


def _mapping(written: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in written.split(",") if pair.strip()]
    mapping = {field.strip(): column.strip() for field, _, column in pairs}
    for field, column in mapping.items():
        if field not in FIELDS or not column:
            known = ", ".join(FIELDS)
            raise click.BadParameter(
                f"{field!r}: expected FIELD=COLUMN, where FIELD is one of {known}",
                param_hint="--map",
            )
    return mapping


def _summary(tally: Tally, given: dict[str, Any]) -> str:
    found = f"{_counted(tally.quotes, 'quote')} and {_counted(tally.figures, 'figure')}"
    stored = "would be stored" if given["dry_run"] else "stored"
    parts = [
        f"{_counted(tally.stored, 'article')} {stored} with {found}",
        f"{tally.known:,} known already",
    ]
    if tally.rejected:
        parts.append(f"{tally.rejected:,} rejected (see {given['rejects']})")
    if tally.files_done_before:
        done = _counted(tally.files_done_before, "file")
        parts.append(f"{done} imported before (--again reads them)")
    if tally.passed_over:
        parts.append(f"passed over: {_kinds(tally.passed_over)}")
    return "; ".join(parts) + f"; {tally.seconds:.1f} s."


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _kinds(passed_over: Counter[str]) -> str:
    """The kinds of files that were not read: first those that could be, saved as something else."""
    said = {kind: INSTEAD.get(kind) for kind in passed_over}
    kinds = sorted(passed_over, key=lambda kind: (not said[kind], -passed_over[kind]))
    each = (f"{passed_over[kind]:,} {kind}" for kind in kinds)
    hints = (f" ({said[kind]})" if said[kind] else "" for kind in kinds)
    return ", ".join(count + hint for count, hint in islice(zip(each, hints, strict=True), _KINDS))


class _Report:
    """Shows how it goes: a bar on a terminal, else a line now and then."""

    def __init__(self, size: int) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._bar = tqdm(
            total=size, unit="B", unit_scale=True, disable=not self._is_terminal, smoothing=0.05
        )
        self._size = size
        self._next = time.monotonic() + _EVERY
        self._has_head = False

    def mapping(self, name: str, described: str) -> None:
        """Show which columns are which fields."""
        self._say(f"{name}: {described}")

    def ready(self, article: Ready) -> None:
        """Show a row of what would be stored."""
        if not self._has_head:
            self._has_head = True
            click.echo(_row("PUBLISHED", "PUBLISHER", "QUOTES", "FIGURES", "TITLE"))
        fields = article.fields
        published: dt.datetime | None = fields.get("published_at")
        click.echo(
            _row(
                published.date().isoformat() if published else "",
                fields.get("publisher") or "",
                str(len(article.found.quotes)),
                str(len(article.found.figures)),
                fields.get("title") or Path(article.place).name,
            )
        )

    def progress(self, bytes_read: int, tally: Tally) -> None:
        """Move the bar, or print a line where it is time."""
        if self._is_terminal:
            self._bar.update(bytes_read - self._bar.n)
            self._bar.set_postfix_str(f"{_counts(tally)}", refresh=False)
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            share = f"{bytes_read / self._size:.0%}, " if self._size else ""
            self._say(f"{share}{_counts(tally)}")

    def close(self) -> None:
        """Leave the bar as it is."""
        self._bar.close()

    def _say(self, line: str) -> None:
        with tqdm.external_write_mode(file=sys.stderr):
            click.echo(line, err=True)


def _counts(tally: Tally) -> str:
    rate = (tally.stored + tally.known) / tally.seconds if tally.seconds else 0.0
    return (
        f"{tally.stored:,} stored, {tally.known:,} known, {tally.rejected:,} rejected, {rate:.1f}/s"
    )


def _row(published: str, publisher: str, quotes: str, figures: str, title: str) -> str:
    title = title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"
    return f"{published:10}  {publisher[:20]:20}  {quotes:>6}  {figures:>7}  {title}"
