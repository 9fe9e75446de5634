"""`onrecord mcp`: what a language model may ask the record, as tools of the Model Context Protocol.

Each asks the HTTP API of a service and gives what was found with its place: the article, the
characters, and an address where it can be looked up.
"""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

_PATIENCE = 30  # seconds
_PLACES = ("parameter", "pointer", "header", "detail")  # of a fault
_INSTRUCTIONS = """Quotes and figures that news articles have, each a claim by somebody in an
article, never a fact. Say who says it and in which article, with the date, and give its `link`.
Speakers, entities and publishers may be several with commas between them."""
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
Json = dict[str, Any]

Words = Annotated[str, Field(description='Words, "phrases", beginnings*, OR, -without.')]
Name = Annotated[str, Field(description="Whole words of a name, or the id of an entity.")]
Date = Annotated[str, Field(description="A date such as 2026-03-04, or a moment of RFC 3339.")]
Tag = Annotated[str, Field(description="A tag of the article.")]
Unit = Annotated[str, Field(description="A unit, by its name or code: bcf, m3, USD.")]
Limit = Annotated[int, Field(ge=1, le=100, description="How many at most, the newest first.")]


class Record:
    """The API of one service."""

    def __init__(self, url: str, key: str | None) -> None:
        self.url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, path: str, query: Mapping[str, Any]) -> Json:
        """Ask for something; what is empty is not asked for. Raises ToolError."""
        asked = urlencode({name: value for name, value in query.items() if value not in ("", None)})
        return self._answer(Request(f"{self.url}{path}?{asked}", headers=self._headers))  # noqa: S310

    def post(self, path: str, body: Json) -> Json:
        """Send something. Raises ToolError."""
        headers = {"Content-Type": "application/json", **self._headers}
        sent = json.dumps(body).encode()
        return self._answer(Request(f"{self.url}{path}", sent, headers))  # noqa: S310

    def _answer(self, request: Request) -> Json:
        try:
            with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
                found: Json = json.load(answer)
                return found
        except HTTPError as error:
            raise ToolError(_told(error)) from error
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise ToolError(f"{self.url} does not answer: {reason}") from error


def serve(url: str, key: str | None) -> None:
    """Answer on standard input and output until it ends."""
    server(Record(url, key)).run("stdio")


def server(record: Record) -> MCPServer:
    """The server with its tools."""
    made = MCPServer("onrecord", instructions=_INSTRUCTIONS, log_level="WARNING")
    for tool in (_quotes(record), _figures(record), _series(record), _extract(record)):
        made.tool(annotations=_READS)(tool)
    return made


def _quotes(record: Record) -> Callable[..., Json]:
    def search_quotes(
        q: Words = "",
        speaker: Name = "",
        publisher: str = "",
        kind: Literal["", "direct", "indirect", "mixed"] = "",
        tag: Tag = "",
        published_from: Date = "",
        published_to: Date = "",
        limit: Limit = 20,
    ) -> Json:
        """Find who said what. All filters that are given must hold; the newest come first."""
        page = record.get("/v1/quotes", {**_given(locals()), "copies": "once"})
        return _page(page, lambda one: _quote(record, one))

    return search_quotes


def _figures(record: Record) -> Callable[..., Json]:
    def find_figures(  # noqa: PLR0913 (each is a filter)
        *,
        q: Words = "",
        entity: Name = "",
        property: Annotated[str, Field(description='What is measured: "capacity".')] = "",  # noqa: A002
        unit: Unit = "",
        min: Annotated[float | None, Field(description="In `unit`, which it needs.")] = None,  # noqa: A002
        max: Annotated[float | None, Field(description="In `unit`, which it needs.")] = None,  # noqa: A002
        stated_by: Name = "",
        publisher: str = "",
        tag: Tag = "",
        published_from: Date = "",
        published_to: Date = "",
        limit: Limit = 20,
    ) -> Json:
        """Find figures: numbers with what they are of. `unit` finds all that compare with it."""
        page = record.get("/v1/figures", {**_given(locals()), "copies": "once"})
        return _page(page, lambda one: _figure(record, one))

    return find_figures


def _series(record: Record) -> Callable[..., Json]:
    def measure_series(
        entity: Name,
        property: Annotated[str, Field(description='What is measured: "capacity".')] = "",  # noqa: A002
        unit: Unit = "",
        published_from: Date = "",
        published_to: Date = "",
        limit: Limit = 50,
    ) -> Json:
        """One quantity over time and articles, in one unit: who says what, and who disagrees."""
        wanted = {"entity": entity, "property": property, "limit": 20}
        measures = record.get("/v1/measures", wanted)["items"]
        if not measures:
            what = f"{entity}: {property}" if property else entity
            raise ToolError(f"There is no measure of {what}. find_figures may still have figures.")
        of, others = max(measures, key=lambda one: one["figures"]), measures
        asked = {"unit": unit, "from": published_from, "to": published_to, "limit": limit}
        series = record.get(f"/v1/measures/{of['id']}/series", {**asked, "copies": "once"})
        return {
            "measure": of["name"],
            "other_measures": [one["name"] for one in others if one is not of],
            "readings": [_reading(record, one) for one in series["items"]],
            "publishers": series["publishers"],
            "disagreements": series["disagreements"],
            "more": series["next"] is not None,
        }

    return measure_series


def _extract(record: Record) -> Callable[..., Json]:
    def extract(text: Annotated[str, Field(min_length=1, max_length=1_000_000)]) -> Json:
        """Read a text of your own: its quotes and figures with their characters. Stores nothing."""
        return record.post("/v1/extract", {"text": text})

    return extract


def _given(given: Mapping[str, Any]) -> Json:
    """The parameters of a tool by their names."""
    return {name: value for name, value in given.items() if name != "record"}


def _page(page: Json, shown: Callable[[Json], Json]) -> Json:
    return {"found": [shown(one) for one in page["items"]], "more": page["next"] is not None}


def _quote(record: Record, found: Json) -> Json:
    return {
        "speaker": found["speaker"]["name"] if found["speaker"] else found["speaker_text"],
        "text": found["text"],
        "kind": found["kind"],
        "cue": found["cue"],
        "confidence": found["confidence"],
        "status": found["status"],
        **_place(record, found, "q"),
    }


def _figure(record: Record, found: Json) -> Json:
    named = found["entity"]["name"] if found["entity"] else found["entity_text"]
    return {
        "text": found["text"],
        "of": named,
        "property": found["property"],
        **{name: found[name] for name in ("value", "value_max", "modifier", "unit", "period")},
        "stated_by": found["stated_by"]["name"] if found["stated_by"] else None,
        "confidence": found["confidence"],
        "status": found["status"],
        **_place(record, found, "f"),
    }


def _reading(record: Record, found: Json) -> Json:
    return {**_figure(record, found), "converted": found["converted"]}


def _place(record: Record, found: Json, letter: str) -> Json:
    """Where it stands, to be cited."""
    selector = found["selector"]
    return {
        "article": found["article_title"],
        "publisher": found["publisher"],
        "published_at": found["published_at"],
        "article_url": found["article_url"],
        "characters": [selector["start"], selector["end"]],
        "context": f"{selector['prefix']}{selector['exact']}{selector['suffix']}",
        "link": f"{record.url}/articles/{found['article_id']}#{letter}{found['id']}",
    }


def _told(error: HTTPError) -> str:
    """What a problem document says, in a line."""
    try:
        problem = json.load(error)
    except ValueError:
        return f"The service answers {error.code}."
    faults = [
        f"{next(fault[at] for at in _PLACES if at in fault)}: {fault['detail']}"
        for fault in problem.get("errors", ())
    ]
    return "; ".join(faults) or problem.get("detail", f"The service answers {error.code}.")
