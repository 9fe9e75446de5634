"""Spans that overlap, split where any begins or ends."""

from hypothesis import given
from hypothesis import strategies as st

from api.web.marks import Span, pieces

TEXT = "The port lost 300 ships in May, she said."
SPANS = st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))), max_size=8)


@given(SPANS)
def test_the_pieces_are_the_text_and_each_knows_what_it_is_part_of(
    places: list[tuple[int, int]],
) -> None:
    spans = [Span(*place, f"s{at}", "q") for at, place in enumerate(places)]
    found = list(pieces(TEXT, spans, 0, len(TEXT)))
    assert "".join(piece.text for piece in found) == TEXT
    at = 0
    for piece in found:
        end = at + len(piece.text)
        covering = {span for span in spans if span.start <= at and span.end >= end}
        assert set(piece.spans) == covering
        at = end
    begun = [name for piece in found for name in piece.begins]
    assert sorted(begun) == sorted({span.id for span in spans if span.start < span.end})
