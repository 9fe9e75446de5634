"""Review: what the engine is least sure of first, one at a time in its sentence."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from flask import Response, redirect, request, url_for
from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.wrappers import Response as AnyResponse

from ..errors import Conflict, Error
from ..http import cursors, database, etags, session
from ..http.parsing import query_of
from ..http.scopes import requires, signed
from ..models import Figure, Quote, Scope
from ..queries import figures, quotes
from ..queries import review as queries
from ..queries.paging import Page, ReadPage, Single
from ..schemas.figures import FigureChange, FigureQuery, NewFigure
from ..schemas.quotes import NewQuote, QuoteChange, QuoteQuery
from ..services import curation
from . import corrections
from .blueprint import Pages, address, api, page
from .marks import Span, pieces
from .wording import faults_in

pages = Pages("review")
_SPEAKERS = 100  # quotes of the article whose speakers are offered
_OF_LISTS = ("shown", "ids", "total", "limit", "sort", "status", "copies")


class Kind(NamedTuple):
    """What is reviewed: quotes, or figures."""

    name: str
    letter: str
    table: type[Quote] | type[Figure]
    read: ReadPage
    one: Single
    query: Schema
    change: Schema
    new: Schema


def _query(schema: type[Schema], name: str) -> Schema:
    members = {
        "find": fields.String(validate=validate.OneOf(["quotes", "figures"])),
        "done": fields.Integer(validate=validate.Range(1)),
        "Meta": type("Meta", (), {"exclude": _OF_LISTS}),
    }
    made: Schema = type(name, (schema,), members)()
    return made


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            *("quotes", "q", Quote, quotes.page, quotes.ONE),
            *(_query(QuoteQuery, "QuotesReview"), QuoteChange(), NewQuote()),
        ),
        Kind(
            *("figures", "f", Figure, figures.page, figures.ONE),
            *(_query(FigureQuery, "FiguresReview"), FigureChange(), NewFigure()),
        ),
    )
}


@pages.get("/review")
@requires(Scope.CURATE)
def show() -> AnyResponse:
    """Show what is least sure."""
    typed = request.args.to_dict()
    if not all(value.strip() for value in typed.values()):
        return redirect(url_for(".show") + address(typed), 303)
    kind = KINDS.get(typed.get("find", ""), KINDS["quotes"])
    asked = query_of(kind.query)
    asked.pop("find", None)
    done = asked.pop("done", None)
    found, cursor = _least_sure(kind, asked)
    item = json.loads(found.items[0]) if found.items else None
    return _shown(kind, item, typed, following=cursor, done=_done(kind, done))


@pages.post("/review/<any(quotes, figures):name>/<id:item_id>")
@requires(Scope.CURATE)
def decide(name: str, item_id: int) -> AnyResponse:
    """Confirm, correct or reject one, or undo what was decided last."""
    kind, form = KINDS[name], request.form
    item = json.loads(kind.one.read(database(), item_id))
    try:
        if form.get("action") == "undo":
            curation.undo(session(), kind.table, item_id, _version, **signed({}))
            return _on(name)
        given = corrections.decision(kind.name, form, item, _passage_of(item))
        if given:
            decision = signed(kind.change.load(given))
            curation.decide(session(), kind.table, item_id, _version, **decision)
    except (Error, ValidationError) as error:
        return _again(kind, item, error)
    return _on(name, str(item_id) if given else None)


@pages.post("/review/<any(quotes, figures):name>/add")
@requires(Scope.CURATE)
def add(name: str) -> AnyResponse:
    """Add one that nobody found, by the words that were selected beside another."""
    seen = KINDS["figures" if "figure" in request.form else "quotes"]
    number = request.form.get("figure") or request.form.get("quote") or ""
    if not number.isdecimal():
        raise Conflict("Select words in a sentence that is under review.")
    item = json.loads(seen.one.read(database(), int(number)))
    kind = KINDS[name]
    try:
        given = corrections.addition(kind.name, request.form, item, _passage_of(item))
        added = curation.add(session(), kind.table, **signed(kind.new.load(given)))
    except (Error, ValidationError) as error:
        return _again(seen, item, error)
    return _on(name, str(added))


def _least_sure(kind: Kind, asked: Mapping[str, Any]) -> tuple[Page, str | None]:
    """The reading that comes first, and the cursor of those behind it."""
    filters = dict(asked)
    cursor = filters.pop("cursor", None)
    after = cursors.read(cursor, filters) if cursor else None
    wanted = {**filters, "status": "extracted", "copies": "once", "sort": "confidence"}
    found = kind.read(database(), wanted, 1, after)
    return found, cursors.sign(found.last, filters) if found.last else None


def _done(kind: Kind, number: int | None) -> Any:
    """What was decided a moment ago, with its version; nothing where it is gone by now."""
    if number is None:
        return None
    try:
        text = kind.one.read(database(), number)
    except Error:
        return None
    return {**json.loads(text), "version": etags.of_text(text)}


def _passage_of(item: Mapping[str, Any]) -> queries.Passage:
    place = item["selector"]
    return queries.passage(database(), item["article_id"], place["start"], place["end"])


def _shown(
    kind: Kind,
    item: Any,
    typed: Mapping[str, str],
    *,
    following: str | None = None,
    done: Any = None,
    faults: list[str] | None = None,
    entered: Mapping[str, str] | None = None,
) -> Response:
    found: dict[str, Any] = {}
    if item:
        around = _passage_of(item)
        found = {
            "around": around,
            "pieces": _pieces(kind, item, around),
            "version": etags.of_text(kind.one.read(database(), item["id"])),
            "speakers": _speakers(item["article_id"]),
        }
    return page(
        "review.html",
        kind=kind.name,
        kinds=list(KINDS),
        item=item,
        progress=queries.progress(database(), kind.table),
        most=queries.MOST,
        doubted=queries.DOUBTED,
        typed={name: value for name, value in typed.items() if name != "done"},
        address=address,
        following=following,
        done=done,
        faults=faults,
        entered=entered or {},
        call=api(f"/{kind.name}?status=extracted&sort=confidence"),
        **found,
    )


def _again(kind: Kind, item: Any, error: Error | ValidationError) -> Response:
    """The same, with what is wrong and what was typed."""
    faults = faults_in(error) if isinstance(error, ValidationError) else [str(error)]
    fresh = json.loads(kind.one.read(database(), item["id"]))
    response = _shown(kind, fresh, _back(), faults=faults, entered=request.form)
    response.status_code = 409 if isinstance(error, Conflict) else 422
    return response


def _on(name: str, done: str | None = None) -> AnyResponse:
    """To the next, in the same part of the record."""
    back = _back() | ({"find": name} if name != "quotes" else {})
    where = address(back, cursor=back.get("cursor"), done=done)
    return redirect(url_for(".show") + where, 303)


def _back() -> dict[str, str]:
    return {key: value for key, value in parse_qsl(request.form.get("back", "")) if key != "done"}


def _version(text: str) -> None:
    """Refuse a decision on a reading that is another by now."""
    if request.form.get("version") != etags.of_text(text.encode()):
        raise Conflict("Somebody else has decided on it in the meantime: look again.")


def _pieces(kind: Kind, item: Mapping[str, Any], around: queries.Passage) -> list[Any]:
    if kind.letter == "q":
        spans = [
            Span(part["start"], part["end"], "", f"q {item['kind']}") for part in item["parts"]
        ]
    else:
        place = item["selector"]
        spans = [Span(place["start"], place["end"], "", f"f {item['salience']}")]
    moved = [
        one._replace(start=one.start - around.start, end=one.end - around.start) for one in spans
    ]
    return list(pieces(around.text, moved, 0, len(around.text)))


def _speakers(article_id: int) -> list[str]:
    """The names of those whom the article quotes, to choose from."""
    query = {"article": article_id, "copies": "all", "shown": ("speaker",)}
    found = quotes.page(database(), query, _SPEAKERS, None).items
    named = (json.loads(one)["speaker"] for one in found)
    return sorted({one["name"] for one in named if one})
