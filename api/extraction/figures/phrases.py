"""A sentence as a row of phrases: nouns, figures, verbs and what stands between them."""

from dataclasses import dataclass
from typing import Literal

from api.extraction.figures.numbers import HYPHENS
from api.extraction.figures.sentence import Sentence
from api.extraction.figures.tables import words

Kind = Literal[
    "noun", "pronoun", "figure", "verb", "preposition", "to", "and", "comma", "relative", "open",
    "close", "break", "other",
]  # fmt: skip

_IN_PHRASE = frozenset("DSJNPAG#E")
_HEADS = frozenset("NP")
_STOPS = frozenset(";:—–\"“”")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some tokens of one kind; `figure` is the index of a figure, `head` a noun phrase's head."""

    kind: Kind
    first: int
    end: int
    head: int = -1
    figure: int = -1
    named: bool = False
    determined: bool = False


def phrases_of(sentence: Sentence, tags: list[str], spans: list[tuple[int, int]]) -> list[Phrase]:
    """Cut a sentence into phrases; `spans` are the tokens of its figures, in order."""
    row: list[Phrase] = []
    at = figure = 0
    while at < len(sentence):
        if figure < len(spans) and at >= spans[figure][0]:
            end = max(spans[figure][1], at + 1)
            row.append(Phrase("figure", at, end, figure=figure))
            at, figure = end, figure + 1
            continue
        stop = spans[figure][0] if figure < len(spans) else len(sentence)
        phrase = _noun_phrase(sentence, tags, at, stop) or _other(sentence, tags, at)
        row.append(phrase)
        at = phrase.end
    return row


def _noun_phrase(sentence: Sentence, tags: list[str], at: int, stop: int) -> Phrase | None:
    first, head = at, -1
    after_figure = at > 0 and tags[at - 1] in "#." and sentence.words[at - 1] not in _STOPS
    determined = tags[at] in "DS"
    while at < stop:
        part = tags[at]
        if sentence.words[at] in HYPHENS or sentence.words[at] in {"&", "/", "."}:
            if not (head >= first and _holds(sentence, tags, at, stop)):
                break
            at += 1
            continue
        if part not in _IN_PHRASE:
            if part == "I" and _is_name_joint(sentence, tags, at, stop):
                at += 1
                continue
            break
        if part in "DS" and at > first and head >= first:
            break
        if part in "AG" and not _describes(tags, at, stop, started=at > first or after_figure):
            break
        if part in _HEADS:
            head = at
        at += 1
    if head < first:
        return None
    end = head + 1
    while end < at and tags[end] == "#":
        end += 1
    if end + 1 < at and sentence.words[end] in HYPHENS and tags[end + 1] == "#":
        end += 2
    named = any(tags[place] == "P" for place in range(first, end))
    return Phrase("noun", first, end, head, -1, named, determined)


def _holds(sentence: Sentence, tags: list[str], at: int, stop: int) -> bool:
    """Tell whether a mark ties the words around it into one name or compound."""
    if at + 1 >= stop or tags[at + 1] not in "NPJ#AG":
        return False
    if sentence.words[at] == ".":
        return len(sentence.words[at - 1]) <= 2 and sentence.glued(at)  # noqa: PLR2004
    return sentence.words[at] == "&" or (sentence.glued(at) and sentence.glued(at + 1))


def _is_name_joint(sentence: Sentence, tags: list[str], at: int, stop: int) -> bool:
    """Tell whether "of" stands inside a name: "Power of Siberia", "Port of Los Angeles"."""
    return (
        sentence.lower[at] == "of"
        and at + 1 < stop
        and tags[at - 1] == "P"
        and tags[at + 1] == "P"
        and at > 0
        and not sentence.word(at - 1).isupper()
    )


def _describes(tags: list[str], at: int, stop: int, *, started: bool) -> bool:
    """Tell whether a participle stands before a noun that it describes."""
    if at + 1 >= stop:
        return tags[at] == "G" and started
    after = tags[at + 1]
    if tags[at] == "G" and started:
        return True
    return after in "NPJ" and started


def _other(sentence: Sentence, tags: list[str], at: int) -> Phrase:
    word, low, part = sentence.words[at], sentence.lower[at], tags[at]
    kind: Kind = "other"
    if part in "VMAG":
        kind = "verb"
    elif part == "T" or low == "to":
        kind = "to"
    elif part == "W" or (low in words("relative") and part != "D"):
        kind = "relative"
    elif low in words("subordinate") and part != "R":
        kind = "break" if low not in words("of-like") else "preposition"
    elif part in "IO":
        kind = "preposition"
    elif part == "C":
        kind = "and"
    elif part == "Y":
        kind = "pronoun"
    elif word == ",":
        kind = "comma"
    elif word in "([":
        kind = "open"
    elif word in ")]":
        kind = "close"
    elif word in _STOPS or word in {"--", "-", "..."}:
        kind = "break"
    return Phrase(kind, at, at + 1)
