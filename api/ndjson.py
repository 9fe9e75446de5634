"""NDJSON: one JSON text a line, whatever a reader takes for the end of a line."""

MEDIA_TYPE = "application/x-ndjson"
# No name is registered; these are what libraries and services write.
MEDIA_TYPES = frozenset(
    f"application/{name}"
    for name in (
        *("x-ndjson", "ndjson", "jsonl", "x-jsonl", "jsonlines", "x-jsonlines"),
        *("json-lines", "x-json-lines"),
    )
)
# Unicode's own line ends, which JSON allows in strings as they are. (Those below U+0020 it does
# not.) Written as escapes they are the same JSON, and end no line in any language.
_ESCAPES = tuple((chr(code).encode(), b"\\u%04x" % code) for code in (0x85, 0x2028, 0x2029))


def one_line(text: bytes) -> bytes:
    """JSON in UTF-8 as one line: its strings hold no line ends."""
    for written, escaped in _ESCAPES:
        if written in text:
            text = text.replace(written, escaped)
    return text
