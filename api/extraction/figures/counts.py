"""What a bare number counts: the head of the noun phrase behind it, in the singular.

"eleven intergovernmental documents"  -> document
"35m of its devices"                  -> device
"""

from dataclasses import dataclass

from api.extraction.figures.amounts import Amount
from api.extraction.figures.numbers import HYPHENS
from api.extraction.figures.sentence import Sentence
from api.extraction.figures.tables import words
from api.extraction.plurals import is_plural, singular

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
    one = amount.value == 1 and amount.maximum is None
    if sentence.low(at) == "of" and not one:
        at = _past_determiners(sentence, at + 1, tags)
    elif sentence.word(at) in HYPHENS and sentence.glued(at):
        at += 1
    head = _head(sentence, at, tags, one=one)
    if head is None:
        return None
    word = sentence.words[head]
    noun = singular(word)
    return Counted(
        noun if tags[head] == "P" and not word.islower() and noun.isupper() else noun.lower(),
        at,
        head + 1,
    )


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
        word, part = sentence.words[place], tags[place]
        if _joins(sentence, place) or part == "E" or sentence.lower[place] in words("before noun"):
            continue
        if part == "#" or (sentence.glued(place) and tags[place - 1] == "#"):
            continue
        if place > at and _is_tied(sentence, place) and not is_plural(word):
            last = place if last is None and part in "NP" else last
            continue
        if not word[0].isalpha() or sentence.lower[place] in words("function"):
            break
        if not one and is_plural(word) and not _is_tied_on(sentence, place):
            after = place + 1
            if after < end and tags[after] in "NP" and is_plural(sentence.words[after]):
                return after
            if after < end and tags[after] == "E":
                continue
            return place
        if part in "VMITDWYCR":
            break
        if part in "NPG":
            last = place if one or last is None else last
    if one or last is None or last == at or sentence.words[last].isupper():
        return last if last is None or one or tags[last] == "N" or sentence.words[last].isupper() else None
    return None


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
