"""The term that a counted noun makes with the words before it.

"300 police officers"            -> police officer
"14 first-team players"          -> first-team player
"19 primary voters"              -> voter: what is no fixed compound tells which, not what

What makes a term with its head is a listed compound (compounds.tsv), a model ("Model 3 sedans") or
a compound that a hyphen ties.
"""

from collections.abc import Mapping
from functools import cache

from ...lexicons import listed, rows
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import numerals, ordinals, words
from .tagging import listed_as

_MOST_WORDS = 4  # before the head; longer phrases are descriptions


def term(sentence: Sentence, first: int, head: int, tags: list[str], noun: str) -> str:
    """Give a head's singular with the words before it, from `first` on, that make a term of it."""
    begin = _compound(sentence, first, head)
    following = noun
    while begin > first and head - begin < _MOST_WORDS:
        before = _part_before(sentence, first, begin, tags, following)
        if before is None:
            break
        begin = before
        following = sentence.lower[begin]
    if begin == head or "C" in tags[first:begin]:
        return noun
    parts = [_as_written(sentence, place) + _joint(sentence, place) for place in range(begin, head)]
    return "".join(parts) + noun


def _compound(sentence: Sentence, first: int, head: int) -> int:
    """Find where a head begins that hyphens tie to what is before: "X-rays", "co-workers"."""
    begin = head
    while begin - 2 >= first and sentence.words[begin - 1] in HYPHENS:
        if not (sentence.glued(begin) and sentence.glued(begin - 1)):
            break
        begin -= 2
    return begin


def _part_before(
    sentence: Sentence, first: int, at: int, tags: list[str], following: str
) -> int | None:
    """Find where the part of a term that ends before a token starts; None where there is none."""
    last = at - 1
    if sentence.words[last] in HYPHENS:
        return None
    begin = last
    while begin - 2 >= first and sentence.words[begin - 1] in HYPHENS and sentence.glued(begin):
        begin -= 2
    if begin < last:
        return begin if _makes_term(sentence, begin, last) else None
    if tags[last] == "#":  # "Model 3"
        return last if last > first and tags[last - 1] == "P" else None
    is_model = tags[last] == "P" and tags[at] == "#"
    makes_one = is_model or _is_compound_with(sentence, first, last, tags, following)
    return last if makes_one else None


def _is_compound_with(
    sentence: Sentence, first: int, at: int, tags: list[str], following: str
) -> bool:
    """Tell whether a word and the one behind it name one kind of thing: "police officer"."""
    firsts = _compounds().get(following, _NOTHING)
    if sentence.lower[at] in firsts:
        return True
    behind_symbol = at > first and tags[at - 1] == "#"  # "two 250 ml members"
    return _ANY in firsts and tags[at] == "N" and not behind_symbol


def _makes_term(sentence: Sentence, begin: int, last: int) -> bool:
    """Tell whether a compound names a kind: "first-team", "gas-fired", not "well-known"."""
    if not all(word[0].isalpha() or word in HYPHENS for word in sentence.words[begin : last + 1]):
        return False
    if sentence.lower[begin] in numerals() or sentence.lower[last] in words("says where or whose"):
        return False  # "two-kilo cheeses", "Harlow-area airports"
    opening, closing = listed_as(sentence.lower[begin]), listed_as(sentence.lower[last])
    if closing in _PARTICIPLES or sentence.lower[begin] in words("prefixes"):
        return False
    if opening in _NO_KIND and sentence.lower[begin] not in ordinals():
        return False
    return opening in _NOUNS or closing in _NOUNS


def _as_written(sentence: Sentence, at: int) -> str:
    """Give a word of a term as it is, in headlines a common noun in lower case."""
    word = sentence.words[at]
    titled = len(word) > 1 and word.istitle()  # not the X of "X-rays"
    return word.lower() if titled and listed_as(word.lower()) in _COMMON else word


def _joint(sentence: Sentence, at: int) -> str:
    return "" if sentence.glued(at + 1) else " "


@cache
def _compounds() -> Mapping[str, frozenset[str]]:
    return {
        head.lower(): frozenset(word.lower() for word in listed(firsts))
        for head, firsts in rows("figures/compounds.tsv")
    }


_ANY = "*"
_NOTHING: frozenset[str] = frozenset()
_COMMON = frozenset("NJ")
_NOUNS = frozenset({"N", "P", ""})
_NO_KIND = frozenset({"R", "V", "A", "I", "J"})
_PARTICIPLES = frozenset({"A", "G", "V"})
