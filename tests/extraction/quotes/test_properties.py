"""What holds for any text: exact offsets, order, bounded and linear work."""

import string
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.extraction import document, extract
from api.extraction.quote_marks import MARKS
from api.extraction.quotes.marks import Role, read_marks
from tests.extraction.work import steps

PIECES = st.sampled_from(
    [
        *MARKS,
        "“We open in May,”",
        "said Ines Calder",
        "She added that the toll was dropped",
        "according to the report",
        "—",
        "...",
        "U.S.",
        "\n",
        "\r\n",
        "\u2029",
        "\x00",
        "\ud83d",
        "é",
        "ß",
        "İ",
        "😀",
        '12"',
        "6'2\"",
        " ",
        ".",
        ":",
        "told",
        "he",
        "Mr",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=40).map(" ".join)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_every_span_is_its_own_surface(text: str) -> None:
    for quote in extract(text).quotes:
        spans = [*quote.parts, *(span for span in (quote.speaker, quote.cue) if span)]
        assert all(text[span.start : span.end] == span.text for span in spans)
        assert all(span.text for span in spans)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_parts_stand_in_order_apart_or_one_within_the_other(text: str) -> None:
    parts = [part for quote in extract(text).quotes for part in quote.parts]
    for one, two in pairwise(parts):
        assert one.end <= two.start or (one.start <= two.start and two.end <= one.end)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_a_text_is_read_the_same_twice(text: str) -> None:
    assert extract(text) == extract(text)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_cuts_cover_the_text(text: str) -> None:
    read = document.read(text)
    for cuts in (read.sentences, read.paragraphs):
        assert [token for first, end in cuts for token in range(first, end)] == list(
            range(len(read.words))
        )
    assert "".join(read.words) == "".join(text.split())


@given(st.text(alphabet="".join(sorted(MARKS)) + string.ascii_letters + " .,\n", max_size=80))
@settings(max_examples=300, deadline=None)
def test_marks_pair_within_their_paragraph(text: str) -> None:
    read = document.read(text)
    marks = read_marks(read)
    assert len(marks.roles) == len(read.words)
    running = {quoted.close for quoted in marks.quoted if quoted.runs_on}
    for quoted in marks.quoted:
        assert quoted.open < quoted.close or quoted.runs_on
        assert marks.roles[quoted.open] == Role.OPEN or quoted.open - 1 in running
        assert any(first <= quoted.open <= quoted.close < end for first, end in read.paragraphs)


def test_reading_does_not_depend_on_what_stands_far_away() -> None:
    """Blocks are cut by size; what a text says must not change with where they fall."""
    sentence = "“We open in May,” said Ines Calder. She added that the toll would be dropped. "
    alone = [quote.kind for quote in extract(sentence).quotes]
    many = [quote.kind for quote in extract((sentence + "\n") * 400).quotes]
    assert many == alone * 400


def test_a_long_text_without_a_line_break_is_read_to_its_end() -> None:
    text = "The bridge was painted on Monday and the boats were sold. " * 2000
    assert [q.speaker_name for q in extract(text + "“It is safe,” said Ines Calder.").quotes] == [
        "Ines Calder"
    ]


def test_marks_without_end() -> None:
    for mark in sorted(MARKS):
        extract(mark * 1500)
        extract((mark + "a ") * 1500)
        extract((" " + mark + "a") * 1500)


def test_words_without_end() -> None:
    for piece in ("said ", "that said he ", "“a” said B. ", "A. ", "Mr. ", "A.B.C. ", "a-", "’s"):
        extract(piece * 6000)


NEW_NAMES = [
    "".join(letters) for letters in product("BDGKLMNPRST", "AEIOU", "BDGKLMNPRST", "AEIOU")
]


@pytest.mark.parametrize(
    "sentence",
    [
        "{0} said that it rained.",
        "{0} {1} said it rained. {1} said it did not. {0} said so too.",
        "{0} Reed said it rained. Reed said it did not.",
        "Ines {0} said it rained. Ines said it did not.",
        "First {0} Bank said it rained. The bank cut 5 jobs.",
        "{0} {1} met. The minister said it rained.",
        "“It rained,” {0} {1} said, who",
    ],
)
@pytest.mark.parametrize("written", [str.upper, str.title])
def test_work_grows_with_the_text_where_every_name_is_new(sentence: str, written: Any) -> None:
    """A name is looked up among all that came before it, which may be as many as the words."""
    every = with_new_names(sentence, written)
    short, long = (steps(extract, " ".join(every[:count])) for count in (50, 400))
    assert long < 9.5 * short


@pytest.mark.parametrize("written", [str.upper, str.title])
def test_work_grows_with_a_sentence_without_end(written: Any) -> None:
    """What is looked for in a whole sentence is looked for in a bounded part of this one."""
    every = with_new_names("Ms {0} met Mr {1}, he said it was 5 km and", written)
    short, long = (steps(extract, " ".join(every[:count])) for count in (100, 800))
    assert long < 11 * short


def with_new_names(sentence: str, written: Any) -> list[str]:
    """Sentences with names that no other has."""
    names = [written(name) for name in NEW_NAMES]
    return ["Minister Ann Lee came.", *(sentence.format(*pair) for pair in pairwise(names))]


def test_a_line_separator_cuts_no_quote() -> None:
    (quote,) = extract("“The tide is late\u2028and so am I,” said Lena Dorn.").quotes
    assert quote.kind == "direct"
    assert quote.parts[0].text == "The tide is late\u2028and so am I,"


@pytest.mark.parametrize(
    "text",
    [
        "AP,",
        "(",
        "Ann Lee last",
        "He was warned",
        "Ann Lee said the pier, and",
        "The novel was called “odd” by the Gazette and",
    ],
)
def test_a_text_may_break_off_anywhere(text: str) -> None:
    assert extract(text).figures == ()
