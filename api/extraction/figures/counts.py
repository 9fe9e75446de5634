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
        if amount.number.scale == 1 and not is_plural(sentence.low(at)) and at == amount.end + 1:
            return None
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
    """Find the head of a noun phrase: for many, its first plural; for one, its last noun."""
    last: int | None = None
    end = min(at + _FURTHEST, len(sentence))
    for place in range(at, end):
        word, part = sentence.words[place], tags[place]
        if word in HYPHENS or word in {"'", "’", "&"}:
            if not (sentence.glued(place) and sentence.glued(place + 1)) and word != "&":
                break
            continue
        if part == "#":
            if not sentence.glued(place) and place > at:
                continue
            break
        if not word[0].isalpha() or sentence.lower[place] in words("function"):
            break
        if not one and is_plural(word):
            after = place + 1
            if after < end and tags[after] in "NP" and is_plural(sentence.words[after]):
                return after
            if after < end and sentence.word(after) in {"'", "’"}:
                last = place
                continue
            return place
        if part in "VMITDWYC":
            break
        if part in "NPGJ" and not (part in "JG" and not one):
            last = place if part in "NP" or last is None else last
    if one:
        return last
    return None
