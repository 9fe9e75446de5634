"""One article from one file, checked like one that comes in over HTTP."""

import tomllib
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from ..config import folder
from ..errors import Error
from ..schemas.articles import NewArticle
from ..schemas.problems import faults_of
from ..schemas.strict import Unreadable, decode, parse_json


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
        faults = faults_of(error.messages_dict, "json")
        said = "; ".join(f"{fault['pointer'][2:]}: {fault['detail']}" for fault in faults)
        raise BadFile(f"{path}: {said}") from error


def _fields(path: Path, content: bytes) -> Any:
    match path.suffix.lower():
        case ".json":
            return parse_json(content)
        case ".toml":
            return tomllib.loads(decode(content))
        case _:
            return {"text": decode(content)}
