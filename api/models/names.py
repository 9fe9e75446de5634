"""How names are compared: without case, accents and punctuation."""

import re
from functools import lru_cache

from ..folding import fold

_LONGEST = 200  # characters of a name that count
_SHORTEST_SLIP = 4  # letters of a word; in shorter ones, a slip makes another word too often
_APART = re.compile(r"[\W_]+")
_SCRIPT = 64  # code points: no alphabet is longer


@lru_cache(maxsize=8192)  # an article is asked for each of its names several times
def name_key(name: str) -> str:
    """A name as it is compared: "Łukasz O’Neil" and "lukasz o'neil" are one."""
    # A name of signs alone stays as it is.
    return _APART.sub(" ", fold(name[:_LONGEST])).strip() or name.strip()


def term(property_: str) -> str:
    """What is measured, as it is compared: "Output" that opens a sentence is "output"."""
    return property_ if property_[1:] != property_[1:].lower() else property_.lower()


def search_keys(name: str) -> list[str]:
    """The keys under which an entity is found: its folded name from each of its words on.

    A space ends each, so that a range of keys matches whole words.
    """
    words = name_key(name).split()
    return list(dict.fromkeys(" ".join(words[at:]) + " " for at in range(len(words))))


def slips(word: str) -> list[str]:
    """A word, and every other that one letter more, less, changed or swapped makes of it.

    Some six hundred: to look up all takes a search two milliseconds, and nothing needs to be
    stored for it. Keys of names without a letter (as in W. Garbe's SymSpell) find as much faster,
    but made storing an article with new names half as long again.
    """
    if len(word) < _SHORTEST_SLIP:
        return [word]
    letters = sorted({letter for each in word for letter in _alphabet(each)})
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {word}
    for before, after in halves:
        found.update(before + letter + after for letter in letters)
        found.update(before + letter + after[1:] for letter in letters if after)
        found.add(before + after[1:])
        found.add(before + after[1:2] + after[:1] + after[2:])
    return sorted(found)


@lru_cache
def _alphabet(letter: str) -> list[str]:
    """The letters that are written in one script with this one: its neighbours in Unicode."""
    first = ord(letter) // _SCRIPT * _SCRIPT
    return [c for c in map(chr, range(first, first + _SCRIPT)) if c.isalpha() and c == name_key(c)]


def search_range(words: str) -> tuple[str, str]:
    """The first key that these words find and the first one after them that they do not."""
    folded = name_key(words)
    return folded + " ", folded + "!"  # "!" follows the space


def prefix_range(beginning: str) -> tuple[str, str]:
    """The first key that begins so, and one after the last; none lies between for signs alone."""
    folded = name_key(beginning)
    return folded, folded and folded + "\U0010ffff"
