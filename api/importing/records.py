"""What passes through an import: a record of a file, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import Error
from ..services.engine import Extracted
from ..services.kept_pages import Page

LARGEST = 20_000_000  # bytes of one record, unpacked: a page, a line, a document


class BadRecord(Error):
    """A record that holds no article; the text says why."""


class BrokenFile(Error):
    """A file, or the rest of it, that cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Record:
    """One piece of a file: a page, a row, a line, a whole feed.

    `place` is where it stands, as a person looks for it ("news.csv, line 7"). `content` is bytes,
    or a mapping where the file has named values. `url` is where it was found, where the file says.
    `day_first` is what other records of the file tell of dates such as 04/03/2026.
    """

    place: str
    format: str
    content: bytes | Mapping[str, Any]
    url: str | None = None
    charset: str | None = None
    day_first: bool | None = None

    @property
    def size(self) -> int:
        """Its bytes, which say how long it may take to read."""
        return len(self.content) if isinstance(self.content, bytes) else 0


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller says about all records.

    `mapping` names the column of a field, `defaults` fill fields that a record leaves open.
    `day_first` says what 04/03/2026 is; None where it is to be refused. `pages` are to be kept.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    day_first: bool | None = None
    pages: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """An article that can be stored: its fields, what was read in it, its page if it is kept."""

    place: str
    fields: Mapping[str, Any]
    found: Extracted
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that holds no article, and why."""

    place: str
    reason: str


Result = Ready | Rejected
