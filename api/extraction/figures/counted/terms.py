"""The term that a counted noun makes with the nouns before it.

"300 police officers"            -> police officer
"14 first-team players"          -> first-team player
"eleven intergovernmental documents" -> document: an adjective tells which, not what

What makes a term with its head is a common noun, a model ("Model 3 sedans") or a compound that a
hyphen ties; an adjective, a participle, a name, which tells whose or where, and a measure do not,
nor what stands before one.
"""

from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import numerals, words
from .tagging import listed_as

_MOST_WORDS = 4  # before the head; longer phrases are descriptions


def term(sentence: Sentence, first: int, head: int, tags: list[str], noun: str) -> str:
    """Give a head's singular with the nouns before it, from `first` on, that make a term of it."""
    begin = at = _compound(sentence, first, head)
    while at > first and head - at < _MOST_WORDS:
        before = _part_before(sentence, first, at, tags)
        if before is None:
            break
        at = begin = before
    if begin == head or "C" in tags[first:begin]:
        return noun
    parts = [
        _as_written(sentence, place, tags) + _joint(sentence, place) for place in range(begin, head)
    ]
    return "".join(parts) + noun


def _compound(sentence: Sentence, first: int, head: int) -> int:
    """Find where a head begins that hyphens tie to what is before: "X-rays", "co-workers"."""
    begin = head
    while begin - 2 >= first and sentence.words[begin - 1] in HYPHENS:
        if not (sentence.glued(begin) and sentence.glued(begin - 1)):
            break
        begin -= 2
    return begin


def _part_before(sentence: Sentence, first: int, at: int, tags: list[str]) -> int | None:
    """Find where the part of a term that ends before a token starts; None where there is none."""
    last = at - 1
    if sentence.words[last] in HYPHENS:
        return None
    begin = last
    while begin - 2 >= first and sentence.words[begin - 1] in HYPHENS and sentence.glued(begin):
        begin -= 2
    if begin < last:
        return begin if _makes_term(sentence, begin, last) else None
    return last if _is_noun(sentence, first, last, tags) else None


def _makes_term(sentence: Sentence, begin: int, last: int) -> bool:
    """Tell whether a compound names a kind: "first-team", "gas-fired", not "well-known"."""
    if not all(word[0].isalpha() or word in HYPHENS for word in sentence.words[begin : last + 1]):
        return False
    if sentence.lower[begin] in numerals() or sentence.lower[last] in words("says where or whose"):
        return False  # "two-kilo cheeses", "Harlow-area airports"
    opening, closing = listed_as(sentence.lower[begin]), listed_as(sentence.lower[last])
    if opening in _NO_KIND or closing in _PARTICIPLES or sentence.lower[begin] in words("prefixes"):
        return False
    return opening in _NOUNS or closing in _NOUNS


def _is_noun(sentence: Sentence, first: int, at: int, tags: list[str]) -> bool:
    word, low = sentence.words[at], sentence.lower[at]
    if tags[at] == "#":
        return at > first and tags[at - 1] == "P"  # "Model 3"
    if low in words("before noun") or not word[0].isalpha() or low in numerals():
        return False
    if tags[at] == "P":
        return tags[at + 1] == "#" or _is_common_in_headline(sentence, at)  # "Model" of "Model 3"
    if low in words("makes a term"):
        return True
    is_symbol = at > first and tags[at - 1] == "#"  # "two 250 ml bottles"
    return tags[at] == "N" and not is_symbol


def _as_written(sentence: Sentence, at: int, tags: list[str]) -> str:
    """Give a word of a term: names as they are, in headlines common nouns in lower case."""
    word = sentence.words[at]
    return word.lower() if tags[at] == "N" or _is_common_in_headline(sentence, at) else word


def _is_common_in_headline(sentence: Sentence, at: int) -> bool:
    """Tell whether a word has its capital from a headline: "Three Police Officers Hurt"."""
    word = sentence.words[at]
    common = word.istitle() and listed_as(word.lower()) == "N"
    return common and sentence.word(at + 1)[:1].isupper() and _is_headline(sentence, at)


def _is_headline(sentence: Sentence, head: int) -> bool:
    """Tell whether the words around a head in a capital are in capitals too, names or not."""
    near = sentence.words[max(0, head - _NEAR) : head + _NEAR]
    return not any(word.islower() and len(word) > _LONGEST_SMALL for word in near)


def _joint(sentence: Sentence, at: int) -> str:
    return "" if sentence.glued(at + 1) else " "


_NOUNS = frozenset({"N", "P", ""})
_NO_KIND = frozenset({"R", "V", "A", "I", "J"})
_PARTICIPLES = frozenset({"A", "G", "V"})
_NEAR = 12  # tokens
_LONGEST_SMALL = 4  # letters of "with", which headlines leave small
