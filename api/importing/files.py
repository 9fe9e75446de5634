"""One article from one file, checked like one that comes in over HTTP."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from api.config import folder
from api.errors import Error
from api.schemas.articles import NewArticle
from api.schemas.strict import Unreadable, decode, parse_json


class BadFile(Error):
    """A file that holds no article; the text names it and says why."""


def samples() -> list[Path]:
    """The sample articles that come with this project, in order."""
    return sorted(folder("seeds").glob("*.toml"))


def read_article(path: Path) -> dict[str, Any]:
    """The article of a file: .toml and .json hold its fields, any other is its text alone."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}") from error
    try:
        return dict(NewArticle().load(_fields(path, content)))
    except (Unreadable, tomllib.TOMLDecodeError) as error:
        raise BadFile(f"{path} {error}") from error
    except ValidationError as error:
        raise BadFile(f"{path}: {'; '.join(_faults(error.messages_dict))}") from error


def _fields(path: Path, content: bytes) -> Any:
    match path.suffix.lower():
        case ".json":
            return parse_json(content)
        case ".toml":
            return tomllib.loads(decode(content))
        case _:
            return {"text": decode(content)}


def _faults(messages: Mapping[Any, Any], path: str = "") -> Iterator[str]:
    for name, found in messages.items():
        if isinstance(found, Mapping):
            yield from _faults(found, f"{path}{name}.")
        else:
            yield f"{path}{name}: {' '.join(found)}"
