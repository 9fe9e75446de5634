"""JSON and TOML files: one article, a list of them, a JSON Feed, or what wraps a list."""

import io
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, cast

from ...schemas.strict import Unreadable, decode, parse_json
from ..mapping import fields_of
from ..records import LARGEST, BrokenFile, Options, Record, Rejected
from . import json_lines

_LISTS = (
    "articles",
    "items",
    "results",
    "documents",
    "docs",
    "data",
    "posts",
    "hits",
    "entries",
    "@graph",
)


def split(stream: BinaryIO, name: str, options: Options) -> Iterator[Record | Rejected]:
    """One record an article."""
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BrokenFile(f"is larger than {LARGEST:,} bytes: as JSON Lines it can have any size")
    if name.lower().endswith(".toml"):
        yield Record(name, "json", _toml(content))
        return
    try:
        whole = parse_json(content.removeprefix(b"\xef\xbb\xbf"))
    except Unreadable as error:
        if content.lstrip()[:1] == b"{" and b"\n{" in content:  # JSON Lines, called .json
            yield from json_lines.split(cast("BinaryIO", io.BytesIO(content)), name, options)
            return
        raise BrokenFile(str(error).rstrip(".")) from error
    listed, shared = _articles(whole)
    for number, values in enumerate(listed, start=1):
        place = f"{name}, item {number}" if isinstance(whole, list) or listed != [whole] else name
        if isinstance(values, dict):
            yield Record(place, "json", shared | values)
        else:
            yield Rejected(place, "Not a JSON object.")


def read(record: Record, options: Options) -> Iterator[dict[str, Any]]:
    """The one article of an object."""
    assert not isinstance(record.content, bytes)  # noqa: S101 (see `split`)
    yield fields_of(record.content, options)


def _articles(whole: Any) -> tuple[list[Any], dict[str, Any]]:
    """The articles of a file, and what holds for each of them."""
    if isinstance(whole, list):
        return whole, {}
    if isinstance(whole, Mapping):
        inside = [value for value in whole.values() if isinstance(value, Mapping)]
        for wrapper in (whole, *inside):  # {"response": {"results": […]}}
            if name := next((name for name in _LISTS if isinstance(wrapper.get(name), list)), None):
                is_feed = "jsonfeed.org" in str(whole.get("version"))
                return wrapper[name], {"publisher": whole.get("title")} if is_feed else {}
    return [whole], {}


def _toml(content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(decode(content))
    except (Unreadable, tomllib.TOMLDecodeError) as error:
        raise BrokenFile(f"is not readable TOML: {error}") from error
