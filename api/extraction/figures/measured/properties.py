"""A property in its normal form, so that the measures of different articles meet.

The singular, in lower case but for names, without articles and possessives, by one of several names
for the same quantity ("jobless rate" is "unemployment rate").
"""

from functools import cache

from ...document import Document
from ...lexicons import listed, rows, words_of
from ...plurals import singular
from ..counted.tagging import is_known_noun, listed_as
from ..tables import words


def property_of(document: Document, first: int, last: int) -> str | None:
    """Give the normal form of the property that the tokens `first` to `last` name."""
    lower = document.lower
    while first < last and (lower[first] in _before() or not lower[first][0].isalnum()):
        first += 1
    while last > first and not lower[last][0].isalnum():
        last -= 1
    if not any(letter.isalpha() for word in document.words[first : last + 1] for letter in word):
        return None
    text, starts, ends = document.text, document.starts, document.ends
    parts: list[str] = []
    head = _head(document, first, last)
    for token in range(first, last + 1):
        word = _lowered(document, token)
        if token == head and not word.isupper() and is_known_noun(singular(word)):
            word = singular(word)
        blank = " " if parts and starts[token] > ends[token - 1] else ""
        parts.append(blank + word)
    name = "".join(parts) if parts else text[starts[first] : ends[last]]
    name = " ".join(name.split())
    return _one_name().get(name.lower(), name)


def _head(document: Document, first: int, last: int) -> int:
    """The noun that says what it is: the last word before "of", "for" and their like."""
    for token in range(first + 1, last + 1):
        if document.lower[token] in words("of-like"):
            return token - 1
    return last


def _lowered(document: Document, token: int) -> str:
    """A word in lower case, unless it is a name or an acronym."""
    word = document.words[token]
    plain = word[:1].isupper() and word[1:] == word[1:].lower()
    return word.lower() if plain and listed_as(word.lower()) not in ("", "P") else word


@cache
def _before() -> frozenset[str]:
    return words_of("entity_determiners") | words("possessive ending")


@cache
def _one_name() -> dict[str, str]:
    return {
        other: name
        for name, others in rows("figures/property_names.tsv")
        for other in listed(others)
    }
