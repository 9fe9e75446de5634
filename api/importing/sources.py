"""What is to be imported: files, folders, patterns and standard input, in one order each time.

Nothing is fetched and nothing is written: the names inside an archive are only shown.
"""

import glob
import hashlib
import os
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from ..errors import Error
from . import formats
from .records import LARGEST, BrokenFile, Options, Record, Rejected
from .unpacking import Bounded, unpacked

STANDARD_INPUT = "-"
_HEAD = 4096


class NoSuchSource(Error):
    """A source that names no file."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file. `mark` changes whenever the file does; None where nobody can say."""

    name: str
    path: Path | None
    size: int
    mark: str | None


def sources(names: Sequence[str], passed_over: Counter[str]) -> Iterator[Source]:
    """The files that names mean; raises NoSuchSource.

    In folders, files of no known kind are passed over, and counted by their suffix.
    """
    for name in names:
        if name == STANDARD_INPUT:
            yield Source("standard input", None, 0, None)
            continue
        paths = [Path(name)]
        if not os.path.lexists(name):
            found = glob.glob(name, recursive=True)  # noqa: PTH207 (it may begin anywhere)
            paths = sorted(map(Path, found))
        if not paths:
            raise NoSuchSource(f"{name}: There is no such file, folder or pattern.")
        for path in paths:
            if path.is_dir():
                yield from _folder(path, path.resolve(), passed_over)
            else:
                yield _source(path)


def _folder(folder: Path, top: Path, passed_over: Counter[str]) -> Iterator[Source]:
    """The files of a folder and those in it, by name. Links that lead out of it are passed over.

    What may not be looked into is among them, so that the import says of it why it cannot be read.
    """
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        yield _closed(folder)
        return
    for path in paths:
        try:
            is_folder, source = _inside(path, top, passed_over)
        except OSError:
            is_folder, source = False, _closed(path)
        if is_folder:
            yield from _folder(path, top, passed_over)
        elif source:
            yield source


def _inside(path: Path, top: Path, passed_over: Counter[str]) -> tuple[bool, Source | None]:
    """Whether what stands in a folder is one itself, and the file that it is else, if any."""
    name = path.name
    if path.is_symlink() and not path.resolve().is_relative_to(top):
        passed_over["links that lead out of the folder"] += 1
    elif path.is_dir():
        return not path.is_symlink() and not name.startswith("."), None
    elif path.is_file() and not formats.is_hidden(name):
        if formats.by_name(name) or ("." not in name and formats.by_content(_head(path))):
            return False, _found(path)
        passed_over[path.suffix.lower() or "no suffix"] += 1
    return False, None


def _source(path: Path) -> Source:
    try:
        return _found(path)
    except OSError as error:
        raise NoSuchSource(f"{_shown(str(path))}: {error.strerror}") from error


def _closed(path: Path) -> Source:
    return Source(_shown(str(path)), path, 0, None)


def _found(path: Path) -> Source:
    state = path.stat()
    mark = f"{path.resolve()}\0{state.st_size}\0{state.st_mtime_ns}"
    digest = hashlib.sha256(mark.encode("utf-8", "surrogateescape")).hexdigest()
    return Source(_shown(str(path)), path, state.st_size, digest)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


class Opened:
    """A file while it is read: its records, and how much of it has been read."""

    def __init__(self, source: Source, options: Options, as_format: str | None) -> None:
        self._source = source
        self._options = options
        self._format = as_format
        self.passed_over: Counter[str] = Counter()  # files in an archive
        self._file: BinaryIO = source.path.open("rb") if source.path else sys.stdin.buffer

    def read_so_far(self) -> int:
        """Bytes."""
        return self._file.tell() if self._source.path and not self._file.closed else 0

    def records(self) -> Iterator[Record | Rejected]:
        """Its records, each of which is made when it is asked for; raises BrokenFile."""
        source = self._source
        with self._file as file:
            known = self._format or formats.by_name(source.name)
            if known == "archive":
                yield from self._members(file)
                return
            if known == "parquet":
                yield from self._split(file, source.name, known)
                return
            with unpacked(file, source.size or None) as stream:
                yield from self._split(stream, source.name, known)

    def _split(self, stream: BinaryIO, name: str, known: str | None) -> Iterator[Record | Rejected]:
        begin = _beginning(stream)
        if known and not self._format and (other := formats.otherwise(known, begin)):
            raise BrokenFile(f"does not hold what its name says: --format {other} reads it")
        if known is None:
            known = formats.by_content(begin)
        if known == "xml":  # any of several
            known = formats.by_root(begin) or "feed"
        if known is None:
            raise BrokenFile(formats.unknown(name))
        split = getattr(formats.reader(known), "split", None)
        if split:
            yield from split(stream, name, self._options)
        else:
            yield whole(stream, name, known)

    def _members(self, file: BinaryIO) -> Iterator[Record | Rejected]:
        """The records of all files in an archive; one that is bad spoils only itself."""
        opened = _zip if zipfile.is_zipfile(file) else _tar
        file.seek(0)
        for name, stream, size in opened(file, self._source.size):
            known = self._format or formats.by_name(name)
            shown = f"{self._source.name}: {name}"
            if formats.is_hidden(name):
                continue
            if known is None:
                self.passed_over["." + name.lower().rpartition(".")[2]] += 1
                continue
            try:
                if known == "archive":
                    raise BrokenFile("is an archive inside another, which is not opened")  # noqa: TRY301
                with unpacked(stream, size) as inner:
                    yield from self._split(inner, shown, known)
            except BrokenFile as error:
                yield Rejected(shown, f"The file {error}.")


def _beginning(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, which stay in it."""
    peek = getattr(stream, "peek", None)  # all but an archive's have it
    return peek(_HEAD)[:_HEAD] if peek else b""


def whole(stream: BinaryIO, name: str, known: str) -> Record | Rejected:
    """A file that is one record."""
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        return Rejected(name, f"The file is larger than {LARGEST:,} bytes.")
    return Record(name, known, content)


def _zip(file: BinaryIO, _size: int) -> Iterator[tuple[str, BinaryIO, int]]:
    try:
        with zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                if member.is_dir():
                    continue
                if member.flag_bits & 1:
                    raise BrokenFile("is locked with a password")
                with archive.open(member) as stream:
                    yield _shown(member.filename), _bounded(stream, member.compress_size), 0
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise BrokenFile(f"is not a readable ZIP file: {error}") from error


def _tar(file: BinaryIO, size: int) -> Iterator[tuple[str, BinaryIO, int]]:
    try:
        # "|" reads it as a stream, so that a large one is never held.
        with unpacked(file, size) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                if member.isfile() and (content := archive.extractfile(member)):
                    yield _shown(member.name), cast("BinaryIO", content), member.size
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BrokenFile(f"is no archive that can be read: {error}") from error


def _bounded(stream: object, size: int) -> BinaryIO:
    return cast("BinaryIO", Bounded(cast("BinaryIO", stream), size))


def _shown(name: str) -> str:
    """A name as it can be printed and kept."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(each if each.isprintable() else "�" for each in text)
