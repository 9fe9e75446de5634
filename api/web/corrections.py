"""What is typed into the form of a review, as the API takes a decision."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from ..extraction import extract
from ..extraction.units import unit
from ..queries.review import Passage

Form = Mapping[str, str]
_DECISIONS = {"confirm": "confirmed", "reject": "rejected"}
_NO_WORDS = "These words do not stand in the passage as they are: copy them from there."


def decision(kind: str, form: Form, item: Mapping[str, Any], around: Passage) -> dict[str, Any]:
    """What a form decides: a status, or what is not as it was; empty where all is.

    Raises ValidationError for words that are not there and numbers that are none.
    """
    if status := _DECISIONS.get(form.get("action", "")):
        return {"status": status}
    place = item["selector"]
    given = {}
    if (words := _typed(form, "exact")) and words != place["exact"]:
        given["selector"] = _place(words, form, around, place["start"])
    fields = _of_quote(form) if kind == "quotes" else _of_figure(form)
    return given | {name: value for name, value in fields.items() if value != _now(item, name)}


def addition(kind: str, form: Form, item: Mapping[str, Any], around: Passage) -> dict[str, Any]:
    """What a form adds to the article of the reading that it stands beside; raises as `decision`.

    A figure's value and unit are read from its words, where they are not typed.
    """
    words = _typed(form, "exact")
    if not words:
        raise ValidationError("Select the words, or copy them from the passage.", "exact")
    place = _place(words, form, around, item["selector"]["start"])
    fields = _of_quote(form) if kind == "quotes" else _with_reading(words, _of_figure(form))
    given = {name: value for name, value in fields.items() if value is not None}
    return {"article_id": item["article_id"], "selector": place, **given}


def _of_quote(form: Form) -> dict[str, Any]:
    return {
        "kind": _typed(form, "kind"),
        "speaker": _named(_typed(form, "speaker")),
        "cue": _typed(form, "cue"),
    }


def _of_figure(form: Form) -> dict[str, Any]:
    return {
        "value": _number(form, "value"),
        "value_max": _number(form, "value_max"),
        "modifier": _typed(form, "modifier"),
        "unit": _unit(_typed(form, "unit")),
        "entity": _named(_typed(form, "entity")),
        "property": _typed(form, "property"),
        "period": _typed(form, "period"),
    }


def _with_reading(words: str, fields: dict[str, Any]) -> dict[str, Any]:
    found = next(iter(extract(words).figures), None)
    if found is None or fields["value"] is not None:
        return fields
    read = {"value": found.value, "value_max": found.value_max, "unit": found.unit_code}
    return {**fields, **read, "modifier": found.modifier}


def _now(item: Mapping[str, Any], name: str) -> Any:
    """What a reading says by now, as the form says it."""
    if name in {"speaker", "entity"}:
        return _named(item[name]["name"] if item[name] else None)
    return item["unit_code"] if name == "unit" else item[name]


def _typed(form: Form, name: str) -> str | None:
    return form.get(name, "").replace("\r\n", "\n").strip() or None


def _named(name: str | None) -> dict[str, str] | None:
    return {"name": name} if name else None


def _number(form: Form, name: str) -> float | None:
    typed = _typed(form, name)
    try:
        return float(typed.replace(",", "")) if typed else None
    except ValueError as error:
        raise ValidationError(f"{typed!r} is not a number: 12500 or 12.5.", name) from error


def _unit(typed: str | None) -> str | None:
    """A unit's code; what is no known unit is what is counted."""
    if typed is None:
        return None
    known = unit(typed)
    return known.code if known else f"{{{typed}}}"


def _place(words: str, form: Form, around: Passage, near: int) -> dict[str, Any]:
    """Where words stand in the passage: as they were selected, or the nearest to a place."""
    selected = form.get("start", "")
    if selected.isdecimal():
        at = int(selected) - around.start
        if at >= 0 and around.text.startswith(words, at):
            return _span(around, at, words)
    places = [at for at in range(len(around.text)) if around.text.startswith(words, at)]
    if not places:
        raise ValidationError(_NO_WORDS, "exact")
    return _span(around, min(places, key=lambda at: abs(at + around.start - near)), words)


def _span(around: Passage, at: int, words: str) -> dict[str, Any]:
    start = around.start + at
    return {"start": start, "end": start + len(words), "exact": words}
