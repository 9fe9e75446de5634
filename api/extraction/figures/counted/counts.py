"""What a bare number counts: the head of the noun phrase behind it, in the singular.

"eleven intergovernmental documents"  -> document
"35m of its devices"                  -> device
"""

from dataclasses import dataclass

from ...plurals import is_plural, singular
from ..amounts.amount import Amount
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import calendar, words
from .tagging import is_known_noun
from .terms import term

_FURTHEST = 7


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun: its singular and the tokens of its phrase."""

    noun: str
    first: int
    end: int


def counted_noun(sentence: Sentence, amount: Amount, tags: list[str]) -> Counted | None:
    """Find the noun that a bare number counts, None where none follows."""
    at = amount.end
    tied = _tied_noun(sentence, at, tags)
    if tied is not None:
        return tied
    one = amount.value == 1 and amount.maximum is None
    if sentence.low(at) == "of" and not one:
        at = _past_determiners(sentence, at + 1, tags)
    head = _head(sentence, at, tags, one=one)
    if head is None:
        return None
    word = sentence.words[head]
    noun = singular(word)
    name = tags[head] == "P" and not word.islower() and noun.isupper()
    whole = term(sentence, at, head, tags, noun if name else noun.lower())
    return Counted(whole, at, head + 1)


def _tied_noun(sentence: Sentence, at: int, tags: list[str]) -> Counted | None:
    """Read the noun that a hyphen ties to a number: "a 27-nation bloc"."""
    noun = at + 1
    if sentence.word(at) not in HYPHENS or not sentence.glued(at) or not sentence.glued(noun):
        return None
    if noun >= len(sentence) or tags[noun] not in "NPVA" or _is_tied_on(sentence, noun):
        return None
    return Counted(singular(sentence.lower[noun]), noun, noun + 1)


def _past_determiners(sentence: Sentence, at: int, tags: list[str]) -> int:
    while at < len(sentence) and tags[at] in "DS":
        at += 1
    return at


def _head(sentence: Sentence, at: int, tags: list[str], *, one: bool) -> int | None:
    """Find the head of a noun phrase: for many, its first plural; for one, its last noun.

    "An 11-member deal", "a four-cylinder engine": where there is no plural, the noun next to the
    number is what is counted.
    """
    last: int | None = None
    end = min(at + _FURTHEST, len(sentence))
    for place in range(at, end):
        if _is_passed(sentence, place, tags) or (_is_and(sentence, place) and last is not None):
            continue
        many = is_plural(sentence.words[place]) and not _is_first_part(sentence, place, tags)
        if not many and (place > at or tags[place] in "RA") and _is_tied(sentence, place):
            continue
        if not _may_be_noun(sentence, place):
            break
        if many and not one and tags[place] != "V" and not _is_tied_on(sentence, place):
            if place + 1 < end and tags[place + 1] == "E":
                continue
            return place + 1 if _is_compound(sentence, place + 1, tags, end) else place
        if tags[place] in "VMITDWYR":
            break
        if tags[place] in "NPG" and (one or last is None):
            last = place
    if last is None or one:
        return last
    noun = tags[last] == "N" and is_known_noun(sentence.lower[last])
    next_to_number = last == at and noun
    initials = sentence.words[last].isupper() and not _is_tied_on(sentence, last)  # not "F-16s"
    return last if next_to_number or initials else None


def _is_passed(sentence: Sentence, at: int, tags: list[str]) -> bool:
    """Tell whether a token may stand between a number and its noun without being part of it."""
    if sentence.words[at] in words("quotation marks"):
        return True
    if _joins(sentence, at) or tags[at] == "E" or sentence.lower[at] in words("before noun"):
        return True
    return tags[at] == "#" or (sentence.glued(at) and tags[at - 1] == "#")


def _is_and(sentence: Sentence, at: int) -> bool:
    return sentence.lower[at] in words("and")


def _may_be_noun(sentence: Sentence, at: int) -> bool:
    low = sentence.lower[at]
    return low[0].isalpha() and low not in words("function") and low not in calendar("day")


def _is_compound(sentence: Sentence, at: int, tags: list[str], end: int) -> bool:
    """Tell whether another plural follows one, which is then the head: "sports clubs"."""
    return at < end and tags[at] in "NP" and is_plural(sentence.words[at])


def _is_first_part(sentence: Sentence, at: int, tags: list[str]) -> bool:
    """Tell whether a compound ends here that describes a noun behind it: "plain-clothes men"."""
    tied = at > 1 and _joins(sentence, at - 1)
    return tied and at + 1 < len(sentence) and tags[at + 1] == "N"


def _joins(sentence: Sentence, at: int) -> bool:
    """Tell whether a mark holds two words of a phrase together: -, &."""
    if sentence.words[at] == "&":
        return True
    return sentence.words[at] in HYPHENS and sentence.glued(at) and sentence.glued(at + 1)


def _is_tied(sentence: Sentence, at: int) -> bool:
    """Tell whether a hyphen ties a word to the one before or behind it."""
    return (at > 0 and _joins(sentence, at - 1)) or _is_tied_on(sentence, at)


def _is_tied_on(sentence: Sentence, at: int) -> bool:
    return at + 1 < len(sentence) and _joins(sentence, at + 1)
