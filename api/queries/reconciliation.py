"""Matching names to entities, as the Reconciliation Service API asks for it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError
from rapidfuzz import fuzz

from ..errors import MergedInto, NotFound
from ..models.names import name_key
from ..schemas.fields import Uri
from ..schemas.reconciliation import PROPERTIES, TYPES
from ..store.database import Database
from . import entities

Found = dict[str, Any]

_SHOWN = ("id", "name", "kind", "aliases", "same_as")
_CANDIDATES = 200  # that are compared
_MOST = 50  # that one query gives
_MOST_WORDS = 8  # of a name that is looked for from its second word on, or its third …
_CERTAIN = 100.0
_BY_ID = 90.0  # a number in a table may be an id, and may be any other number
SUGGESTED = 20
_OTHER_TYPE = 0.8  # what a candidate of another type is worth, where types are but wished for
_NAMES = {one["id"]: one for one in TYPES}


def candidates(database: Database, query: Mapping[str, Any]) -> list[Found]:
    """The entities that a query may mean, the likeliest first."""
    types = {query["type"]} if isinstance(query["type"], str) else set(map(str, query["type"]))
    uris = set(_uris(query["properties"]))
    named = _named(database, query["query"]) if query["query"].strip() else []
    found = {
        one["id"]: one
        for one in [*named, *_meant_by(database, uris), *_of_id(database, query["query"])]
    }
    scored = [_scored(one, query["query"], uris) for one in found.values()]
    kept = [
        one if _is_of(one, types) else {**one, "score": one["score"] * _OTHER_TYPE}
        for one in scored
        if query["type_strict"] == "should" or _is_of(one, types)
    ]
    kept.sort(key=lambda one: (-one["score"], int(one["id"])))
    certain = [one for one in kept if one["score"] == _CERTAIN]
    matched = [{**one, "match": certain == [one]} for one in kept]
    return matched[: min(int(query["limit"]), _MOST)]


def extended(database: Database, ids: Sequence[str], properties: Sequence[str]) -> Found:
    """The values of properties of entities."""
    rows = {number: _values(database, number, properties) for number in ids}
    return {"meta": [{"id": one, "name": PROPERTIES[one]} for one in properties], "rows": rows}


def begun(database: Database, prefix: str, skipped: int) -> list[Found]:
    """The entities with a name that begins so, or with this id; the first so many left out."""
    found = [*_of_id(database, prefix), *_listed(database, {"prefix": prefix}, skipped + SUGGESTED)]
    return [
        {
            "id": str(one["id"]),
            "name": one["name"],
            "description": ", also ".join([one["kind"], *one["aliases"][:3]]),
            "notable": [_NAMES[one["kind"]]],
        }
        for one in found[skipped : skipped + SUGGESTED]
    ]


def _named(database: Database, name: str) -> list[Found]:
    """The entities of a name, or of its last words: a title may stand before it."""
    words = name_key(name).split()[:_MOST_WORDS]
    for first in range(len(words)):
        if found := _listed(database, {"name": " ".join(words[first:])}, _CANDIDATES):
            return found
    return []


def _meant_by(database: Database, uris: set[str]) -> Iterator[Found]:
    for uri in uris:
        yield from _listed(database, {"same_as": uri}, 1)


def _of_id(database: Database, text: str) -> list[Found]:
    number = _id(text.strip())
    return _listed(database, {"ids": number}, 1) if number else []


def _id(text: str) -> int | None:
    return min(int(text), 2**63 - 1) if text.isascii() and text.isdigit() else None


def _listed(database: Database, asked: Mapping[str, Any], limit: int) -> list[Found]:
    page = entities.page(database, {**asked, "shown": _SHOWN}, limit, None)
    return [json.loads(item) for item in page.items]


def _uris(properties: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The URIs that a candidate should have; what is none, nobody has."""
    for each in properties:
        given = each["v"] if isinstance(each["v"], list) else [each["v"]]
        for value in given if each["pid"] == "same_as" else ():
            written = value.get("id") if isinstance(value, Mapping) else value
            try:
                uri: Any = Uri().deserialize(written)
                yield uri
            except ValidationError:
                continue


def _scored(found: Found, query: str, uris: set[str]) -> Found:
    wanted = name_key(query)
    names = map(name_key, [found["name"], *found["aliases"]])
    by_name = max(fuzz.token_sort_ratio(wanted, name) for name in names) if wanted else 0.0
    by_uri = bool(uris & set(found["same_as"]))
    features = [{"id": "name", "value": by_name}, {"id": "same_as", "value": by_uri}]
    return {
        "id": str(found["id"]),
        "name": found["name"],
        "type": [_NAMES[found["kind"]]],
        "score": _CERTAIN if by_uri else max(by_name, _BY_ID * (query.strip() == str(found["id"]))),
        "features": features,
    }


def _is_of(found: Found, types: set[str]) -> bool:
    return not types or found["type"][0]["id"] in types


def _values(database: Database, number: str, properties: Sequence[str]) -> Found:
    wanted = _id(number)
    entity = _one(database, wanted) if wanted is not None else None
    return {name: _cells(entity[name]) if entity else [] for name in properties}


def _one(database: Database, number: int) -> Found | None:
    try:
        text = entities.one(database, number).text
    except MergedInto as error:
        text = entities.one(database, error.into).text
    except NotFound:
        return None
    found: Found = json.loads(text)
    return found


def _cells(value: Any) -> list[Found]:
    if value is None:
        return []
    if isinstance(value, list):
        return [{"str": each} for each in value]
    if isinstance(value, int):
        return [{"int": value}]
    return [{"date" if value[4:5] == "-" and value.endswith("Z") else "str": value}]
