"""Which of a record's named values is which field of an article, and these as a field has them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ..folding import fold
from . import dates
from .markup import text_of
from .records import BadRecord, BrokenFile, Options

FIELDS = ("title", "text", "url", "authors", "publisher", "published_at", "language", "tags")
_APART = re.compile(r"[^0-9a-z.]+")
_AUTHORS = re.compile(r"\s*(?:;|\||\band\b|&)\s*")
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_BETWEEN_TAGS = re.compile(r"[,;|]")
_WEB = re.compile(r"https?://\S+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
# Where objects have a field's value (WordPress, the New York Times, MongoDB, XML as JSON), and the
# objects that have the fields themselves (the Guardian, Elasticsearch, JSON:API).
_INSIDE = ("name", "rendered", "main", "original", "text", "value", "$date", "#text")
_WRAPPERS = frozenset(("fields", "_source", "attributes"))
_MANY, _LONG = 20, 40  # columns that are shown, and characters of each
_NULLS = frozenset(("", "null", "none", "nan", "n/a", "\\n"))


@lru_cache(maxsize=256)
def guessed(columns: tuple[str, ...]) -> dict[str, str]:
    """The column of each field that their names tell."""
    plain = {_plain(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for field, names in _names().items():
        several = (name.split("+") for name in names)
        each = next((each for each in several if all(one in plain for one in each)), None)
        column = each and "+".join(plain[one] for one in each)
        if column and column not in found.values():
            found[field] = column
    return found


def mapping_of(columns: Sequence[str], options: Options) -> dict[str, str]:
    """The column of each field: as the caller says, else as the names tell."""
    told = {field: column for field, column in options.mapping.items() if column}
    free = tuple(column for column in columns if column not in told.values())
    return {k: v for k, v in guessed(free).items() if k not in options.mapping} | told


def described(values: Mapping[str, Any], options: Options) -> str:
    """The same of a file whose first record has some values, as it is shown before it is used."""
    columns = columns_of(values)
    mapping = mapping_of(columns, options)
    if "url" in mapping and not _url(_value(values, mapping["url"]), options):
        del mapping["url"]  # it is a number, which names the record elsewhere
    used = [f"{field} = {mapping[field]}" for field in FIELDS if field in mapping]
    taken = {column for columns in mapping.values() for column in (columns, *columns.split("+"))}
    unused = [column for column in columns if column and column not in taken]
    parts = [", ".join(used), f"not used: {_listed(unused)}" if unused else ""]
    return "; ".join(filter(None, parts))


def fields_of(values: Mapping[str, Any], options: Options) -> dict[str, Any]:
    """The fields of an article of a record's named values; raises BadRecord."""
    mapping = mapping_of(columns_of(values), options)
    given = {field: _value(values, column) for field, column in mapping.items()}
    if "text" not in mapping:
        raise BadRecord(
            f"No column holds the text among {_listed(columns_of(values))}: "
            "--map text=COLUMN says which does."
        )
    made = {
        field: _MAKE[field](value, options) for field, value in given.items() if _is_said(value)
    }
    return {field: value for field, value in made.items() if value not in (None, [])}


def fields_named(values: Mapping[str, Any], options: Options) -> dict[str, Any]:
    """The same of values that are named as the fields are, whatever the caller says of columns."""
    return fields_of(values, replace(options, mapping={name: name for name in values}))


def no_text(columns: Sequence[str]) -> BrokenFile:
    """What to say of a file none of whose columns holds the text."""
    return BrokenFile(
        f"has no column that holds the text among {_listed(columns)}: "
        "--map text=COLUMN says which does"
    )


def _listed(columns: Sequence[str]) -> str:
    """Columns as they are shown, however many and long they are."""
    shown = [name if len(name) <= _LONG else f"{name[: _LONG - 1]}…" for name in columns[:_MANY]]
    return ", ".join([*shown, *(["…"] if len(columns) > _MANY else [])])


def columns_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of a record's values; of the objects that services wrap fields in, those inside."""
    found: list[str] = []
    for name, value in values.items():
        if name in _WRAPPERS and isinstance(value, Mapping):
            found += [f"{name}.{inner}" for inner in value]
        else:
            found.append(name)
    return tuple(found)


def _value(values: Mapping[str, Any], path: str) -> Any:
    """What stands under a name, a path of names with dots, or several with + between them."""
    if path in values:
        return values[path]
    if "+" in path:
        parts = (_value(values, part) for part in path.split("+"))
        return [part for part in parts if _is_said(part)] or None
    found: Any = values
    for name in path.split("."):
        if isinstance(found, list):
            found = found[0] if found else None
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _is_said(value: Any) -> bool:
    return value is not None and str(value).strip().lower() not in _NULLS


def _plain(column: str) -> str:
    wrapper, _, inner = column.partition(".")
    name = inner if wrapper in _WRAPPERS and inner else column
    return _APART.sub("", fold(name)).replace(".", "")


@cache
def _names() -> dict[str, list[str]]:
    table = (files(__package__) / "names.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in table if line and not line.startswith("#"))
    return {field: names.split() for field, names in rows}


def _unwrapped(value: Any) -> Any:
    """What an object is there for: its name, its words, its moment."""
    if isinstance(value, Mapping):
        return _unwrapped(next((value[name] for name in _INSIDE if name in value), None))
    return value


def _words(value: Any, _: Options) -> str | None:
    """One line of text; of an object its name."""
    value = _unwrapped(value)
    if isinstance(value, list):
        return _words(value[0], _) if value else None
    return " ".join(text_of(str(value)).split()) or None if value is not None else None


def _text(value: Any, _: Options) -> str:
    value = _unwrapped(value)
    if isinstance(value, list):
        return "\n\n".join(text_of(str(_unwrapped(part))) for part in value)
    return text_of(str(value)) if value is not None else ""


def _authors(value: Any, options: Options) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    found: list[str] = []
    for one in listed:
        words = _BY.sub("", _words(one, options) or "")
        each = _AUTHORS.split(words)
        # "Ana Reyes, Bo Lindh" are two; "Reyes, Ana" is one.
        parts = [part for name in each for part in _at_commas(name)]
        found += [part for part in parts if part and not part.isdigit()]
    return list(dict.fromkeys(found))


def _at_commas(names: str) -> list[str]:
    parts = [part.strip() for part in names.split(",")]
    return parts if all(" " in part for part in parts) else [names.strip()]


def _moment(value: Any, options: Options) -> str:
    return dates.moment(_unwrapped(value), day_first=options.day_first).isoformat()


def _url(value: Any, options: Options) -> str | None:
    """An address on the web; what is none (a number, a tag: URI) names the record elsewhere."""
    words = _words(value, options) or ""
    return words if _WEB.fullmatch(words) else None


def _language(value: Any, options: Options) -> str | None:
    words = _words(value, options) or ""
    return words.replace("_", "-") if _LANGUAGE.fullmatch(words) else None


def _tags(value: Any, options: Options) -> list[str]:
    listed = value if isinstance(value, list) else _BETWEEN_TAGS.split(str(value))
    return [words for each in listed if (words := _words(each, options))]


_MAKE = {
    "title": _words,
    "text": _text,
    "url": _url,
    "authors": _authors,
    "publisher": _words,
    "published_at": _moment,
    "language": _language,
    "tags": _tags,
}
