"""Where a chart's marks stand, whatever the readings are."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.web.charts import HEIGHT, WIDTH, chart

VALUES = st.floats(-1e300, 1e300)
MOMENTS = st.datetimes().map(lambda one: f"{one.isoformat(timespec='microseconds')}Z")


@st.composite
def reading(draw: st.DrawFn) -> dict[str, Any]:
    ends = sorted((draw(VALUES), draw(VALUES)))
    return {
        "converted": {
            "value": ends[0],
            "value_max": draw(st.sampled_from([None, ends[1]])),
            "unit": "metre",
        },
        "published_at": draw(MOMENTS),
        "publisher": draw(st.sampled_from([None, "One", "Two"])),
        "modifier": draw(st.sampled_from("=~<>")),
        "outlook": draw(st.sampled_from([None, "past", "forecast", "target"])),
    }


@given(st.lists(reading(), min_size=1, max_size=5))
def test_every_mark_stands_inside_the_picture(readings: list[dict[str, Any]]) -> None:
    found = chart(readings)
    assert found
    assert len(found.marks) == len(readings)
    for mark in found.marks:
        assert 0 <= mark.x <= WIDTH
        assert 0 <= mark.high <= mark.y <= mark.low <= HEIGHT
    assert 2 <= len(found.up) <= 12


def test_nothing_is_drawn_of_nothing() -> None:
    assert chart([]) is None
