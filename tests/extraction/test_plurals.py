"""Nouns from one to many and back."""

import pytest

from api.extraction.plurals import is_plural, plural, singular

PAIRS = [
    ("document", "documents"),
    ("company", "companies"),
    ("box", "boxes"),
    ("crisis", "crises"),
    ("woman", "women"),
    ("glass", "glasses"),
    ("house", "houses"),
    ("virus", "viruses"),
    ("day", "days"),
    ("hero", "heroes"),
    ("aircraft", "aircraft"),
    ("people", "people"),
    ("barrel of oil", "barrels of oil"),
    ("mile per hour", "miles per hour"),
    ("cubic metre", "cubic metres"),
]


@pytest.mark.parametrize(("one", "many"), PAIRS)
def test_plural(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(("one", "many"), [pair for pair in PAIRS if " " not in pair[0]])
def test_singular(one: str, many: str) -> None:
    assert singular(many) == one
    assert singular(many.capitalize()) == one.capitalize()
    assert is_plural(many)


@pytest.mark.parametrize("word", ["news", "bus", "analysis", "gas", "this", "is", "Boss", ""])
def test_what_ends_like_a_plural_and_is_none(word: str) -> None:
    assert not is_plural(word)
    assert singular(word) == word
