"""Bytes to text: by what the file says of itself, else by what its bytes look like."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16's, with which it begins
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAID = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_WINDOWS = re.compile(r"^cp(125\d)$")
_HEAD = 4096
_SAMPLE = 64_000
_GUESSED = 8_000  # bytes to guess by, which takes long


def decode(content: bytes, said: str | None = None) -> str:
    """The text of some bytes, of which `said` is the encoding as a header has it."""
    return content.decode(encoding_of(content, said), "replace")


def decode_page(content: bytes, said: str | None = None) -> str:
    """The same of an HTML page, which may say it itself."""
    return content.decode(_encoding_of_page(content, said), "replace")


def _encoding_of_page(content: bytes, said: str | None) -> str:
    found = _SAID.search(content[:_HEAD])
    return encoding_of(content, said or (found[1].decode("ascii") if found else None))


def charset_of_page(content: bytes, said: str | None = None) -> str:
    """The encoding that `decode_page` takes, by the name that the web has for it."""
    name = codecs.lookup(_encoding_of_page(content, said)).name
    return _WINDOWS.sub(r"windows-\1", name).removesuffix("-sig")


def encoding_of(content: bytes, said: str | None = None) -> str:
    """The encoding of some bytes, or of a file that begins with them."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    sample = content[:_SAMPLE]
    if _is_utf8(sample):  # before what is said: no other text is valid UTF-8 by chance
        return "utf-8"
    if said and (known := _known(said)):
        return known
    try:
        from charset_normalizer import from_bytes  # noqa: PLC0415 (an extra, by trafilatura)
    except ImportError:
        return "cp1252"
    likely = from_bytes(sample[:_GUESSED]).best()
    return _known(likely.encoding if likely else "") or "cp1252"


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _known(name: str) -> str | None:
    """The codec of a label, as the web reads it: what says Latin-1 is Windows-1252 (WHATWG)."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return "cp1252" if found in ("iso8859-1", "ascii", "utf-8", "iso8859-15") else found
