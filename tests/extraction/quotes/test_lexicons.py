"""The tables and the weights that the engine reads."""

from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from api import extraction
from api.extraction import lexicons
from api.extraction.network.words import vocabulary
from api.extraction.quotes import cues
from api.extraction.quotes.tagger import tagger

TABLES = sorted(
    path.name.removesuffix(".txt")
    for path in resources.files(lexicons).iterdir()
    if path.name.endswith(".txt")
)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_says_where_it_comes_from_and_repeats_nothing(table: str) -> None:
    text = resources.files(lexicons).joinpath(f"{table}.txt").read_text("utf-8")
    assert text.startswith("# ")
    lines = lexicons.lines_of(table)
    assert len(lines) == len(set(lines))


def test_verbs_take_their_forms() -> None:
    assert {"said", "says", "saying", "denied", "denies", "announcing"} <= (
        cues.speech_verbs() | cues.attitude_verbs()
    )
    assert cues.regular_forms("reply") == ("reply", "replies", "replied", "replying")
    assert cues.regular_forms("announce")[2:] == ("announced", "announcing")


def test_no_verb_is_of_speech_and_of_attitude() -> None:
    assert not cues.speech_verbs() & cues.attitude_verbs() - {"states"}


def test_the_weights_are_small_and_hold_single_words_only() -> None:
    files = list(Path(extraction.__file__).parent.rglob("*.npz"))
    assert sum(path.stat().st_size for path in files) < 12_000_000
    words = list(vocabulary())
    assert not any(" " in word for word in words)


def test_the_network_does_not_see_further_than_it_says() -> None:
    reach = tagger().reach
    words = ["“", "We", "open", "in", "May", ",", "”", "said", "Ines", "Calder", "."]
    alone = words + ["the"] * (reach + 1)
    beside = [*alone, *words]
    one = tagger().read(alone, bytearray(len(alone))).content[: len(words)]
    two = tagger().read(beside, bytearray(len(beside))).content[: len(words)]
    assert np.allclose(one, two, atol=1e-4)
