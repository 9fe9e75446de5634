"""The formats that can be read, each by a module of `readers`, loaded where it is needed.

A reader has `read(record, options)`, which gives the fields of each article in a record, and, where
a file holds many records, `split(stream, name, options)`, which gives these. Splitting
runs in the command itself and must be cheap and safe with any bytes; reading runs in a process
that may be killed.
"""

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

from ..errors import NotInstalled

SUFFIXES: Mapping[str, str] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), "text"),
    **dict.fromkeys((".csv", ".tsv"), "table"),
    **dict.fromkeys((".json", ".toml"), "json"),
    **dict.fromkeys((".jsonl", ".ndjson"), "json_lines"),
    **dict.fromkeys((".rss", ".atom", ".xml", ".rdf"), "feed"),
    **dict.fromkeys((".warc", ".wet"), "warc"),
    ".parquet": "parquet",
    ".docx": "docx",
    ".pdf": "pdf",
    ".eml": "mail",
    ".mbox": "mbox",
}
FORMATS = tuple(dict.fromkeys(SUFFIXES.values()))
PACKED = (".gz", ".zst", ".bz2", ".xz")
ARCHIVES = (".zip", ".tar", ".tgz")
_EXTRAS = {"parquet": "parquet"}  # of the others it is "import"
_HEADS = (
    (b"%PDF-", "pdf"),
    (b"WARC/", "warc"),
    (b"PAR1", "parquet"),
    (b"<?xml", "feed"),
    (b"<rss", "feed"),
    (b"<feed", "feed"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"From ", "mbox"),
    (b"{", "json_lines"),
    (b"[", "json"),
)


def reader(name: str) -> ModuleType:
    """The module that reads a format; raises NotInstalled where its library is not here."""
    try:
        return import_module(f".readers.{name}", __package__)
    except ImportError as error:
        if error.name and error.name.partition(".")[0] in ("onrecord", "api"):
            raise
        extra = _EXTRAS.get(name, "import")
        raise NotInstalled(
            f"To read {name} files takes {error.name}: pip install 'onrecord[{extra}]'"
        ) from error


def by_name(name: str) -> str | None:
    """The format that a file's name tells; "archive" where it holds files."""
    lower = name.lower()
    for packed in PACKED:
        lower = lower.removesuffix(packed)
    suffix = "." + lower.rpartition(".")[2]
    return "archive" if suffix in ARCHIVES else SUFFIXES.get(suffix)


def by_content(head: bytes) -> str | None:
    """The format that a file's beginning tells, where its name does not."""
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, name in _HEADS:
        if begin[: len(mark)].lower() == mark.lower():
            return "html" if name == "feed" and b"<html" in head.lower() else name
    return None
