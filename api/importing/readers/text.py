"""Plain text and Markdown, with or without front matter (YAML between ---, TOML between +++)."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import yaml

from ..decoding import decode
from ..mapping import fields_of
from ..records import BadRecord, Options, Record

_FRONT = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"\A\s*#\s+(\S.*?)\s*#*\s*$", re.MULTILINE)
_MARKDOWN = (".md", ".markdown")


def read(record: Record, options: Options) -> Iterator[dict[str, Any]]:
    """The one article of a text. Plain text is kept exactly; of Markdown the words are."""
    assert isinstance(record.content, bytes)  # noqa: S101 (it has no `split`)
    text = decode(record.content, record.charset)
    values: dict[str, Any] = {}
    if front := _FRONT.match(text):
        values = _front_matter(front[1], front[2])
        text = text[front.end() :]
    if record.place.lower().removesuffix(".gz").endswith(_MARKDOWN):
        heading = _HEADING.match(text)
        values = ({"title": heading[1]} if heading else {}) | values
        text = _words_of(text[heading.end() :] if heading else text)
    if record.url:
        values.setdefault("url", record.url)
    yield fields_of({**values, "text": text.lstrip("\ufeff")}, _plain_text(options))


def _plain_text(options: Options) -> Options:
    """The text is what follows the front matter, whatever names this has."""
    mapping = {**options.mapping, "text": "text"}
    return replace(options, mapping=mapping)


def _front_matter(fence: str, written: str) -> dict[str, Any]:
    try:
        values = tomllib.loads(written) if fence == "+++" else yaml.safe_load(written)
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError) as error:
        raise BadRecord(
            f"The front matter cannot be read: {' '.join(str(error).split())}"
        ) from error
    if not isinstance(values, dict):
        raise BadRecord("The front matter holds no names and values.")
    # What is nested is no field; and a few aliases of YAML can stand for billions of values.
    return {str(name): value for name, value in values.items() if _is_simple(value)}


def _is_simple(value: Any) -> bool:
    if isinstance(value, list):
        return all(not isinstance(one, list | dict) for one in value)
    return not isinstance(value, dict)


def _words_of(markdown: str) -> str:
    """The paragraphs of a Markdown text, without its marks (CommonMark)."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 (an extra; plain text needs it not)

    tokens = MarkdownIt("commonmark", {"html": False}).parse(markdown)
    inline = (token.children or () for token in tokens if token.type == "inline")
    return "\n\n".join(
        "".join(
            " " if part.type in ("softbreak", "hardbreak") else part.content
            for part in parts
            if part.type != "image"
        )
        for parts in inline
    )
