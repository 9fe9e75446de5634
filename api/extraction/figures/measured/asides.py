"""What a pointer may land on beside the entity: a stock's sign in brackets, a quarter, a pronoun.

"Lumen Air (NRX: LMA)"          -> Lumen Air
"Q3 2023 operating profit"      -> no entity
"built a pipeline, doubling its capacity" -> pipeline
"""

from ...document import Document
from ..counted.tagging import listed_as
from ..tables import calendar, words

_LONGEST_SIGN = 4  # tokens of "NRX: LMA"
_LONGEST_PHRASE = 4  # tokens of "a new gas pipeline"
_FURTHEST_OWNER = 10  # tokens before "its"
_YEAR_DIGITS = 4


def bracket_of_sign(document: Document, first: int, last: int) -> int | None:
    """Give the bracket before a stock's sign that some tokens belong to: "(NRX: LMA)"."""
    texts = document.words
    opening = first - 1
    while opening > first - _LONGEST_SIGN and opening > 0 and _is_of_sign(texts[opening]):
        opening -= 1
    if opening < 1 or texts[opening] != "(":
        return None
    end = last + 1
    while end < min(len(texts), last + _LONGEST_SIGN) and _is_of_sign(texts[end]):
        end += 1
    closed = end < len(texts) and texts[end] == ")"
    inside = texts[opening + 1 : end]
    marked = ":" in inside or "." in inside
    return opening if closed and marked and all(map(_is_of_sign, inside)) else None


def _is_of_sign(word: str) -> bool:
    return word.isupper() or word in words("within a stock sign")


def is_quarter(document: Document, first: int, last: int) -> bool:
    """Tell whether some tokens name no more than a time: "Q3 2023", "First-half 2023"."""
    return all(_is_of_time(document, at) for at in range(first, last + 1))


def _is_of_time(document: Document, at: int) -> bool:
    word, low = document.words[at], document.lower[at]
    if word.isdecimal():
        return len(word) in {1, _YEAR_DIGITS}
    return low in words("of a quarter") or (word[0].isupper() and low in calendar("month"))


def owner_of_its(document: Document, entity: tuple[int, int], quality: int) -> int | None:
    """Give the noun that "its" before a property is of, where the entity is several.

    "Varland and Kestria agreed to build a pipeline, doubling its capacity": the pipeline's.
    """
    lower = document.lower
    if lower[quality - 1] != "its" or "and" not in lower[entity[0] : entity[1] + 1]:
        return None
    for at in range(quality - 2, max(entity[1], quality - _FURTHEST_OWNER), -1):
        if listed_as(lower[at]) == "N" and not lower[at].endswith("s"):
            phrase = lower[max(entity[1] + 1, at - _LONGEST_PHRASE) : at]
            if not words("definite or not").isdisjoint(phrase):
                return at
    return None
