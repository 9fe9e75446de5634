"""The forms of the Reconciliation Service API 0.2, as JSON Schema, in words of our own.

What its report says of each message (4 to 7), and no more: its own schemas let further members
pass, and these do.
https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from typing import Any

_TEXT = {"type": "string"}


def _object(required: str = "", /, *, closed: bool = False, **members: Any) -> dict[str, Any]:
    form = {"type": "object", "required": required.split(), "properties": members}
    return form | ({"additionalProperties": False} if closed else {})


def _list(of: Any) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _each(of: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": of}


_NAMED = _object("id name", id=_TEXT, name=_TEXT, description=_TEXT)
_TYPE_OR_ID = {"oneOf": [_object("id", id=_TEXT, name=_TEXT), _TEXT]}
_WITH_ID = _TEXT | {"pattern": r"\{\{id\}\}"}
_FLYOUT = _TEXT | {"pattern": r"\$\{id\}"}
_SUGGEST = _object(
    service_url=_TEXT,
    service_path=_TEXT,
    flyout_service_url=_TEXT,
    flyout_service_path=_FLYOUT,
)
_SETTING = _object(
    "type label name",
    type={"enum": ["number", "text", "checkbox", "select"]},
    label=_TEXT,
    name=_TEXT,
)
MANIFEST = _object(
    "versions name identifierSpace schemaSpace",
    versions=_list(_TEXT) | {"contains": {"const": "0.2"}},
    name=_TEXT,
    identifierSpace=_TEXT,
    schemaSpace=_TEXT,
    documentation=_TEXT,
    serviceVersion=_TEXT,
    logo=_TEXT,
    view=_object("url", url=_WITH_ID),
    feature_view=_object("url", url=_WITH_ID),
    defaultTypes=_list(_NAMED) | {"uniqueItems": True},
    suggest=_object(entity=_SUGGEST, property=_SUGGEST, type=_SUGGEST),
    preview=_object(
        "url width height", url=_WITH_ID, width={"type": "integer"}, height={"type": "integer"}
    ),
    extend=_object(
        propose_properties=_object(service_url=_TEXT, service_path=_TEXT),
        property_settings=_list(_SETTING),
    ),
)

_FEATURE = _object(id=_TEXT, value={"type": ["boolean", "number"]})
RESULTS = _each(
    _object(
        "result",
        result=_list(
            _object(
                "id name score",
                id=_TEXT,
                name=_TEXT,
                description=_TEXT,
                score={"type": "number"},
                features=_list(_FEATURE),
                match={"type": "boolean"},
                type=_list(_TYPE_OR_ID),
            )
        ),
    )
)

_DATE = r"^-?\d{4,}-(1[0-2]|0\d)-[0-3]\d(T[0-2]\d:[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)$"
_VALUE = {
    "oneOf": [
        _object(closed=True),
        _object("id name", closed=True, id=_TEXT, name=_TEXT, description=_TEXT),
        _object("str", closed=True, str=_TEXT),
        _object("float", closed=True, float={"type": "number"}),
        _object("int", closed=True, int={"type": "integer"}),
        _object("date", closed=True, date=_TEXT | {"pattern": _DATE}),
    ]
}
EXTENSION = _object(
    "rows meta",
    meta=_list(
        _object(
            "id name",
            id=_TEXT,
            name=_TEXT,
            type=_object("id", id=_TEXT, name=_TEXT),
            service=_TEXT | {"pattern": "^https?://"},
        )
    ),
    rows=_each(_each(_list(_VALUE))),
)

SUGGESTED = {
    "entity": _object(
        "result", result=_list(_NAMED | {"properties": {"notable": _list(_TYPE_OR_ID)}})
    ),
    "type": _object("result", result=_list(_NAMED)),
    "property": _object("result", result=_list(_NAMED)),
}
PROPOSED = _object(
    "properties",
    type=_TEXT,
    limit={"type": "integer"},
    properties=_list(_object("id name", id=_TEXT, name=_TEXT)),
)
