"""What a bare number counts: the head of the noun phrase behind it, in the singular.

"eleven intergovernmental documents"  -> document
"35m of its devices"                  -> device
"""

from dataclasses import dataclass

from ...plurals import is_plural, singular
from ..amounts.amount import Amount
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import calendar, numerals, words
from .tagging import can_be_verb, is_known_noun, listed_as
from .terms import term

_FURTHEST = 7
_LONGEST_LIST = 12  # tokens
_LEAST_SUM = 1000
_DESCRIBING = frozenset("JAG")
_LONGEST_OF = 2  # tokens of "of the"
_LONGEST_OWNER = 6  # tokens of "of South Norland's"


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun: its singular and the tokens of its phrase."""

    noun: str
    first: int
    end: int


def counted_noun(sentence: Sentence, amount: Amount, tags: list[str]) -> Counted | None:
    """Find the noun that a bare number counts, None where none follows."""
    at = amount.end
    if sentence.low(at) in words("counts nothing") or sentence.low(at + 1) in words(
        "counts nothing"
    ):
        return None
    tied = _tied_noun(sentence, at, tags) or _shared_tied_noun(sentence, at, tags)
    if tied is not None:
        return tied
    one = amount.value == 1 and amount.maximum is None
    if f"{sentence.low(at)} {sentence.low(at + 1)}" in words("or more"):
        at += 2
    if sentence.low(at) == "of" and not one:
        at = _past_determiners(sentence, at + 1, tags)
    head = _head(sentence, at, tags, one=one)
    if head is None or sentence.lower[head] in words("stands for a noun"):
        return None
    if amount.number.scale >= _LEAST_SUM and sentence.lower[head] in words("sums of money"):
        return None  # "a 107 million loss"
    if sentence.words[head].isupper() and sentence.lower[head] in words("befalls people"):
        return None  # "TWO DEAD IN ELM FIRE"
    word = sentence.words[head]
    noun = singular(word)
    if noun in words("one of the people"):
        return Counted("people", at, head + 1)
    name = tags[head] == "P" and not word.islower() and noun.isupper()
    whole = term(sentence, at, head, tags, noun if name else noun.lower())
    return Counted(whole, at, head + 1)


def noun_of_next(sentence: Sentence, amount: Amount, after: Amount) -> bool:
    """Tell whether a bare number counts what the next counts: "three or four", "7 out of 20"."""
    between = " ".join(sentence.lower[amount.end : after.first])
    return between in words("counts with the next") or is_part_of(sentence, amount, after)


def is_part_of(sentence: Sentence, some: Amount, whole: Amount) -> bool:
    """Tell whether both of two numbers count one noun: "four of the nine villas", "Elm's 9"."""
    between = sentence.lower[some.end : whole.first]
    if not between or between[0] != "of":
        return False
    owned = not words("possessive ending").isdisjoint(between) and len(between) <= _LONGEST_OWNER
    return owned or len(between) <= _LONGEST_OF


def _tied_noun(sentence: Sentence, at: int, tags: list[str]) -> Counted | None:
    """Read the noun that a hyphen ties to a number: "a 27-nation bloc"."""
    noun = at + 1
    if sentence.low(noun) in words("one of the people"):
        return Counted("people", noun, noun + 1)
    if sentence.word(at) not in HYPHENS or not sentence.glued(at) or not sentence.glued(noun):
        return None
    if noun >= len(sentence) or tags[noun] not in "NPVA" or _is_tied_on(sentence, noun):
        return None
    return Counted(singular(sentence.lower[noun]), noun, noun + 1)


def _shared_tied_noun(sentence: Sentence, at: int, tags: list[str]) -> Counted | None:
    """Read the noun that a later number of a list is tied to: "three-, seven- and nine-string"."""
    dangles = sentence.word(at) in HYPHENS and sentence.glued(at)
    if not dangles or (sentence.glued(at + 1) and sentence.words[at + 1][0].isalnum()):
        return None
    for place in range(at + 1, min(at + _LONGEST_LIST, len(sentence))):
        if sentence.words[place] in HYPHENS and sentence.glued(place + 1):
            tied = _tied_noun(sentence, place, tags)
            return None if tied is None else Counted(tied.noun, at, at + 1)
        listed = tags[place] == "#" or sentence.lower[place] in words("in a list")
        if not listed and sentence.words[place] not in HYPHENS:
            return None
    return None


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
        if one and last is not None and _is_and(sentence, place):
            break  # "one daughter and two sons"
        if _is_passed(sentence, place, tags) or (_is_and(sentence, place) and last is not None):
            continue
        many = is_plural(sentence.words[place]) and not _is_first_part(sentence, place, tags)
        prefixed = sentence.lower[place] in words("prefixes")
        if (
            not many
            and (place > at or tags[place] in "RA" or prefixed)
            and _is_tied(sentence, place)
        ):
            last = _end_of_tied(sentence, place, last, one=one)
            continue
        if not _may_be_noun(sentence, place):
            break
        if many and not one and _is_noun_here(sentence, place, tags, at):
            if place + 1 < end and (
                tags[place + 1] == "E"
                or _relates(sentence, place, tags)
                or _names_whose(sentence, place, tags)
            ):
                continue
            return _head_of_many(sentence, place, at, tags, end)
        if _ends_phrase(tags, place, end, seen=last is not None) or (
            tags[place] == "A" and _opens_another_count(sentence, place + 1, tags)
        ):
            break
        if tags[place] in "NPG" and (one or last is None):
            last = place
    return last if last is None or one else _single_head(sentence, at, last, tags)


def _names_whose(sentence: Sentence, at: int, tags: list[str]) -> bool:
    """Tell whether a name in -s goes with the counted noun: "two United States fighter jets"."""
    if tags[at] != "P" or not sentence.words[at].istitle() or at + 1 >= len(sentence):
        return False
    behind = range(at + 1, min(at + 3, len(sentence)))
    lower = all(sentence.words[place].islower() and tags[place] in "NJ" for place in behind[:1])
    return lower and any(
        tags[place] == "N" and is_plural(sentence.words[place]) for place in behind
    )


def _relates(sentence: Sentence, at: int, tags: list[str]) -> bool:
    """Tell whether a participle ties a noun to the counted one: "measles related deaths"."""
    if sentence.low(at + 1) not in words("ties two nouns") or at + 2 >= len(sentence):
        return False
    return tags[at + 2] in "NP" and is_plural(sentence.words[at + 2])


def _is_noun_here(sentence: Sentence, at: int, tags: list[str], first: int) -> bool:
    """Tell whether a form in -s is a noun: next to the number it always is."""
    if _is_tied_on(sentence, at) or sentence.lower[at] in words("unit of many"):
        return False
    if tags[at] != "V" or at == first:
        return True
    clause_goes_on = at + 1 < len(sentence) and tags[at + 1] in "VMW"  # "40-seat buses were new"
    return tags[at - 1] in "NP" and (clause_goes_on or _ends_clause(sentence, at))


def _end_of_tied(sentence: Sentence, at: int, last: int | None, *, one: bool) -> int | None:
    """Give the last noun with the rest that a hyphen ties to it: "one half-sister"."""
    return at if one and last == at - 2 and not _is_tied_on(sentence, at) else last


def _head_of_many(sentence: Sentence, at: int, first: int, tags: list[str], end: int) -> int | None:
    """Give the head whose plural stands at a token; None where it is a verb's object."""
    if at == first + 1 and _is_verb_of_bare(sentence, first):
        return None
    return at + 1 if _is_compound(sentence, at + 1, tags, end) else at


def _opens_another_count(sentence: Sentence, at: int, tags: list[str]) -> bool:
    """Tell whether a verb's object is counted too: "Forum 21 won 14 seats"."""
    return at < len(sentence) and tags[at] == "#" and not _is_tied_on(sentence, at)


def _is_verb_of_bare(sentence: Sentence, at: int) -> bool:
    """Tell whether a word between a number and a name is a verb: "19 support Sanders"."""
    if not (sentence.words[at].islower() and can_be_verb(sentence.lower[at])):
        return False
    name = sentence.words[at + 1]
    return name.istitle() and not listed_as(name.lower()) and not listed_as(singular(name.lower()))


def _ends_phrase(tags: list[str], at: int, end: int, *, seen: bool) -> bool:
    """Tell whether a token cannot belong to the phrase; `seen` says that it has a noun already."""
    if tags[at] == "G":
        return seen  # "one dentist calling it a joke"
    return tags[at] in "VMITDWYR" and not _describes(tags, at, end)


def _single_head(sentence: Sentence, at: int, last: int, tags: list[str]) -> int | None:
    """Choose the head of a phrase without a plural behind a number of several."""
    word, low = sentence.words[last], sentence.lower[last]
    if word.isupper() and not _is_tied_on(sentence, last):  # not "F-16s"
        return last
    unlisted = tags[at] == "N" and _is_unlisted_behind_digits(sentence, at)
    if last > at:
        return at if unlisted else None
    if unlisted and at + 1 < len(sentence) and tags[at + 1] == "N":
        return at  # "2 cylinder motor"
    if tags[last] != "N" or not is_known_noun(low) or low in words("time nouns"):
        return None
    has_object = last + 1 < len(sentence) and tags[last + 1] in "PDSY"
    return None if has_object and can_be_verb(low) else last  # "19 support Otterby"


def _ends_clause(sentence: Sentence, at: int) -> bool:
    return at + 1 == len(sentence) or not sentence.words[at + 1][0].isalnum()


def _describes(tags: list[str], at: int, end: int) -> bool:
    """Tell whether an adverb goes with a participle or adjective behind it: "barely used"."""
    return tags[at] == "R" and at + 1 < end and tags[at + 1] in "AJ"


def _is_unlisted_behind_digits(sentence: Sentence, at: int) -> bool:
    """Tell whether a word that the table of words lacks stands behind digits."""
    behind = at > 0 and sentence.words[at - 1].isdecimal()
    return behind and sentence.words[at].isalpha() and not listed_as(sentence.lower[at])


def _is_passed(sentence: Sentence, at: int, tags: list[str]) -> bool:
    """Tell whether a token may stand between a number and its noun without being part of it."""
    if _joins_adjectives(sentence, at, tags):
        return True
    if sentence.words[at] in words("quotation marks") or sentence.words[at] in words("money signs"):
        return True
    if _joins(sentence, at) or tags[at] == "E" or sentence.lower[at] in words("before noun"):
        return True
    if sentence.words[at] in words("clause end"):
        return False
    return tags[at] == "#" or (sentence.glued(at) and tags[at - 1] == "#")


def _joins_adjectives(sentence: Sentence, at: int, tags: list[str]) -> bool:
    """Tell whether two adjectives are joined: "12 new and used cars"."""
    if sentence.lower[at] not in words("and or") or not 0 < at < len(tags) - 1:
        return False
    return tags[at - 1] in _DESCRIBING and tags[at + 1] in _DESCRIBING


def _is_and(sentence: Sentence, at: int) -> bool:
    return sentence.lower[at] in words("and")


def _may_be_noun(sentence: Sentence, at: int) -> bool:
    low = sentence.lower[at]
    if low in words("function") or low in calendar("day"):
        return False
    known = numerals().get(low)
    return low[0].isalpha() and (known is None or known.kind != "vague")


def _is_compound(sentence: Sentence, at: int, tags: list[str], end: int) -> bool:
    """Tell whether another plural follows one, which is then the head: "sports clubs"."""
    if at < end and sentence.lower[at] in words("aged") and sentence.word(at + 1).isdecimal():
        return False  # "people ages 30 or younger"
    if sentence.low(at + 1) in words("determiners"):
        return False  # "14 teachers staff the school"
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
