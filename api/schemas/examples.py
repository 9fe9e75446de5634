"""One article as every answer shows it, for the API's document."""

from typing import Any

from ..extraction import EXTRACTOR

TEXT = (
    "Port director Mara Lindqvist said that the terminal would open in May. "
    "The Northern Arc pipeline has a capacity of about 12 billion cubic metres."
)


def _selector(exact: str) -> dict[str, Any]:
    start = TEXT.index(exact)
    end = start + len(exact)
    prefix, suffix = TEXT[max(0, start - 32) : start], TEXT[end : end + 32]
    return {"start": start, "end": end, "exact": exact, "prefix": prefix, "suffix": suffix}


NEW_ARTICLE: dict[str, Any] = {
    "url": "https://courier.example/terminal",
    "title": "Terminal to open",
    "authors": ["Ana Reyes"],
    "publisher": "Harbour Courier",
    "published_at": "2026-03-04T08:30:00.000000Z",
    "language": "en",
    "tags": ["harbour"],
    "text": TEXT,
}
_IN_ARTICLE = {
    "article_id": 1,
    "revision": 1,
    "article_title": NEW_ARTICLE["title"],
    "article_url": NEW_ARTICLE["url"],
    "publisher": NEW_ARTICLE["publisher"],
    "published_at": NEW_ARTICLE["published_at"],
}
_LINK = {"linked_by": None, "link_confidence": None, "link_id": None}
_SPEAKER = {"id": 5, "name": "Mara Lindqvist"}
_MEASURED = {"id": 9, "name": "Northern Arc"}

_WORDS = _selector("that the terminal would open in May")
_READ_QUOTE = {
    "confidence": 0.91,
    "kind": "indirect",
    "text": _WORDS["exact"],
    "selector": _WORDS,
    "parts": [{"start": _WORDS["start"], "end": _WORDS["end"]}],
    "speaker_text": "Port director Mara Lindqvist",
    "speaker_kind": "person",
    "cue": "said",
}
_READ_FIGURE: dict[str, Any] = {
    "confidence": 0.97,
    "text": "12 billion cubic metres",
    "selector": _selector("12 billion cubic metres"),
    "value": 12_000_000_000,
    "value_max": None,
    "modifier": "~",
    "change": None,
    "period": None,
    "outlook": None,
    "unit": "cubic metre",
    "unit_code": "m3",
    "dimension": "volume",
    "si_value": 12_000_000_000,
    "si_value_max": None,
    "si_unit": "m3",
    "entity_text": None,
    "property": "capacity",
    "measure_confidence": 0.74,
    "salience": "high",
}

QUOTE = {
    "id": 3,
    "status": "extracted",
    **_IN_ARTICLE,
    **_READ_QUOTE,
    **_LINK,
    "speaker": _SPEAKER,
}
FIGURE = {
    "id": 7,
    "status": "extracted",
    **_IN_ARTICLE,
    **_READ_FIGURE,
    **_LINK,
    "measure": {"id": 4, "name": "Northern Arc: capacity"},
    "entity": _MEASURED,
    "quote_id": None,
    "stated_by": None,
}
SUMMARY = {
    "id": 1,
    **{name: value for name, value in NEW_ARTICLE.items() if name != "text"},
    "revision": 1,
    "extractor": EXTRACTOR,
    "copy_of": None,
    "created_at": "2026-03-04T09:00:00.000000Z",
    "updated_at": "2026-03-04T09:00:00.000000Z",
    "version": 1,
}
ARTICLE = {**SUMMARY, "text": TEXT, "quotes": [QUOTE], "figures": [FIGURE]}
ENTITY = {
    **_SPEAKER,
    "kind": "person",
    "article_id": None,
    "version": 2,
    "aliases": ["M. Lindqvist"],
    "same_as": ["http://www.wikidata.org/entity/Q42"],
    "quotes": 12,
    "figures": 3,
    "first_seen": "2026-03-04T08:30:00.000000Z",
    "last_seen": "2026-03-04T08:30:00.000000Z",
    "merges": [{"id": 2, "merged": {"id": 6, "name": "M. Lindqvist"}}],
}
MEASURE = {
    **FIGURE["measure"],
    "entity": _MEASURED,
    "property": "capacity",
    "dimension": "volume",
    "version": 1,
    "figures": 1,
    "first_seen": NEW_ARTICLE["published_at"],
    "last_seen": NEW_ARTICLE["published_at"],
    "merges": [],
}
SERIES = {
    "items": [
        FIGURE
        | {
            "converted": {
                "value": 12_000_000_000,
                "value_max": None,
                "unit": "cubic metre",
                "unit_code": "m3",
            }
        }
    ],
    "next": None,
    "publishers": [
        {
            "publisher": NEW_ARTICLE["publisher"],
            "readings": 1,
            "least": 12_000_000_000,
            "greatest": 12_000_000_000,
            "last": NEW_ARTICLE["published_at"],
        }
    ],
    "disagreements": [],
}
PERIODS = {
    "measure": FIGURE["measure"],
    "unit": "cubic metre",
    "unit_code": "m3",
    "periods": [
        {
            "period": "2026-03",
            "readings": 1,
            "least": 12_000_000_000,
            "median": 12_000_000_000,
            "greatest": 12_000_000_000,
        }
    ],
}
REVISION = {
    "number": 1,
    "extractor": EXTRACTOR,
    "length": len(TEXT),
    "created_at": "2026-03-04T09:00:00.000000Z",
}
UNPLACED = {
    "quotes": [QUOTE | {"status": "confirmed", "confidence": 1}],
    "figures": [],
}
EXTRACTION = {
    "extractor": EXTRACTOR,
    "quotes": [{**_READ_QUOTE, "speaker": {"name": _SPEAKER["name"]}}],
    "figures": [{**_READ_FIGURE, "entity": {"name": _MEASURED["name"]}, "quote": None}],
}
HIGHLIGHT = "that the <mark>terminal</mark> would open in May"
FOUND = {"type": "quote", "id": QUOTE["id"], "highlight": HIGHLIGHT, "quote": QUOTE}

NEW_QUOTE = {
    "article_id": 1,
    "kind": "indirect",
    "selector": {"exact": _WORDS["exact"]},
    "speaker": {"name": _SPEAKER["name"]},
    "cue": "said",
    "by": "Ana Reyes",
}
NEW_FIGURE = {
    "article_id": 1,
    "selector": {"exact": "12 billion cubic metres"},
    "value": 12_000_000_000,
    "modifier": "~",
    "unit": "m3",
    "entity": {"name": _MEASURED["name"]},
    "property": "capacity",
    "by": "Ana Reyes",
}

COUNT = {"key": 5, "name": "Mara Lindqvist", "count": 12}
BULK_RESULT = {"line": 1, "status": 201, "id": 1}
CHANGE = {
    "type": "quote",
    "id": 3,
    "action": "created",
    "at": "2026-03-04T09:00:00.000000Z",
    "object": QUOTE,
}
CHANGES = {
    "items": [CHANGE],
    "next": "http://127.0.0.1:8000/v1/changes?after=MH4xMjN-",
    "more": False,
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    """A page with one item and no next."""
    return {"items": [item], "next": None}
