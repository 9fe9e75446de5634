"""Places that people name, found in a text."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import Invalid

_SHOWN = 5  # places that a message names


def span_of(text: str, selector: Mapping[str, Any]) -> tuple[int, int]:
    """The place that a selector means: by `start` and `end`, by `exact`, or by both alike.

    `exact` with what is given of `prefix` and `suffix` has to stand there exactly once; raises
    Invalid that says where it stands.
    """
    if "start" in selector:
        start, end = selector["start"], selector["end"]
        must_be_inside(text, start, end, "#/selector")
        if selector.get("exact", text[start:end]) != text[start:end]:
            raise Invalid(f"The text there is {text[start:end]!r}.", "#/selector/exact")
        return start, end
    exact, prefix = selector["exact"], selector.get("prefix", "")
    places = _places(text, prefix + exact + selector.get("suffix", ""))
    if len(places) != 1:
        raise Invalid(_found_at([at + len(prefix) for at in places]), "#/selector/exact")
    start = places[0] + len(prefix)
    return start, start + len(exact)


def parts_of(text: str, parts: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """Several places, which must follow each other."""
    end_before = 0
    for number, part in enumerate(parts):
        pointer = f"#/parts/{number}"
        must_be_inside(text, part["start"], part["end"], pointer)
        if part["start"] < end_before:
            raise Invalid("It starts before the end of the part before it.", pointer)
        end_before = part["end"]
    return [{"start": part["start"], "end": part["end"]} for part in parts]


def must_be_inside(text: str, start: int, end: int, pointer: str) -> None:
    """Raise Invalid unless there is something between two places of a text."""
    if not start < end <= len(text):
        raise Invalid(
            f"Not a place in the text: start must be less than end, and end {len(text)} at most.",
            pointer,
        )
    if not text[start:end].strip():
        raise Invalid("Nothing but blanks there.", pointer)


def _places(text: str, wanted: str) -> list[int]:
    """Where it stands, overlapping or not; one more than are shown at most."""
    places: list[int] = []
    at = text.find(wanted)
    while at >= 0 and len(places) <= _SHOWN:
        places.append(at)
        at = text.find(wanted, at + 1)
    return places


def _found_at(places: Sequence[int]) -> str:
    if not places:
        return "Not found in the article's current text, with this prefix and suffix."
    shown = ", ".join(str(place) for place in places[:_SHOWN])
    more = " and further on" if len(places) > _SHOWN else ""
    return f"Found more than once, at {shown}{more}: give start and end, or a longer prefix."
