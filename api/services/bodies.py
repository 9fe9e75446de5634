"""Which names of bodies and places are one's: legal forms, acronyms, spellings.

Pure: what the archive knows of names is `linking`'s.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from ..extraction.lexicons import lines_of, listed, rows, words_of
from ..models.names import name_key

_MARK = "= "  # no person's key starts so
_LEAST = 2  # words that a name keeps without its legal form


@lru_cache(maxsize=8192)  # an article is asked for each of its names several times
def body_key(name: str) -> str:
    """What all forms of one body's or place's name share: "The F.B.I.", "Norvik Motor Co."."""
    return _MARK + _in_full(_bare(name))


def is_body_key(key: str) -> bool:
    """Whether a key is a body's, and no person's."""
    return key.startswith(_MARK)


def _bare(name: str) -> str:
    """A name, folded, without an article and its legal form, in one spelling."""
    words = [_spellings().get(word, word) for word in _joined(name_key(name).split())]
    if words[:1] == ["the"] and len(words) > 1:
        del words[0]
    while len(words) > _LEAST and words[-1] in words_of("legal_forms"):
        del words[-1]
    if len(words) > 1 and words[-1] == "department":  # "Labor Department", "Department of Labor"
        words = [*words[:-2], "department", "of", words[-2]]
    return " ".join(words)


def _joined(words: list[str]) -> Iterator[str]:
    """Words of which single letters in a row are one: "u s" of "U.S." is "us"."""
    letters = ""
    for word in words:
        if len(word) == 1:
            letters += word
            continue
        if letters:
            yield letters
            letters = ""
        yield word
    if letters:
        yield letters


def _in_full(bare: str) -> str:
    """The name that an acronym or another name stands for; itself where it is none."""
    if bare in _known():
        return _known()[bare]
    for country, short in _COUNTRIES.items():
        if bare.startswith(f"{country} "):
            bare = short + bare[len(country) :]
    return _known().get(bare, bare)


_COUNTRIES = {"united states": "us", "united kingdom": "uk", "united nations": "un"}


@cache
def _known() -> dict[str, str]:
    """By each other name of a known body or place, all folded, the first."""
    return {
        _bare(other): _bare(name)
        for name, others in rows("known_bodies.tsv")
        for other in listed(others)
    }


@cache
def _spellings() -> dict[str, str]:
    pairs = (line.split() for line in lines_of("american_spellings"))
    return dict(pairs)
