"""Search: the front page."""

import calendar
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Response, redirect, request, send_from_directory, url_for
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response as AnyResponse

from ..http import cursors, database
from ..http.parsing import query_of
from ..http.scopes import requires
from ..models import Scope
from ..queries import articles, figures, quotes
from ..queries.facets import Facets, facets
from ..queries.paging import ReadPage
from ..schemas.articles import ArticleQuery
from ..schemas.feeds import LEFT_OUT
from ..schemas.figures import FigureQuery
from ..schemas.quotes import QuoteQuery
from .blueprint import ASSETS, Pages, address, api, page

pages = Pages("search")
ROWS = 25
_SHOWN = ("find", "q", "sort", "cursor", "limit", "copies")  # what a page says otherwise
_MONTH = r"^[12]\d{3}-(0[1-9]|1[0-2])$"


class Tab(NamedTuple):
    """A list that is searched: what reads it, what may be asked, and its facets by their fields."""

    name: str
    read: ReadPage
    query: Schema
    facets: Mapping[str, str]


def _query(schema: type[Schema], name: str) -> Schema:
    """What a list may be asked, with what a page asks beyond that."""
    members = {
        "find": fields.String(validate=validate.OneOf(["quotes", "figures", "articles"])),
        "month": fields.String(validate=validate.Regexp(_MONTH, error="Not a month: 2026-03.")),
    }
    made: Schema = type(name, (schema,), members)()
    return made


TABS = {
    tab.name: tab
    for tab in (
        Tab(
            "quotes",
            quotes.page,
            _query(QuoteQuery, "QuotesPage"),
            {
                "speaker": "speaker",
                "publisher": "publisher",
                "kind": "kind",
                "month": "published_at",
            },
        ),
        Tab(
            "figures",
            figures.page,
            _query(FigureQuery, "FiguresPage"),
            {
                "entity": "entity",
                "dimension": "dimension",
                "publisher": "publisher",
                "month": "published_at",
            },
        ),
        Tab(
            "articles",
            articles.page,
            _query(ArticleQuery, "ArticlesPage"),
            {"publisher": "publisher", "language": "language", "month": "published_at"},
        ),
    )
}


@pages.get("/")
@requires(Scope.READ)
def search() -> AnyResponse:
    """Search what is on record; without anything to find, the newest."""
    typed = request.args.to_dict()
    if not all(value.strip() for value in typed.values()):  # a form sends its empty fields too
        return redirect(url_for(".search") + address(typed), 303)
    tab = TABS.get(typed.get("find", ""), TABS["quotes"])
    asked = query_of(tab.query)
    asked.pop("find", None)
    cursor = asked.pop("cursor", None)
    filters = _with_month(asked)
    filters.pop("limit")
    after = cursors.read(cursor, filters) if cursor else None
    found = tab.read(database(), filters, ROWS, after)
    items = [json.loads(item) for item in found.items]
    if not items and not set(typed) - {"find"} and _is_empty():
        return page("empty.html")
    following = cursors.sign(found.last, filters) if found.last else None
    return page(
        "search.html",
        tab=tab.name,
        tabs=list(TABS),
        items=items,
        facets=_facets(tab, filters),
        typed=typed,
        further={name: typed[name] for name in typed.keys() - {*_SHOWN, *tab.facets}},
        following=following,
        call=api_call(tab.name, typed),
        csv=api_call(tab.name, typed, "csv"),
        feed=api_call(tab.name, typed, feed=True),
        address=address,
    )


_FILES = ("onrecord.css", "review.css", "print.css", "onrecord.js", "icon.svg")


@pages.get(f"/assets/<any({','.join(map(repr, _FILES))}):name>")
@requires(Scope.READ)
def asset(name: str) -> Response:
    """Serve a file of ours."""
    return send_from_directory(ASSETS, name, max_age=31_536_000)


def api_call(
    name: str, typed: Mapping[str, str], extension: str = "", *, feed: bool = False
) -> str:
    """The API's address of what a search shows: the list, an export of it, or its feed."""
    query = {name: value for name, value in typed.items() if value and name != "find"}
    if month := query.pop("month", None):
        query |= dict(zip(("published_from", "published_to"), _ends(month), strict=True))
    where = f"/export/{name}.{extension}" if extension else f"/{name}"
    if feed:
        where = f"/{name}.atom"
    if extension or feed:
        left_out = {"cursor", "sort", "limit", *(LEFT_OUT if feed else ())}
        query = {key: value for key, value in query.items() if key not in left_out}
    return api(f"{where}?{urlencode(query)}" if query else where)


def _with_month(asked: Mapping[str, Any]) -> dict[str, Any]:
    filters = dict(asked)
    if month := filters.pop("month", None):
        first, last = (dt.datetime.fromisoformat(f"{day}T00:00:00+00:00") for day in _ends(month))
        filters |= {"published_from": first, "published_to": last}
    return filters


def _ends(month: str) -> tuple[str, str]:
    """The first day of a month, and that of the next."""
    first = dt.date.fromisoformat(f"{month}-01")
    days = calendar.monthrange(first.year, first.month)[1]
    return first.isoformat(), (first + dt.timedelta(days)).isoformat()


def _facets(tab: Tab, filters: Mapping[str, Any]) -> Facets:
    plain = {name: value for name, value in filters.items() if name != "sort"}
    return facets(tab.read, database(), plain, tab.facets)


def _is_empty() -> bool:
    return not articles.page(database(), {"shown": ("id",), "copies": "all"}, 1, None).items
