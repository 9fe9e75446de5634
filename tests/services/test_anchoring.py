"""A place of one text is found in another that says the same there, or not at all."""

import time

import pytest

from api.services.anchoring import Anchoring, Likeness

PORT = "Port director Mara Lindqvist said that the terminal would open in May."
SHIPS = "“We lost 300 ships,” Tunde Adekambi told reporters. Exports rose 5 percent in May."
LAKE = "Tarn Lake can store 50 million cubic metres of gas."
TEXT = f"{PORT}\n\n{SHIPS}\n\n{LAKE}"
OPENING, LOST = "that the terminal would open in May", "We lost 300 ships"
RISE, VOLUME = "5 percent", "50 million cubic metres"


def found(old: str, new: str, exact: str, likeness: Likeness) -> str | None:
    start = old.index(exact)
    parts = Anchoring(old, new).place([(start, start + len(exact))], likeness)
    return new[parts[0][0] : parts[0][1]] if parts else None


@pytest.mark.parametrize(
    ("old", "new", "exact", "now"),
    [
        ("", "", OPENING, OPENING),
        (PORT, f"It rained. {PORT}", OPENING, OPENING),
        (TEXT, f"{LAKE}\n\n{SHIPS}\n\n{PORT}", OPENING, OPENING),
        (PORT, "", OPENING, None),
        ("terminal", "Terminall", OPENING, "that the Terminall would open in May"),
        ("“We lost 300 ships,”", '"We  lost 300 ships",', LOST, "We  lost 300 ships"),
        ("said that", "announced that", OPENING, OPENING),
        ("would open", "would not open", OPENING, None),
        ("in May.", "in June.", OPENING, None),
        ("in May.", "in May 2031.", OPENING, None),
        ("300", "400", LOST, None),
    ],
)
def test_words_are_found_again(old: str, new: str, exact: str, now: str | None) -> None:
    assert found(TEXT, TEXT.replace(old, new, 1) if old else TEXT, exact, Likeness.WORDS) == now


@pytest.mark.parametrize(
    ("old", "new", "exact", "now"),
    [
        (TEXT, f"{LAKE}\n\n{PORT}\n\n{SHIPS}", RISE, RISE),
        (PORT, "", VOLUME, VOLUME),
        ("50 million", "50 billion", VOLUME, None),
        ("5 percent", "5 percentage points", RISE, None),
        ("5 percent", "15 percent", RISE, None),
        ("5 percent", "-5 percent", RISE, None),
        ("rose 5", "fell 5", RISE, None),
        ("50 million", "$50 million", VOLUME, None),
        (LAKE, LAKE + " And more.", VOLUME, VOLUME),
    ],
)
def test_figures_are_found_again_as_they_stood(
    old: str, new: str, exact: str, now: str | None
) -> None:
    assert found(TEXT, TEXT.replace(old, new, 1), exact, Likeness.CHARACTERS) == now


def test_parts_keep_their_places_and_marks() -> None:
    old = "“Port fees,” said Mara Lindqvist, “are too high for us.”"
    new = "Yesterday. ‘Port fees’, said Mara Lindqvist, ‘are too high for us!’"
    parts = [(0, len("“Port fees,”")), (old.index("“are"), len(old))]
    moved = Anchoring(old, new).place(parts, Likeness.WORDS)
    assert moved
    assert [new[start:end] for start, end in moved] == ["‘Port fees’,", "‘are too high for us!’"]


def test_the_passage_that_stays_the_same_is_the_place() -> None:
    refrain = "“No,” she said.\n\n"
    old = f"First they asked about the port.\n\n{refrain}Then they asked of the lake.\n\n{refrain}"
    new = old.replace("Then", "A day later, then")
    second = old.rindex("No")
    moved = Anchoring(old, new).place([(second, second + 2)], Likeness.WORDS)
    assert moved == [(new.rindex("No"), new.rindex("No") + 2)]


@pytest.mark.parametrize("unit", ["5 percent ", "a", "“We lost 300 ships,” she said. ", "a\n", " "])
def test_it_is_linear_whatever_the_text(unit: str) -> None:
    def seconds(times: int) -> float:
        old, new = TEXT + unit * times, "x" + unit * times + TEXT
        begun = time.process_time()
        for exact in (OPENING, LOST, RISE, VOLUME):
            for likeness in Likeness:
                found(old, new, exact, likeness)
        return time.process_time() - begun

    seconds(10)
    short = min(seconds(5_000) for _ in range(3))
    assert min(seconds(40_000) for _ in range(3)) < 8 * 3 * short + 0.05
