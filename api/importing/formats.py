"""The formats that can be read, each by a module of `readers`, loaded where it is needed.

A reader has `read(record, options)`, which gives the fields of each article in a record, and, where
a file holds many records, `split(stream, name, options)`, which gives these. Splitting
runs in the command itself and must be cheap and safe with any bytes; reading runs in a process
that may be killed.
"""

import re
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
    **dict.fromkeys((".rss", ".atom", ".rdf"), "feed"),
    ".xml": "xml",
    ".nitf": "nitf",
    **dict.fromkeys((".warc", ".wet"), "warc"),
    ".parquet": "parquet",
    ".docx": "docx",
    ".pdf": "pdf",
    ".eml": "mail",
    ".mbox": "mbox",
}
FORMATS = (*dict.fromkeys(SUFFIXES.values()), "newsml")
PACKED = (".gz", ".zst", ".bz2", ".xz")
ARCHIVES = (".zip", ".tar", ".tgz")
_EXTRAS = {"parquet": "parquet"}  # of the others it is "import"
_HEADS = (
    (b"%PDF-", "pdf"),
    (b"WARC/", "warc"),
    (b"PAR1", "parquet"),
    (b"From ", "mbox"),
    (b"{", "json_lines"),
    (b"[", "json"),
)
_ROOTS = {
    **dict.fromkeys((b"html", b"head", b"body"), "html"),
    **dict.fromkeys((b"rss", b"feed", b"rdf"), "feed"),
    b"nitf": "nitf",
    **dict.fromkeys((b"newsitem", b"newsmessage"), "newsml"),
}
INSTEAD = {  # what to do with files that are not read
    ".doc": "save it as .docx",
    **dict.fromkeys((".rtf", ".odt", ".pages"), "save it as .docx or .txt"),
    **dict.fromkeys((".xls", ".xlsx", ".ods"), "save it as .csv"),
    **dict.fromkeys((".mht", ".mhtml", ".webarchive"), "save it as .html"),
    **dict.fromkeys((".rar", ".7z"), "unpack it first"),
    **dict.fromkeys((".pst", ".msg"), "save it as .mbox or .eml"),
    **dict.fromkeys((".epub", ".mobi"), "save it as .html"),
}
# What no text begins with, and what no table and no text of an article begins with.
_BINARY = frozenset(("pdf", "warc", "parquet"))
_MARKUP = frozenset(("html", "feed", "nitf", "newsml"))
_PLAIN = frozenset(("table", "json", "json_lines", "text"))
_ROOT = re.compile(rb"<(?:\w+:)?(%b)\b" % b"|".join(_ROOTS), re.IGNORECASE)


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


def is_hidden(name: str) -> bool:
    """Whether it is a file that systems keep for themselves (.DS_Store, __MACOSX/._news.xml)."""
    *folders, last = name.split("/")
    return last.startswith(".") or "__MACOSX" in folders


def unknown(name: str) -> str:
    """What to say of a file of no known kind."""
    suffix = "." + name.lower().rpartition(".")[2]
    return f"is of no known kind: {INSTEAD.get(suffix, '--format says which it is')}"


def by_content(head: bytes) -> str | None:
    """The format that a file's beginning tells, where its name does not."""
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin.startswith(b"<"):
        return by_root(head)
    return next((name for mark, name in _HEADS if begin.startswith(mark)), None)


def otherwise(known: str, head: bytes) -> str | None:
    """The format that a file must be of by its beginning, where it is called something else."""
    found = by_content(head)
    if found == known or not (found in _BINARY or (found in _MARKUP and known in _PLAIN)):
        return None
    return found


def by_root(head: bytes) -> str | None:
    """The format that the first element known here tells, where a file begins as markup."""
    found = _ROOT.search(head)
    return _ROOTS[found[1].lower()] if found else None
