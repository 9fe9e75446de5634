"""A sentence as a row of phrases: nouns, figures, verbs and what stands between them."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ...lexicons import words_of
from ..numbers.number import HYPHENS
from ..sentence import Sentence
from ..tables import calendar, words

Kind = Literal[
    "noun", "pronoun", "figure", "verb", "preposition", "to", "and", "comma", "relative", "open",
    "close", "break", "other",
]  # fmt: skip

_IN_PHRASE = frozenset("DSJNPAG#E")
_HEADS = frozenset("NP")
_TYING = frozenset("&/.")
_QUOTE_MARKS = frozenset("\"'“”‘’")
_STOPS = frozenset(';:—–"“”')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some tokens of one kind; `figure` is the index of a figure, `head` a noun phrase's head.

    `pointed` says that an article points at the noun from before a figure ("the 9 km pipe").
    """

    kind: Kind
    first: int
    end: int
    head: int = -1
    figure: int = -1
    named: bool = False
    determined: bool = False
    pointed: bool = False


def phrases_of(sentence: Sentence, tags: list[str], spans: list[tuple[int, int]]) -> list[Phrase]:
    """Cut a sentence into phrases; `spans` are the tokens of its figures, in order."""
    row: list[Phrase] = []
    at = figure = 0
    length = len(sentence)
    while at < length:
        if figure < len(spans) and at >= spans[figure][0]:
            end = max(spans[figure][1], at + 1)
            row.append(Phrase("figure", at, end, figure=figure))
            at, figure = end, figure + 1
            continue
        stop = spans[figure][0] if figure < len(spans) else length
        opens = tags[at] in _IN_PHRASE  # marks and "of" go on with a phrase and open none
        phrase = (
            _time(sentence, at, stop)
            or (opens and _noun_phrase(sentence, tags, at, stop))
            or _other(sentence, tags, at)
        )
        if phrase.kind == "noun" and row and row[-1].kind == "figure":
            before = sentence.low(row[-1].first - 1)
            if before in words("definite"):
                phrase = replace(phrase, pointed=True)
        row.append(phrase)
        at = phrase.end
    return row


def _noun_phrase(sentence: Sentence, tags: list[str], first: int, stop: int) -> Phrase | None:
    """Read the noun phrase that starts at a token, up to its head and what numbers it."""
    behind_figure = first > 0 and tags[first - 1] in "#." and sentence.word(first - 1) not in _STOPS
    head, at = -1, first
    while at < stop:
        started = at > first or behind_figure
        is_verb = tags[at] in "AG" and not (started and _describes(tags, at, stop))
        if tags[at] in _HEADS:
            head = at
        elif is_verb or not _continues(sentence, tags, at, stop, headed=head >= first):
            break
        at += 1
    if head < first and first + 1 < at < stop and tags[first] in "DS" and tags[at - 1] == "J":
        head = at - 1  # "a fine of", "the poor", not "the next" before a figure
    if head < first:
        return None
    if head == first and tags[first] == "P" and _is_one_of_two(tags, at, stop):
        rest = _noun_phrase(sentence, tags, at + 1, stop)
        if rest is not None and tags[rest.head] != "P":
            return Phrase("noun", first, rest.end, rest.head, -1, named=True)
    end = head + 1
    while end < at and tags[end] == "#":
        end += 1
    if end + 1 < at and sentence.words[end] in HYPHENS and tags[end + 1] == "#":
        end += 2
    named = "P" in tags[first:end]
    return Phrase("noun", first, end, head, -1, named, tags[first] in "DS")


def _time(sentence: Sentence, at: int, stop: int) -> Phrase | None:
    """Read a time, which is no part of what it stands beside: "last year", "on Monday night"."""
    low, before = sentence.lower, sentence.low(at - 1)
    if at + 1 < stop and low[at] in words("points at time") and low[at + 1] in words("time nouns"):
        is_verb = low[at + 1] in words("verb or month") and sentence.words[at + 1].islower()
        return None if is_verb else Phrase("noun", at, at + 2, at + 1)
    if before in words("before a named month") and _is_decade(sentence, at, stop):
        return Phrase("noun", at, at + 3, at + 2)
    month = at + 1 if at + 1 < stop and low[at] in words("early and late") else at
    dated = (before in words("before a named day") and low[month] in calendar("day")) or (
        before in words("before a named month") and low[month] in calendar("month")
    )
    end = month + 1
    if not (dated and sentence.words[month].istitle()) or sentence.low(end) in words(
        "possessive ending"
    ):
        return None
    while end < stop and (sentence.words[end].isdecimal() or low[end] in words("part of a day")):
        end += 1
    return Phrase("noun", at, end, month)


def _is_decade(sentence: Sentence, at: int, stop: int) -> bool:
    """Tell whether it is "the 1990s"."""
    if at + 2 >= stop or sentence.lower[at] not in words("the"):
        return False
    return sentence.words[at + 1].endswith("0") and sentence.lower[at + 2] == "s"


def _is_one_of_two(tags: list[str], at: int, stop: int) -> bool:
    """Tell whether an adjective of place shares its noun: "Norse and Danish officials"."""
    return at + 2 < stop and tags[at] == "C" and tags[at + 1] == "P" and tags[at + 2] in "NJ"


def _continues(sentence: Sentence, tags: list[str], at: int, stop: int, *, headed: bool) -> bool:
    """Tell whether a token that is no noun goes on with a noun phrase."""
    word, part = sentence.words[at], tags[at]
    if word in _QUOTE_MARKS:
        return headed and at + 1 < stop and tags[at + 1] in _IN_PHRASE
    if word in HYPHENS or word in _TYING:
        return headed and _holds(sentence, tags, at, stop)
    if _time(sentence, at, stop):
        return False
    if part == "I":
        return headed and _is_name_joint(sentence, tags, at, stop)
    return part in _IN_PHRASE and not (part in "DS" and headed)


def _holds(sentence: Sentence, tags: list[str], at: int, stop: int) -> bool:
    """Tell whether a mark ties the words around it into one name or compound."""
    if at + 1 >= stop or tags[at + 1] not in "NPJ#AG":
        return False
    if sentence.words[at] == ".":
        shortened = sentence.lower[at - 1] in words_of("abbreviations")
        return (shortened or len(sentence.words[at - 1]) == 1) and sentence.glued(at)
    return sentence.words[at] == "&" or (sentence.glued(at) and sentence.glued(at + 1))


def _is_name_joint(sentence: Sentence, tags: list[str], at: int, stop: int) -> bool:
    """Tell whether "of" stands inside a name: "Spirit of Varland", "Bank of Elm"."""
    return (
        sentence.lower[at] == "of"
        and at + 1 < stop
        and tags[at - 1] == "P"
        and tags[at + 1] == "P"
        and not sentence.word(at - 1).isupper()
    )


def _describes(tags: list[str], at: int, stop: int) -> bool:
    """Tell whether a participle stands before a noun that it describes."""
    if tags[at] == "G":
        return at + 1 >= stop or tags[at + 1] not in "DS"
    return at + 1 < stop and tags[at + 1] in "NPJ" and tags[at - 1] not in "NP"


def _other(sentence: Sentence, tags: list[str], at: int) -> Phrase:
    return Phrase(_kind_of(sentence.words[at], sentence.lower[at], tags[at]), at, at + 1)


@lru_cache(maxsize=4096)
def _kind_of(word: str, low: str, part: str) -> Kind:
    if low in words("relative") and part not in "DV":
        return "relative"
    if low in words("subordinate") and part not in "VR":
        return "preposition" if low in words("of-like") else "break"
    return _KINDS_OF_MARKS.get(word) or _KINDS_OF_PARTS.get(part, "other")


_KINDS_OF_PARTS: dict[str, Kind] = {
    "V": "verb", "M": "verb", "A": "verb", "G": "verb", "T": "to", "I": "preposition",
    "O": "preposition", "W": "relative", "C": "and", "Y": "pronoun",
}  # fmt: skip
_KINDS_OF_MARKS: dict[str, Kind] = {
    ",": "comma", "(": "open", "[": "open", ")": "close", "]": "close", "--": "break", "-": "break",
    **dict.fromkeys(_STOPS, "break"),
}  # fmt: skip
