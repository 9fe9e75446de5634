"""Looking into the store from a terminal."""

import json
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from typing import Any

import click
from marshmallow import Schema, ValidationError

from ..errors import Error
from ..queries import articles, entities, figures, measures, quotes
from ..schemas.articles import ArticleQuery
from ..schemas.figures import FigureQuery
from ..schemas.quotes import QuoteQuery
from ..store.database import Database
from .store import current
from .tables import print_table

_LISTS: Mapping[str, tuple[Any, type[Schema]]] = {
    "quotes": (quotes.page, QuoteQuery),
    "figures": (figures.page, FigureQuery),
    "articles": (articles.page, ArticleQuery),
}
_ONE: Mapping[str, Callable[[Database, int], bytes]] = {
    "article": lambda database, number: articles.one(database, number)[1],
    "quote": quotes.ONE.read,
    "figure": figures.ONE.read,
    "entity": lambda database, number: entities.one(database, number).text,
    "measure": lambda database, number: measures.one(database, number).text,
}
_LEFT_OUT = {"quotes", "figures", "parts"}  # of an article, lists that are counted instead
_LONG = 80  # characters of a place that stand in a line
# What a thing says stands before what is known about it.
_FIRST = (
    *("title", "name", "text", "selector", "value", "value_max", "modifier", "change", "unit"),
    *("measure", "entity", "entity_text", "property", "period", "outlook"),
    *("speaker", "speaker_text", "cue", "kind", "stated_by"),
    *("article_title", "publisher", "published_at", "article_url"),
)


class Unsearchable(Error):
    """A query that cannot be searched for; the text says why."""


def search(query: str, where: str, limit: int, *, as_json: bool) -> None:
    """Print what a query finds, the newest first."""
    read, schema = _LISTS[where]
    try:
        asked = schema().load({"q": query})
    except ValidationError as error:
        raise Unsearchable(" ".join(error.messages_dict["q"])) from error
    del asked["limit"]
    with current() as database:
        found = read(database, asked, limit, None).items
    if as_json:
        for item in found:
            click.echo(item.decode())
        return
    head, row = _TABLES[where]
    print_table(head, [row(json.loads(item)) for item in found])


def show(what: str, number: int, *, as_json: bool) -> None:
    """Print one thing, a line for each of its fields; raises NotFound."""
    with current() as database:
        text = _ONE[what](database, number)
    found = json.loads(text)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    print_table(("FIELD", "VALUE"), list(_fields(found)))


def _fields(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    lines = []
    for name in dict.fromkeys([*(name for name in _FIRST if name in found), *found]):
        value = found[name]
        if name in _LEFT_OUT:
            value = len(value)
        if value not in (None, [], ""):
            lines.append((name, _written(value)))
    return lines


def _written(value: Any) -> str:
    if isinstance(value, Mapping) and "name" in value:
        return f"{value['name']} ({value['id']})"
    if isinstance(value, Mapping) and "exact" in value:
        exact = value["exact"]
        if len(exact) > _LONG:
            exact = f"{exact[: _LONG // 2]} … {exact[-_LONG // 2 :]}"
        around = f"…{value['prefix']}[{exact}]{value['suffix']}…"
        return f"{value['start']}–{value['end']}: {around}"
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _quote(found: Mapping[str, Any]) -> Sequence[str]:
    speaker = found["speaker"]["name"] if found["speaker"] else found["speaker_text"] or ""
    return str(found["id"]), _day(found), speaker, found["text"]


def _figure(found: Mapping[str, Any]) -> Sequence[str]:
    of = found["measure"]["name"] if found["measure"] else found["entity_text"] or ""
    return str(found["id"]), _day(found), found["text"], of


def _article(found: Mapping[str, Any]) -> Sequence[str]:
    marked = found["highlight"].replace("<mark>", "").replace("</mark>", "")
    return (
        str(found["id"]),
        _day(found),
        found["publisher"] or "",
        found["title"] or unescape(marked),
    )


def _day(found: Mapping[str, Any]) -> str:
    return (found["published_at"] or "")[:10]


_TABLES: Mapping[str, tuple[Sequence[str], Callable[[Mapping[str, Any]], Sequence[str]]]] = {
    "quotes": (("ID", "DATE", "SPEAKER", "WORDS"), _quote),
    "figures": (("ID", "DATE", "FIGURE", "OF"), _figure),
    "articles": (("ID", "DATE", "PUBLISHER", "TITLE"), _article),
}
