"""One article from one file, checked like one that comes in over HTTP."""

import re
import tomllib
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from ..config import folder
from ..errors import Error
from ..schemas.articles import NewArticle
from ..schemas.problems import faults_of
from ..schemas.strict import Unreadable, decode, parse_json

_MARKUP = "is markup, which would be read as prose: onrecord import takes the article out of it"
_TABLE = "is a table: onrecord import stores each row"
_LINES = "holds many articles: onrecord import stores each"
_BINARY = "is not text: add the article's text alone, as .txt or .json"
_REFUSED = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".svg"), _MARKUP),
    **dict.fromkeys((".csv", ".tsv"), _TABLE),
    **dict.fromkeys((".ndjson", ".jsonl"), _LINES),
}
_BEGINS_AS_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:[!?]|html|head|body|rss|feed)", re.IGNORECASE
)


class BadFile(Error):
    """A file that holds no article; the text names it and says why."""


def samples() -> list[Path]:
    """The sample articles that come with this project, in order."""
    return sorted(folder("seeds").glob("*.toml"))


def read_article(path: Path) -> dict[str, Any]:
    """The article of a file: .toml and .json hold its fields, any other is its text alone.

    Raises BadFile, also for what is no article's text: markup, tables, several articles, binaries.
    """
    try:
        content = path.read_bytes()
    except IsADirectoryError as error:
        raise BadFile(f"{path} is a folder: name the files in it, as in {path}/*.txt") from error
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}") from error
    return article_of(path, content)


def article_of(path: Path, content: bytes) -> dict[str, Any]:
    """The same of a file that was read already, or sent."""
    if reason := _no_article(path, content):
        raise BadFile(f"{path} {reason}")
    try:
        return dict(NewArticle().load(_fields(path, content)))
    except (Unreadable, tomllib.TOMLDecodeError) as error:
        raise BadFile(f"{path} {error}") from error
    except ValidationError as error:
        faults = faults_of(error.messages_dict, "json")
        places = ((fault["pointer"].removeprefix("#").lstrip("/"), fault) for fault in faults)
        said = (": ".join(filter(None, [place, fault["detail"]])) for place, fault in places)
        raise BadFile(f"{path}: {'; '.join(said)}") from error


def _no_article(path: Path, content: bytes) -> str | None:
    """Why a file holds no article's text, and what to do; None where it may hold one."""
    if reason := _REFUSED.get(path.suffix.lower()):
        return reason
    if b"\0" in content or content.startswith(b"%PDF-"):
        return _BINARY
    return _MARKUP if _BEGINS_AS_MARKUP.match(content) else None


def _fields(path: Path, content: bytes) -> Any:
    match path.suffix.lower():
        case ".json":
            return _one_object(parse_json(content))
        case ".toml":
            return tomllib.loads(decode(content))
        case _:
            return {"text": decode(content)}


def _one_object(found: Any) -> Any:
    if isinstance(found, list):
        raise Unreadable(
            "holds a list: add each article as a file of its own, or send them as one JSON object "
            "a line to POST /v1/articles/bulk"
        )
    if not isinstance(found, dict):
        raise Unreadable('holds no object with an article\'s fields, such as {"text": "…"}')
    return found
