"""An import: records are read in other processes and stored here, a batch at a time.

A batch is one transaction, and the ledger is written in it: whatever ends an import, what the store
holds and what the ledger says of it agree, and the next one goes on from there.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from ..errors import Error
from ..services import articles, kept_pages, locks
from ..services.storing import Given
from ..store.database import Database
from . import ledger
from .ledger import Progress
from .mapping import described
from .pool import Item, LocalPool, Pool
from .records import BrokenFile, Options, Ready, Record, Rejected
from .sources import Opened, Source, sources

BATCH = 50  # articles of a transaction,
CHARACTERS = 1_000_000  # or so much text,
SECONDS = 5.0  # or what has come in this time
_TRIES = 6


@dataclass(slots=True)
class Tally:
    """What has come of an import so far."""

    files: int = 0
    files_done_before: int = 0
    records: int = 0
    stored: int = 0
    known: int = 0
    rejected: int = 0
    quotes: int = 0
    figures: int = 0
    seconds: float = 0.0
    passed_over: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, Any]:
        """As it is printed."""
        members = {name: getattr(self, name) for name in self.__slots__}
        return members | {"seconds": round(self.seconds, 1)}


class Report(Protocol):
    """Who is told how an import goes."""

    def mapping(self, name: str, described: str) -> None:
        """Hear which columns of a file are which fields, before it is read."""

    def ready(self, article: Ready) -> None:
        """Hear of an article that would be stored, in a trial."""

    def progress(self, bytes_read: int, tally: Tally) -> None:
        """Hear how far it is."""


@dataclass(slots=True)
class _Batch:
    """What the next transaction stores."""

    ready: list[Ready] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    reached: dict[int, Progress] = field(default_factory=dict)
    characters: int = 0
    begun: float = field(default_factory=time.monotonic)

    def is_full(self) -> bool:
        """Whether it is time to store it."""
        return (
            len(self.ready) >= BATCH
            or self.characters >= CHARACTERS
            or time.monotonic() - self.begun > SECONDS
        )


class Import:
    """One run over some sources; `database` is None for a trial, which stores nothing."""

    def __init__(
        self,
        database: Database | None,
        options: Options,
        report: Report,
        rejects: Path,
        *,
        as_format: str | None = None,
        pool: Pool | None = None,
        again: bool = False,
    ) -> None:
        self.tally = Tally()
        self._database = database
        self._options = options
        self._report = report
        self._rejects = rejects
        self._format = as_format
        self._pool = pool
        self._again = again
        self._read_before = 0  # bytes of the files that are done
        self._opened: Opened | None = None

    def run(self, names: Sequence[str]) -> Tally:
        """Import all that the names mean."""
        began = time.monotonic()
        batch = _Batch()
        try:
            with self._pool or LocalPool() as pool:
                for done in pool.map(self._items(names), self._options):
                    self._take(batch, done.item, done.results)
                    if batch.is_full():
                        self._store(batch)
                        batch = _Batch()
                    self.tally.seconds = time.monotonic() - began
                    self._tell()
                self._store(batch)
        finally:
            self.tally.seconds = time.monotonic() - began
        self._tell()
        return self.tally

    def _tell(self) -> None:
        so_far = self._opened.read_so_far() if self._opened else 0
        self._report.progress(self._read_before + so_far, self.tally)

    def _items(self, names: Sequence[str]) -> Iterator[Item]:
        """The records of all files that are not done, each with how far its file is then."""
        for source in sources(names, self.tally.passed_over):
            if source.path and source.path.resolve() == self._rejects.resolve():
                continue  # what an earlier import put into the folder
            reached = self._begun(source)
            if reached.finished:
                self.tally.files_done_before += 1
            else:
                self.tally.files += 1
                yield from self._records(source, reached)
            self._read_before, self._opened = self._read_before + source.size, None

    def _begun(self, source: Source) -> Progress:
        if self._database is None:
            return Progress(source, None)
        return ledger.begun(self._database, source, self._options, again=self._again)

    def _records(self, source: Source, reached: Progress) -> Iterator[Item]:
        number, finished = 0, True
        try:
            self._opened = Opened(source, self._options, self._format)
            for record in self._opened.records():
                number += 1
                if number == 1:
                    self._show_mapping(source, record)
                if number > reached.records:
                    yield Item(Progress(source, reached.mark, number), record)
        except BrokenFile as error:
            yield Item(reached, Rejected(source.name, f"The file {error}."))
        except OSError as error:
            finished = False
            what = "folder" if source.path and source.path.is_dir() else "file"
            reason = f"The {what} cannot be opened: {error.strerror}."
            yield Item(reached, Rejected(source.name, reason))
        if self._opened:
            self.tally.passed_over += self._opened.passed_over
        yield Item(Progress(source, reached.mark, number, finished), None)

    def _show_mapping(self, source: Source, record: Record | Rejected) -> None:
        if isinstance(record, Record) and not isinstance(record.content, bytes):
            shown = described(record.content, self._options)
            if "text = " not in shown:
                return  # it is rejected, with the names of its columns
            if self._options.day_first is None and record.day_first is not None:
                shown += f"; of dates the {'day' if record.day_first else 'month'} comes first"
            self._report.mapping(source.name, shown)

    def _take(self, batch: _Batch, item: Item, results: Sequence[Ready | Rejected]) -> None:
        reached: Progress = item.file
        batch.reached[id(reached.source)] = reached
        self.tally.records += item.record is not None
        for result in results:
            if isinstance(result, Rejected):
                batch.rejected.append(result)
                continue
            batch.ready.append(result)
            batch.characters += len(result.fields["text"])

    def _store(self, batch: _Batch) -> None:
        # Before the commit: broken off in between, a line comes twice, and none is missing.
        self._write_rejects(batch.rejected)
        if self._database is None:
            for article in batch.ready:
                self._count(article, new=True)
                self._report.ready(article)
        elif batch.ready or batch.reached:
            self._commit(self._database, batch)

    def _commit(self, database: Database, batch: _Batch) -> None:
        stored: Sequence[bool | None]
        try:
            stored = _again_if_locked(lambda: _write(database, batch.ready, batch.reached))
        except (DataError, IntegrityError):  # one of them cannot be stored: the others can
            stored = [self._write_one(database, article) for article in batch.ready]
            _again_if_locked(lambda: _write(database, [], batch.reached))
        for article, new in zip(batch.ready, stored, strict=True):
            if new is not None:
                self._count(article, new=new)

    def _write_one(self, database: Database, article: Ready) -> bool | None:
        try:
            return _again_if_locked(lambda: _write(database, [article], {}))[0]
        except (DataError, IntegrityError) as error:
            reason = f"The store refuses it: {str(error.orig).partition(chr(10))[0]}"
            self._write_rejects([Rejected(article.place, reason)])
            return None

    def _count(self, article: Ready, *, new: bool) -> None:
        self.tally.stored += new
        self.tally.known += not new
        if new:
            self.tally.quotes += len(article.found.quotes)
            self.tally.figures += len(article.found.figures)

    def _write_rejects(self, rejected: Sequence[Rejected]) -> None:
        if not rejected:
            return
        self.tally.rejected += len(rejected)
        try:
            with self._rejects.open("a", encoding="utf-8") as file:
                for one in rejected:
                    file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
        except OSError as error:
            raise Error(
                f"{self._rejects}: {error.strerror}: --rejects names another file"
            ) from error


def _write(database: Database, ready: Sequence[Ready], reached: dict[int, Progress]) -> list[bool]:
    """Store articles and how far their files are, in one transaction; which of them were new."""
    with database.session() as session:
        locks.take_turns(session)
        stored = articles.store_read(session, [_given(article) for article in ready])
        pages = zip(stored, ready, strict=True)
        kept_pages.keep(session, [(known.id, one.page) for known, one in pages if one.page])
        ledger.note(session, list(reached.values()))
        session.commit()
    return [one.new for one in stored]


def _given(article: Ready) -> Given:
    metadata = {name: value for name, value in article.fields.items() if name != "text"}
    return Given(article.found, article.fields["text"], metadata)


def _again_if_locked(write: Callable[[], list[bool]]) -> list[bool]:
    """Run a transaction, again where the store broke it off for the sake of another."""
    for left in reversed(range(_TRIES)):
        try:
            return write()
        except OperationalError as error:
            if not left or not _is_passing(error):
                raise
        time.sleep(random.uniform(0.05, 0.5))  # noqa: S311 (so that two do not meet again)
    raise AssertionError


def _is_passing(error: OperationalError) -> bool:
    words = str(error.orig)
    return "deadlock" in words or "database is locked" in words or "could not serialize" in words
